"""The ClockReading: by how much the clock of a worker was seen to be off the master's, at one moment."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from siaga.record.json_lines import whole_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """One comparison of two wall clocks, by a question and its answer.

    Attributes:
        worker: rank of the worker.
        at_s: when it was asked, run seconds.
        offset_s: how far its clock was ahead of the master's; negative: behind.
        error_s: by how much the offset may be wrong, 0 or more: half the time that the answer took.
    """

    worker: int
    at_s: float
    offset_s: float
    error_s: float

    def __post_init__(self) -> None:
        """Refuse a reading that says nothing."""
        finite = all(map(math.isfinite, (self.at_s, self.offset_s, self.error_s)))
        if not (finite and self.error_s >= 0 and self.worker >= 0):
            raise ValueError(
                f"clock of worker {self.worker}: {self.offset_s} s off with an error of {self.error_s} s"
                " is no reading; finite numbers and an error of 0 s or more are allowed"
            )

    @property
    def least_s(self) -> float:
        """How far off the clock was at least, in seconds, 0 or more."""
        return max(abs(self.offset_s) - self.error_s, 0.0)

    @property
    def most_s(self) -> float:
        """How far off the clock was at most, in seconds."""
        return abs(self.offset_s) + self.error_s

    def as_json(self) -> dict[str, Any]:
        """Give the reading as a line of the file."""
        return asdict(self)

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> Self:
        """Read a line of the file.

        Raises:
            ValueError: the fact is no reading.
        """
        try:
            times_s = {name: float(fact[name]) for name in ("at_s", "offset_s", "error_s")}
            return cls(worker=int(fact["worker"]), **times_s)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"clock: {str(fact)[:60]!r} is none ({error}); it is damaged") from None


def clock_readings(path: Path) -> Iterator[ClockReading]:
    """Give the readings of a file in their order; no file has none.

    Raises:
        ValueError: a whole line is no reading.
    """
    return map(ClockReading.from_json, whole_lines(path))
