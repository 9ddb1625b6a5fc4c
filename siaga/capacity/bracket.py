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
    """Give the bracket by what most plays of each load say; a split one counts as not held."""
    low = max((one for one in found if one.is_held), key=_rate, default=None)
    least = 0.0 if low is None else low.rate_per_s
    above = (one for one in found if not one.is_held and one.rate_per_s > least)
    return Bracket(low=low, high=min(above, key=_rate, default=None))


def widened(found: Sequence[Ballot]) -> Bracket:
    """Give the bracket whose ends no play contradicts; where there is no such end, the usual one."""
    usual = bracket(found)
    return Bracket(low=_sure_low(found, usual.low), high=_sure_high(found, usual.high))


def _sure_low(found: Sequence[Ballot], usual: Ballot | None) -> Ballot | None:
    if usual is None or usual.is_of_one_mind:
        return usual
    sure = (one for one in found if one.is_of_one_mind and one.is_held and one.rate_per_s < _rate(usual))
    return max(sure, key=_rate, default=usual)


def _sure_high(found: Sequence[Ballot], usual: Ballot | None) -> Ballot | None:
    if usual is None or usual.is_of_one_mind:
        return usual
    against = (one for one in found if one.is_of_one_mind and not one.is_held)
    return min((one for one in against if _rate(one) > _rate(usual)), key=_rate, default=usual)


def _rate(ballot: Ballot) -> float:
    return ballot.rate_per_s
