"""The Disagreement of a run's clocks: how far off and apart times of workers may be."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from siaga.record.clock_reading import ClockReading, clock_readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """How far the clocks of the workers are off, as far as somebody has compared them.

    Attributes:
        off_s: how far the clock of a worker may be off the master's, at most.
        apart_s: how far those of two workers may be apart, at most; 0 where there are not two.
    """

    off_s: float = 0.0
    apart_s: float = 0.0

    @classmethod
    def of(cls, readings: Iterable[ClockReading]) -> Self:
        """Give the disagreement of clocks that were compared with the master's."""
        of_worker: dict[int, list[ClockReading]] = {}
        for one in readings:
            of_worker.setdefault(one.worker, []).append(one)
        *_, second_s, worst_s = 0.0, 0.0, *sorted(map(_off_s, of_worker.values()))
        return cls(off_s=worst_s, apart_s=worst_s + second_s if len(of_worker) > 1 else 0.0)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what was compared; of a file that is damaged, what is whole before the damage."""
        return cls.of(_before_damage(path))


def _off_s(readings: Iterable[ClockReading]) -> float:
    """Give how far a clock may be off: by its best answer, or as far as it certainly was once."""
    each = list(readings)
    return max(min(one.most_s for one in each), *(one.least_s for one in each))


def _before_damage(path: Path) -> Iterator[ClockReading]:
    with suppress(ValueError):
        yield from clock_readings(path)


AGREED = Disagreement()
"""Clocks of which nobody knows that they are off."""
