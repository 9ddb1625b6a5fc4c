"""The Load of a site: what people inside asked of it for a while, and what that cost."""

import enum
import math
from dataclasses import dataclass


class Cause(enum.Enum):
    """Why a rate is changed."""

    CALM = "calm"
    """There is room for more."""
    SHED = "shed"
    """Requests of people inside were turned away."""
    SLOW = "slow"
    """They took long."""
    LAG = "lag"
    """Event loops were late."""
    COMMITS = "commits"
    """Commits took long."""


SHED_MOST_RATIO = 0.05
SLOW_MOST_RATIO = 0.2
LAG_MOST_S = 0.25
COMMIT_MOST_S = 0.25
BORNE_RATIO = 0.4
"""Of what is too much, what may well be there always: 2 % shed, 8 % slow."""
SURE = math.log(1_000)
"""Chance may look like too much once in a thousand times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Sums, each 0 or more.

    Attributes:
        asked: requests that were answered or turned away.
        shed: of them, those turned away.
        slow: of them, those answered late.
        looks: looks at an event loop.
        late_s: by how much it was late at these, together.
        commits: that were made.
        committed_s: for how long these went on, together.
    """

    asked: int = 0
    shed: int = 0
    slow: int = 0
    looks: int = 0
    late_s: float = 0.0
    commits: int = 0
    committed_s: float = 0.0

    def strain(self) -> tuple[float, Cause]:
        """Give how much it is, 1 being as much as a site can bear, and by which measure it is most.

        Loops and commits that are not too slow say nothing: how slow these are may well not depend on
        how many people are in. Of few requests, more than 1 is what chance does not explain.
        """
        strains = {
            Cause.SHED: _strain(self.shed, self.asked, SHED_MOST_RATIO),
            Cause.SLOW: _strain(self.slow, self.asked, SLOW_MOST_RATIO),
            Cause.LAG: _if_too_much(_each(self.late_s, self.looks) / LAG_MOST_S),
            Cause.COMMITS: _if_too_much(_each(self.committed_s, self.commits) / COMMIT_MOST_S),
        }
        cause = max(strains, key=strains.__getitem__)
        return strains[cause], cause

    @property
    def is_surely_too_much(self) -> bool:
        """Whether so many requests were shed or slow that no more need be heard of."""
        shed = _strain(self.shed, self.asked, SHED_MOST_RATIO)
        return max(shed, _strain(self.slow, self.asked, SLOW_MOST_RATIO)) > 1


def enough(most_ratio: float) -> int:
    """Give the requests of which more than a ratio is not chance, where `BORNE_RATIO` of it is borne.

    A binomial bound: of n with a probability p each, n a or more come with at most exp(-n D(a, p)),
    where D is `divergence` (H. Chernoff, Annals of Mathematical Statistics 23, 1952).
    """
    return math.ceil(SURE / divergence(most_ratio, BORNE_RATIO * most_ratio))


def divergence(ratio: float, p: float) -> float:
    """Give the relative entropy of one ratio to another, both from 0 to 1, the other within."""
    terms = ((ratio, p), (1 - ratio, 1 - p))
    return sum(one * math.log(one / other) for one, other in terms if one > 0)


def _strain(bad: int, of: int, most_ratio: float) -> float:
    ratio = _each(bad, of)
    strain = ratio / most_ratio
    is_chance = of * divergence(ratio, BORNE_RATIO * most_ratio) < SURE
    return min(strain, 1.0) if is_chance else strain


def _if_too_much(strain: float) -> float:
    return strain if strain >= 1 else 0.0


def _each(amount: float, of: int) -> float:
    return amount / of if of else 0.0
