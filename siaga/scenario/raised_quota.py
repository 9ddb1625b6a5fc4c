"""The raised Quota: what faults of a scenario make of its seats, and when."""

import math
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from siaga.scenario.model import Scenario
from siaga.scenario.part import Count, Part
from siaga.scenario.quantity import SomeRatio

KIND = "quota"
"""The kind of fault that raises it."""


class RaisedQuota(Part):
    """By how much."""

    by: SomeRatio = 0.25
    """Share of the seats there are at the time that come on top; one seat at least."""

    seats: Annotated[Count, Field(ge=1)] | None = None
    """How many there are then; siaga puts it here, so that the run holds it."""

    def of(self, quota: int) -> int:
        """Give what becomes of a quota."""
        return quota + max(math.floor(quota * self.by), 1)


def with_seats(scenario: Scenario) -> Scenario:
    """Give a scenario whose faults say how many seats there are once they have raised the quota.

    Args:
        scenario: resolved, so that every fault in it happens. Without a quota it is left as it is.
    """
    if scenario.site.quota is None:
        return scenario
    seats = dict(_seats(scenario, scenario.site.quota))
    faults = tuple(
        one.model_copy(update={"settings": {**one.settings, "seats": seats[number]}})
        if number in seats
        else one
        for number, one in enumerate(scenario.faults)
    )
    return scenario.model_copy(update={"faults": faults})


def raised_s(scenario: Scenario) -> list[tuple[float, int]]:
    """Give when faults are to raise the quota and to what, in seconds since the first phase, in order.

    Args:
        scenario: as `with_seats` gives it.
    """
    found = [
        (at_s, RaisedQuota.model_validate(scenario.faults[number].settings).seats)
        for number, at_s in _times_s(scenario)
    ]
    return [(at_s, seats) for at_s, seats in found if seats is not None]


def _seats(scenario: Scenario, quota: int) -> Iterator[tuple[int, int]]:
    """Give the number of each such fault, and what it makes of the quota of its time."""
    changes = list(scenario.raises_s)
    for number, at_s in _times_s(scenario):
        while changes and changes[0][0] <= at_s:
            quota = changes.pop(0)[1]
        quota = RaisedQuota.model_validate(scenario.faults[number].settings).of(quota)
        yield number, quota


def _times_s(scenario: Scenario) -> list[tuple[int, float]]:
    """Give the numbers of the faults that raise the quota and when they do, in order."""
    starts_s = scenario.traffic.phase_starts_s()
    found = [
        (number, one.at.at_s(starts_s)) for number, one in enumerate(scenario.faults) if one.kind == KIND
    ]
    return sorted(found, key=lambda one: one[1])
