"""A LoadPoint: how much was asked of the site at once in a few seconds of a run, and what it got done.

How much was asked at once is the mean number of requests under way. By Little's law (1961) that is the
time that all requests of those seconds took together, by the seconds; it needs no metric of the site.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from siaga.judge.recorded import Recorded

BLOCK_S = 5
"""Seconds of one point: long against a request, short against a phase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPoint:
    """What was seen in one block of seconds.

    Attributes:
        run: number of the run, from 0.
        second: the first of the seconds.
        load: requests under way, in the mean, above 0.
        per_s: requests that ended well per second, above 0.
        asked_per_s: requests that ended, well or not, per second.
        events: how many ended well.
    """

    run: int
    second: int
    load: float
    per_s: float
    asked_per_s: float
    events: int

    def __post_init__(self) -> None:
        """Refuse a point that lies nowhere on a law."""
        if not (self.load > 0 and self.per_s > 0):
            text = f"{self.load} under way, {self.per_s} per second; both above 0 is allowed"
            raise ValueError(f"load point: {text}")


def load_points(facts: Recorded, run: int, step: str | None = None) -> tuple[LoadPoint, ...]:
    """Give the points of a run, in order; seconds in which a fault harmed the site are left out.

    Args:
        facts: what was recorded.
        run: its number.
        step: the step whose requests count alone; None for all of them.
    """
    found = (_point(facts, run, step, block) for block in _blocks(facts))
    return tuple(one for one in found if one is not None)


def _blocks(facts: Recorded) -> Iterator[range]:
    for start in range(0, int(facts.planned_until_s) - BLOCK_S + 1, BLOCK_S):
        block = range(start, start + BLOCK_S)
        if not any(_touches(block, one.from_s, one.until_s) for one in facts.faults):
            yield block


def _touches(block: range, from_s: float, until_s: float | None) -> bool:
    return from_s < block.stop and (until_s is None or until_s > block.start)


def _point(facts: Recorded, run: int, step: str | None, block: range) -> LoadPoint | None:
    good, failed = facts.counts.good(step, block), facts.counts.failed(step, block)
    under_way_s = facts.latencies.pool(step, block, service=True).sum_s()
    if not good or not under_way_s:
        return None
    return LoadPoint(
        run=run,
        second=block.start,
        load=under_way_s / BLOCK_S,
        per_s=good / BLOCK_S,
        asked_per_s=(good + failed) / BLOCK_S,
        events=good,
    )
