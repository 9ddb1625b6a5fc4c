"""A stretch of a run that a reader may want to see by itself: the whole, a phase, or a fault."""

from dataclasses import dataclass

from siaga.judge.amount import clock
from siaga.report.charts.day import Day
from siaga.report.charts.shadow import Shadow

LEAST_BEFORE_S, LEAST_BEHIND_S = 15.0, 30.0
"""Least that is shown beside the time of a fault; else its length before, and twice that behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch by its name.

    Attributes:
        kind: "phase", "fault", or nothing for the whole run.
        name: of the phase or the fault; empty for the whole run.
        label: how it is offered.
        from_s: where it begins.
        until_s: where it ends.
        shown_s: where what is shown of the run begins and ends, as far as there is a run.
    """

    kind: str = ""
    name: str = ""
    label: str
    from_s: float
    until_s: float
    shown_s: tuple[float, float]


def stretches(day: Day) -> tuple[Stretch, ...]:
    """Give the stretches of a day: the whole, then its phases, then its faults."""
    whole = Stretch(label="whole run", from_s=0.0, until_s=day.end_s, shown_s=(0.0, day.end_s))
    phases = (
        Stretch(
            kind="phase",
            name=one.name,
            label=f"phase {one.number}, {one.name}",
            from_s=one.start_s,
            until_s=one.end_s,
            shown_s=(one.start_s, one.end_s),
        )
        for one in day.bands
    )
    return (whole, *phases, *(_around(one, day.end_s) for one in day.shadows))


def _around(fault: Shadow, end_s: float) -> Stretch:
    """Give a fault with what was before it, and more of what followed."""
    length_s = fault.end_s - fault.start_s
    before_s, behind_s = max(length_s, LEAST_BEFORE_S), max(2 * length_s, LEAST_BEHIND_S)
    return Stretch(
        kind="fault",
        name=fault.name,
        label=f"{fault.name}, {clock(fault.start_s)}",
        from_s=fault.start_s,
        until_s=fault.end_s,
        shown_s=(max(fault.start_s - before_s, 0.0), min(fault.end_s + behind_s, end_s)),
    )
