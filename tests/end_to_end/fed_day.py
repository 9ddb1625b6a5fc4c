"""The opening day on which everybody who registers shows a voucher first."""

import importlib.util
from pathlib import Path
from typing import ClassVar

from siaga.crowd import plugin  # noqa: F401 - plugs siaga into Locust
from siaga.crowd.launch import Launch
from siaga.crowd.visitor import Visitor

OURS = Path(__file__).resolve().parents[2] / "locustfiles" / "opening_day.py"
SPEC = importlib.util.spec_from_file_location("opening_day", OURS)
assert SPEC is not None
assert SPEC.loader is not None
day = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(day)


def registrant(me: Visitor) -> None:
    """Show the voucher and go the usual way."""
    code = me.feed("vouchers")["code"]
    me.get(f"/?voucher={code}", step="voucher")
    day.registrant(me)


class FedDay(Launch):
    """The same day with vouchers."""

    journeys: ClassVar = {**day.OpeningDay.journeys, "registrant": registrant}
    scenario = "small-day.yaml"
