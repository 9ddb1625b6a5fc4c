"""The Headroom of a generator at a level: how much of what it may use it has used."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Headroom:
    """How near the generator came to its own limits.

    Attributes:
        cpu_ratio: share of a core that its busiest worker used in all but one of fifty seconds.
        cpu_limit: what was allowed.
        late_s: how late its latest worker was in as many seconds.
        late_limit_s: what was allowed.
    """

    cpu_ratio: float
    cpu_limit: float
    late_s: float
    late_limit_s: float

    @property
    def left(self) -> float:
        """The share of the nearer limit that is left; below 0 where it was passed."""
        return 1 - max(self.cpu_ratio / self.cpu_limit, self.late_s / self.late_limit_s)
