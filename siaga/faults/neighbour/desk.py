"""The desk of a neighbour: who has one, what it counts, and what share of its requests is harmed."""

from siaga.faults.process.processes import NEIGHBOURS
from siaga.faults.sign import Grows
from siaga.scenario.part import Part
from siaga.scenario.quantity import SomeRatio

DESKS = NEIGHBOURS
"""Every neighbour has one."""


class Share(Part):
    """How many of its requests are harmed."""

    share: SomeRatio = 1.0
    """Share of the requests."""


def ended_so(target: str, result: str, what: str) -> Grows:
    """Give the sign that requests at a neighbour's desk ended in one way.

    Args:
        target: the neighbour.
        result: as the neighbour calls it.
        what: that is, in words that follow a number.
    """
    name = f"{target.replace('-', '_')}_requests_total"
    return Grows(name=name, labels={"result": result}, what=what)
