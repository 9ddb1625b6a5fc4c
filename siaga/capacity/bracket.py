"""The Bracket: the highest load that holds and the lowest that does not, by what was played."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from siaga.capacity.ballot import Ballot


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """Two loads with the capacity between them.

    Attributes:
        low: the highest load that holds; None: none does.
        high: the lowest load above it that does not; None: none does not.
    """

    low: Ballot | None
    high: Ballot | None

    @property
    def middle_per_s(self) -> float | None:
        """The geometric middle; None while an end is not known."""
        if self.low is None or self.high is None:
            return None
        return math.sqrt(self.low.rate_per_s * self.high.rate_per_s)

    def is_within(self, precision: float) -> bool:
        """Tell whether both ends are known and differ by no more than a share."""
        if self.low is None or self.high is None:
            return False
        return self.high.rate_per_s <= self.low.rate_per_s * (1 + precision)


def bracket(found: Sequence[Ballot]) -> Bracket:
    """Give the bracket by what most plays of each load say; a split one counts as not held.

    Loads at which plays contradict each other too often lie between its ends: chance decides there.
    """
    torn = torn_loads(found)
    least = min(torn, default=math.inf)
    held = (one for one in found if one.is_held and one.rate_per_s < least)
    low = max(held, key=_rate, default=None)
    most = max((*torn, 0.0 if low is None else low.rate_per_s))
    failed = (one for one in found if not one.is_held and one.rate_per_s > most)
    return Bracket(low=low, high=min(failed, key=_rate, default=None))


def torn_loads(found: Sequence[Ballot]) -> tuple[float, ...]:
    """Give the loads, in order, at which plays contradict each other too often."""
    return tuple(one.rate_per_s for one in found if one.is_torn)


def _rate(ballot: Ballot) -> float:
    return ballot.rate_per_s
