"""The Load of a site: what people inside asked of it for a while, and what that cost."""

import enum
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
        """Give how much it is, 1 being as much as a site can bear, and by which measure it is most."""
        strains = {
            Cause.SHED: _each(self.shed, self.asked) / SHED_MOST_RATIO,
            Cause.SLOW: _each(self.slow, self.asked) / SLOW_MOST_RATIO,
            Cause.LAG: _each(self.late_s, self.looks) / LAG_MOST_S,
            Cause.COMMITS: _each(self.committed_s, self.commits) / COMMIT_MOST_S,
        }
        cause = max(strains, key=strains.__getitem__)
        return strains[cause], cause


def _each(amount: float, of: int) -> float:
    return amount / of if of else 0.0
