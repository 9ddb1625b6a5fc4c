"""The Strip of a run: its seconds side by side in a bounded number of columns, however long it lasts."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from siaga.record.tally import Tally

MOST_COLUMNS = 240


@dataclass(slots=True, kw_only=True)
class Column:
    """What happened in some seconds.

    Attributes:
        arrived: visitors whose journey began.
        served: samples that ended as the journey expects.
        failed: all other samples.
        p99_s: that of its worst second; None of nothing, inf for never.
        seats_left: what the site said last; None if it said nothing.
    """

    arrived: int = 0
    served: int = 0
    failed: int = 0
    p99_s: float | None = None
    seats_left: float | None = None

    def take(self, later: "Column") -> None:
        """Take in the column that comes after it."""
        self.arrived += later.arrived
        self.served += later.served
        self.failed += later.failed
        self.slow(later.p99_s)
        self.see(later.seats_left)

    def see(self, seats_left: float | None) -> None:
        """Take in what the site said in one more second."""
        self.seats_left = self.seats_left if seats_left is None else seats_left

    def slow(self, p99_s: float | None) -> None:
        """Take in the 99th percentile of one more second."""
        if p99_s is not None:
            self.p99_s = max(p99_s, self.p99_s or 0.0)


@dataclass(slots=True, kw_only=True)
class Strip:
    """Gathers them; where there are more seconds than columns, two columns become one.

    Attributes:
        most: how many columns there are at most, 2 or more.
        every_s: how many seconds a column has, a power of two.
    """

    most: int = MOST_COLUMNS
    every_s: int = 1
    _columns: list[Column] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse a strip that could not be folded."""
        if self.most < 2:  # noqa: PLR2004 - a strip is folded two by two
            raise ValueError(f"most: {self.most} columns; 2 or more are allowed")

    def reach(self, seconds: int) -> None:
        """Make the columns so wide that so many seconds fit."""
        while seconds > self.most * self.every_s:
            for left, right in zip(self._columns[::2], self._columns[1::2], strict=False):
                left.take(right)
            self._columns = self._columns[::2]
            self.every_s *= 2

    def at(self, second: int) -> Column:
        """Give the column of a second, 0 or later, made if there is none yet."""
        self.reach(second + 1)
        place = second // self.every_s
        self._columns.extend(Column() for _ in range(place + 1 - len(self._columns)))
        return self._columns[place]

    def count(self, tally: Tally) -> None:
        """Take in what a worker counted in one second."""
        column = self.at(max(tally.second, 0))
        column.arrived += tally.arrived
        column.served += sum(one.good for one in tally.steps.values())
        column.failed += sum(one.failed for one in tally.steps.values())

    def shown(self, seconds: int, planned: Sequence[int]) -> Mapping[str, Any]:
        """Give the columns as JSON.

        Args:
            seconds: how many are known whole; later ones are left out.
            planned: intended arrivals of each second of the plan.

        Returns:
            Seconds a column, and a list for each quantity: rates a second, but for p99_s and seats_left.
            `planned_per_s` reaches to the end of the plan. A p99 that is never is None.
        """
        self.reach(len(planned))
        known = [self.at(start) for start in range(0, seconds, self.every_s)]
        return {
            "every_s": self.every_s,
            "planned_per_s": self._rates(len(planned), lambda at: sum(planned[at : at + self.every_s])),
            "arrived_per_s": self._rates(seconds, lambda at: known[at // self.every_s].arrived),
            "served_per_s": self._rates(seconds, lambda at: known[at // self.every_s].served),
            "failed_per_s": self._rates(seconds, lambda at: known[at // self.every_s].failed),
            "p99_s": [_rounded(one.p99_s) for one in known],
            "seats_left": [one.seats_left for one in known],
        }

    def _rates(self, seconds: int, number: Callable[[int], int]) -> list[float]:
        """Give for each column what happened a second; the last one may not be over."""
        starts = range(0, seconds, self.every_s)
        return [round(number(at) / min(self.every_s, seconds - at), 2) for at in starts]


def _rounded(p99_s: float | None) -> float | None:
    """Give it to a tenth of a millisecond; JSON has no number for never."""
    return None if p99_s is None or not math.isfinite(p99_s) else round(p99_s, 4)
