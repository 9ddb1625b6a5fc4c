"""The Sample: one finished step, as it is counted."""

from typing import NamedTuple

from siaga.record.split import Parts


class Sample(NamedTuple):
    """One finished step; a tuple, since one is made for every request.

    Attributes:
        step: its name.
        method: HTTP method.
        intended_s: when it should have started, in run seconds.
        started_s: when it did.
        ended_s: when it ended.
        reason: why it failed; empty if it was good.
        received_bytes: size of the answer.
        population: whose step it was.
        parts_s: how long each part of its answer took; None where there was none.
        timed: whether anybody knows how long it took; untimed, it is counted alone.
    """

    step: str
    method: str
    intended_s: float
    started_s: float
    ended_s: float
    reason: str
    received_bytes: int
    population: str
    parts_s: Parts | None = None
    timed: bool = True
