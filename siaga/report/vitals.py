"""The vitals of the generator: how each worker was, second by second, and what all of them sent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from siaga.record.tally import Tally


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


def vitals(folder: RunFolder) -> Vitals:
    """Read the vitals of a run; of damaged tallies what stands before the damage."""
    sent: Counter[int] = Counter()
    rejects: Counter[int] = Counter()
    workers = []
    for path in folder.tally_files():
        tallies = tuple(sound_tallies(path))
        for tally in tallies:
            sent[tally.second] += tally.sent
            rejects[tally.second] += sum(tally.rejects.values())
        if tallies:
            workers.append(_worker(path, tallies))
    length = max(sent, default=-1) + 1
    return Vitals(workers=tuple(workers), sent=_column(sent, length), rejects=_column(rejects, length))


def sound_tallies(path: Path) -> Iterator[Tally]:
    """Read the tallies of a worker up to the first that is none: the verdict tells of the damage."""
    try:
        yield from map(Tally.from_json, whole_lines(path))
    except ValueError:
        return


def _column(counts: Counter[int], length: int) -> tuple[int, ...]:
    return tuple(counts[second] for second in range(length))


def _worker(path: Path, tallies: Sequence[Tally]) -> WorkerVitals:
    return WorkerVitals(
        rank=int(path.stem.removeprefix("worker-")),
        at_s=tuple(one.second for one in tallies),
        late_s=tuple(max(one.loop_lag_s, one.lateness_s) for one in tallies),
        cpu_ratio=tuple(one.cpu_ratio for one in tallies),
    )
