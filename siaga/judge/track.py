"""The Track of a step: its slots, second after second, in two columns of which a stretch is a slice."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from siaga.record.slots import Numbers, Slots


class Tape:
    """Intervals of one step, one population and one way to time, behind each other as they were read.

    An object for each interval would take more room than what it holds.
    """

    def __init__(self) -> None:
        self.seconds: list[int] = []
        self.sizes: list[int] = []
        self.places = bytearray()
        self.counts = bytearray()

    def append(self, one: Slots) -> None:
        """Lay an interval behind the others."""
        self.seconds.append(one.second)
        self.sizes.append(one.places.size)
        self.places += one.places.tobytes()
        self.counts += one.counts.tobytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """What was recorded of one step, one population and one way to time.

    Attributes:
        seconds: of each interval, in order; a second has one from every worker, shape (intervals,).
        ends: where the slots of each interval end in the columns, shape (intervals,).
        places: slots that hold anything, interval after interval, shape (places,).
        counts: how many latencies are in each, shape (places,).
    """

    seconds: NDArray[np.int64]
    ends: NDArray[np.int64]
    places: Numbers
    counts: Numbers

    @classmethod
    def of(cls, tape: Tape) -> Self:
        """Put the intervals of a tape in order of their seconds."""
        seconds, sizes = np.array([tape.seconds, tape.sizes], dtype=np.int64)
        order = seconds.argsort(kind="stable")
        place_of = np.repeat(order.argsort(), sizes).argsort(kind="stable")
        return cls(
            seconds=seconds[order],
            ends=sizes[order].cumsum(),
            places=np.frombuffer(tape.places, dtype=np.int32)[place_of],
            counts=np.frombuffer(tape.counts, dtype=np.int32)[place_of],
        )

    def during(self, seconds: Collection[int] | None) -> Iterator[tuple[Numbers, Numbers]]:
        """Give places and counts of some seconds, or of all, a pair for every stretch of seconds."""
        if seconds is None:
            yield self.places, self.counts
            return
        for one in _stretches(seconds):
            first, end = self.seconds.searchsorted((one.start, one.stop))
            if first < end:
                part = slice(int(self.ends[first - 1]) if first else 0, int(self.ends[end - 1]))
                yield self.places[part], self.counts[part]

    def at(self, place: int) -> Counter[int]:
        """Count what is in one slot, by second."""
        found: Counter[int] = Counter()
        for index in np.flatnonzero(self.places == place).tolist():
            second = int(self.seconds[self.ends.searchsorted(index, side="right")])
            found[second] += int(self.counts[index])
        return found


def _stretches(seconds: Collection[int]) -> Iterable[range]:
    """Give seconds as ranges without gaps."""
    if isinstance(seconds, range) and seconds.step == 1:
        return [seconds]
    each = np.array(sorted(set(seconds)), dtype=np.int64)
    parts = np.split(each, np.flatnonzero(np.diff(each) > 1) + 1)
    return [range(int(one[0]), int(one[-1]) + 1) for one in parts if one.size]
