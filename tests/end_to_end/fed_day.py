"""The opening day on which everybody who registers shows a voucher first."""

import importlib
import sys
from pathlib import Path
from typing import ClassVar

from siaga.crowd import plugin  # noqa: F401 - plugs siaga into Locust
from siaga.crowd.absence import Absence, Journey
from siaga.crowd.launch import Launch
from siaga.crowd.visitor import Visitor

OURS = Path(__file__).resolve().parents[2] / "locustfiles" / "opening_day.py"
sys.path.append(str(OURS.parent))
day = importlib.import_module(OURS.stem)


def registrant(me: Visitor) -> Absence | None:
    """Show the voucher and go the usual way."""
    code = me.feed("vouchers")["code"]
    me.get(f"/?voucher={code}", step="voucher")
    usual: Journey = day.registrant
    return usual(me)


class FedDay(Launch):
    """The same day with vouchers."""

    journeys: ClassVar = {**day.OpeningDay.journeys, "registrant": registrant}
    scenario = "small-day.yaml"
