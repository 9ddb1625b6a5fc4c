"""The Curve of a cost: what a thing costs at ever more visitors, and whether it grows as they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_RATIO = 0.10
"""By how much more of a cost a visitor may take than where a tenth of them come."""

FLAT_RATIO = 0.10
"""Up to so much more than at the smallest size in all a cost does not grow."""

LEAST_POINTS = 3
MICRO = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one size costs.

    Attributes:
        visitors: how many came.
        costs: in each round; at least one.
    """

    visitors: int
    costs: tuple[float, ...]

    @property
    def cost(self) -> float:
        """The least of the rounds: what else a machine does only adds."""
        return min(self.costs)

    @property
    def spread(self) -> float:
        """By how much the rounds differ."""
        return max(self.costs) - min(self.costs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What a thing costs at some sizes.

    What is asked for once, such as starting, is in every size, and is taken away by differences: a
    visitor's part is what a size costs beyond the smallest, by as many as come more. A cost a + b n has
    the part b at every size, whatever a is; one that grows faster has a larger part at each.

    Attributes:
        name: of the cost.
        unit: of it: "s", "MB".
        points: at growing sizes, three at least.

    Raises:
        ValueError: there are too few to compare, or sizes do not grow.
    """

    name: str
    unit: str
    points: Sequence[Point]

    def __post_init__(self) -> None:
        """Refuse what says nothing of growth."""
        sizes = [one.visitors for one in self.points]
        if len(sizes) < LEAST_POINTS or any(more <= less for less, more in pairwise(sizes)):
            raise ValueError(f"{self.name}: sizes {sizes}; three that grow are allowed, or more")

    def part(self, place: int) -> float:
        """Give the part of a visitor at a size but the smallest."""
        first, here = self.points[0], self.points[place]
        return (here.cost - first.cost) / (here.visitors - first.visitors)

    def problem(self) -> str:
        """Say where a visitor costs more than where fewer come; empty where the cost is linear or less.

        What the rounds cannot tell is a problem at the largest size, which is the one that it is about;
        at smaller ones the fixed part may hide all others. The largest is also held against the second
        smallest, so that growth does not hide in steps that are each small enough.
        """
        last = len(self.points) - 1
        for place in range(2, last + 1):
            most = self._most(place)
            if self._is_flat(place) or self.part(place) <= most:
                continue
            if self.part(place) > most + (1 + MOST_RATIO) * self._doubt(place - 1):
                return f"{self.name}: {self._said(place, place - 1)}; {MOST_RATIO:+.0%} is the target."
            if place == last:
                said = self._said(place, place - 1)
                return f"{self.name}: {said}, which its rounds differ by; nothing is known."
        whole = (1 + MOST_RATIO) * (max(self.part(1), 0.0) + self._doubt(1))
        if not self._is_flat(last) and self.part(last) > whole:
            return f"{self.name}: {self._said(last, 1)}; {MOST_RATIO:+.0%} is the target."
        return ""

    def cells(self, place: int) -> tuple[str, str]:
        """Give what a size costs, and a visitor's part in millionths of the unit, for a table."""
        cost = f"{self.points[place].cost:,.3f}"
        if not place:
            return cost, "-"
        part = f"{self.part(place) * MICRO:,.1f}"
        return cost, part if place == 1 or self._is_flat(
            place
        ) else f"{part} ({self._growth(place, place - 1)})"

    def _is_flat(self, place: int) -> bool:
        return self.points[place].cost <= self.points[0].cost * (1 + FLAT_RATIO)

    def _most(self, place: int) -> float:
        """Give the part that is allowed at a size."""
        return max(self.part(place - 1), 0.0) * (1 + MOST_RATIO)

    def _doubt(self, place: int) -> float:
        """Give by how much a part may be larger than it was measured."""
        first, here = self.points[0], self.points[place]
        return max(first.spread, here.spread) / (here.visitors - first.visitors)

    def _growth(self, place: int, since: int) -> str:
        before = self.part(since)
        return f"{self.part(place) / before - 1:+.0%}" if before > 0 else "from nothing"

    def _said(self, place: int, since: int) -> str:
        here, before = self.points[place], self.points[since]
        return f"{self._growth(place, since)} a visitor from {before.visitors:,} to {here.visitors:,}"
