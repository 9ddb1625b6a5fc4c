"""The Steadiness of a generator: how late, or how busy, its workers were in all seconds but a few."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from siaga.judge.counts import WorkerTallies
from siaga.judge.recorded import Recorded
from siaga.record.tally import Tally

ONE_OF = 50
"""A worker may be late in one second of so many: a machine has other things to do, too."""

Look = Callable[[Tally], float]
"""Gives what is asked about of a tally; more is worse."""

_BySecond = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steadiness:
    """What the workers did not exceed, looked at where it was worst.

    Attributes:
        worst: the highest value of any worker in any second, but for the few that are left out.
        seconds: which seconds that is said of, as in "98 of 100 seconds".
    """

    worst: float
    seconds: str


def steadiness(facts: Recorded, look: Look) -> Steadiness | None:
    """Look at the whole run and at every phase, which a calm evening must not make up for.

    Left out is one second of fifty, of a short phase one all the same. Seconds are those that passed:
    one tally that tells of twenty, which its worker slept through, counts twenty times.

    Args:
        facts: of the run.
        look: gives what is asked about.

    Returns:
        Where it was worst; None where no worker told anything.
    """
    workers = [_by_second(worker, look) for worker in facts.counts.workers if worker.tallies]
    found = [one for values in workers for one in _places(facts, values)]
    return max(found, key=lambda one: one.worst, default=None)


def _places(facts: Recorded, values: _BySecond) -> Iterator[Steadiness]:
    """Give the whole run first, which is named where no phase is worse."""
    yield Steadiness(worst=_all_but(values, values.size // ONE_OF), seconds="98 of 100 seconds")
    for phase in facts.scenario.traffic.phases:
        played = facts.played(phase.name)
        inside = values[played.start : max(played.stop, played.start)]
        few = max(inside.size // ONE_OF, 1)
        if inside.size > few:
            told = f"{inside.size - few} of the {inside.size} seconds of {phase.name}"
            yield Steadiness(worst=_all_but(inside, few), seconds=told)


def _all_but(values: _BySecond, few: int) -> float:
    """Give the highest value when the few highest are left out."""
    return float(np.sort(values)[-1 - few])


def _by_second(worker: WorkerTallies, look: Look) -> _BySecond:
    """Give the value of each second, as the worst tally has it that tells of it."""
    values = np.zeros(1 + max(tally.second for tally in worker.tallies))
    for span, tally in worker.spans():
        covered = values[span.start : span.stop]
        np.maximum(covered, look(tally), out=covered)
    return values
