"""The vitals of the generator: how each worker was, second by second, and what all of them sent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from siaga.judge.counts import WorkerTallies


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerVitals:
    """One worker; columns of one length.

    Attributes:
        rank: of the worker.
        at_s: run seconds, in order.
        late_s: the worst delay of its event loop, or of an arrival where that was worse.
        cpu_ratio: CPU time by wall time, of one core.
    """

    rank: int
    at_s: tuple[int, ...]
    late_s: tuple[float, ...]
    cpu_ratio: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """All workers.

    Attributes:
        workers: in order of rank; those that told nothing are left out.
        sent: requests by run second, all workers together.
        rejects: of those, answered with 429 or 503, by run second.
    """

    workers: tuple[WorkerVitals, ...] = ()
    sent: tuple[int, ...] = ()
    rejects: tuple[int, ...] = ()


def vitals(workers: Sequence[WorkerTallies]) -> Vitals:
    """Give the vitals of a run from what its workers told, second by second."""
    sent: Counter[int] = Counter()
    rejects: Counter[int] = Counter()
    for worker in workers:
        for tally in worker.tallies:
            sent[tally.second] += tally.sent
            rejects[tally.second] += sum(tally.rejects.values())
    length = max(sent, default=-1) + 1
    return Vitals(
        workers=tuple(_worker(one) for one in workers if one.tallies),
        sent=_column(sent, length),
        rejects=_column(rejects, length),
    )


def _column(counts: Counter[int], length: int) -> tuple[int, ...]:
    return tuple(counts[second] for second in range(length))


def _worker(worker: WorkerTallies) -> WorkerVitals:
    return WorkerVitals(
        rank=worker.rank,
        at_s=tuple(one.second for one in worker.tallies),
        late_s=tuple(one.late_s for one in worker.tallies),
        cpu_ratio=tuple(one.cpu_ratio for one in worker.tallies),
    )
