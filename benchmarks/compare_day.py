"""The journey of the runs that benchmarks/compare.py plays: the home page, then two joins."""

from typing import ClassVar

from siaga.crowd import plugin  # noqa: F401 - importing it hooks siaga into Locust
from siaga.crowd.launch import Launch
from siaga.crowd.visitor import Visitor


def visitor(me: Visitor) -> None:
    """Look at the home page and join twice."""
    me.get("/", step="home")
    for _ in range(2):
        me.post("/join", step="join", expect={201}, json={})


class CompareDay(Launch):
    """The crowd of the runs that are compared."""

    scenario = ""
    journeys: ClassVar = {"visitor": visitor}
