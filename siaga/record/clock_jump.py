"""The ClockJump: by how much the wall clock of the master's machine was set while a run lasted."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from siaga.record.json_lines import whole_lines
from siaga.record.line import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockJump(Line):
    """One setting of the clock, found by a clock that nobody can set.

    Attributes:
        at_s: when it was found, run seconds by the clock that nobody can set.
        by_s: how far the clock was put forward; negative: back.
    """

    at_s: float
    by_s: float

    def __post_init__(self) -> None:
        """Refuse a jump that is none."""
        if not (math.isfinite(self.at_s) and math.isfinite(self.by_s) and self.by_s):
            raise ValueError(
                f"clock jump: {self.by_s} s at {self.at_s} s is none; finite numbers other than 0 s are"
                " allowed"
            )

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> Self:
        """Read a line of the file.

        Raises:
            ValueError: the fact is no jump.
        """
        try:
            return cls(at_s=float(fact["at_s"]), by_s=float(fact["by_s"]))
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(
                f"clock jump: {str(fact)[:60]!r} is none ({error}); it is damaged"
            ) from None


def clock_jumps(path: Path) -> Iterator[ClockJump]:
    """Give the jumps of a file in their order; no file has none.

    Raises:
        ValueError: a whole line is no jump.
    """
    return map(ClockJump.from_json, whole_lines(path))
