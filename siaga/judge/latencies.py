"""The Latencies of a run: every recorded interval, kept sparse, and pools of them with quantiles."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from siaga.judge.track import Tape, Track
from siaga.record.latency import Interval
from siaga.record.pool import Pool, highest_s
from siaga.record.slots import Slots, slots

_Key = tuple[str, str, bool]
"""Step, population, and whether from the intended start."""

_NONE = np.empty(0, dtype=np.int32)


class Latencies:
    """Latencies by step, population and second, from the intended start and from the real one.

    Args:
        kept: intervals in any order.
        closed: whether there is nothing but service time, which then is all that can be asked for.
    """

    def __init__(self, kept: Iterable[Interval], *, closed: bool = False) -> None:
        self._tracks = _tracks(map(Slots.of, kept))
        self._closed = closed

    @classmethod
    def read(cls, paths: Iterable[Path], *, closed: bool = False) -> "Latencies":
        """Read the logs of every worker.

        Raises:
            ValueError: a log is damaged.
        """
        read = cls((), closed=closed)
        read._tracks = _tracks(slots(paths))
        return read

    @classmethod
    def readable(cls, paths: Iterable[Path], *, closed: bool = False) -> "Latencies":
        """Read the logs of every worker; of a damaged one, what is whole before the damage."""
        read = cls((), closed=closed)
        read._tracks = _tracks(_whole(paths))
        return read

    @property
    def closed(self) -> bool:
        """Whether service time is all there is."""
        return self._closed

    @property
    def steps(self) -> list[str]:
        """Names of the steps, sorted."""
        return sorted({key[0] for key, _track in self._tracks if key[2] != self._closed})

    def beside(self, more: Iterable[Interval]) -> "Latencies":
        """Give the same and more, in any order."""
        both = Latencies((), closed=self._closed)
        both._tracks = [*self._tracks, *_tracks(map(Slots.of, more))]
        return both

    def never(self, population: str) -> Counter[int]:
        """Count who was never served of a population, by second."""
        found: Counter[int] = Counter()
        for (_step, name, _intended), track in self._tracks:
            if name == population:
                found += track.at(highest_s().size - 1)
        return found

    def pool(
        self,
        step: str | Collection[str] | None = None,
        during: Collection[int] | None = None,
        *,
        populations: Collection[str] | None = None,
        service: bool = False,
    ) -> Pool:
        """Put together what a step, or every step, took in some seconds, or in all of them.

        Args:
            step: which, or which ones; None for every step.
            during: run seconds that alone count; None for all.
            populations: whose samples alone count; None for everybody's.
            service: whether the time from the real start counts instead of that from the intended one.
        """
        places, counts = [_NONE], [_NONE]
        steps = {step} if isinstance(step, str) else step
        real = service or self._closed
        for (name, population, intended), track in self._tracks:
            if intended is real or (steps is not None and name not in steps):
                continue
            if populations is None or population in populations:
                for some_places, some_counts in track.during(during):
                    places.append(some_places)
                    counts.append(some_counts)
        # Weights are added up as floats of 64 bits, which are exact up to 9e15.
        summed = np.bincount(np.concatenate(places), np.concatenate(counts), minlength=highest_s().size)
        return Pool(counts=summed.astype(np.int64))


def _tracks(read: Iterable[Slots]) -> list[tuple[_Key, Track]]:
    tapes: dict[_Key, Tape] = {}
    for one in read:
        tapes.setdefault((one.step, one.population, one.intended), Tape()).append(one)
    # A tape goes as soon as it is put in order, so that there are never all of them twice.
    return [(key, Track.of(tapes.pop(key))) for key in list(tapes)]


def _whole(paths: Iterable[Path]) -> Iterator[Slots]:
    """Give the slots of each log as far as it is whole."""
    for path in paths:
        with suppress(ValueError):
            yield from slots([path])
