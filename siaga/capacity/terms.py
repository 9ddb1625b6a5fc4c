"""The Terms of a search: where it begins, how near it comes, and what it may cost."""

from dataclasses import dataclass

GROWTH = 1.45
"""Factor from one step to the next: two steps are about twice the load, and three halvings 5 %."""

COOL_DOWNS = 3
"""How often in a row a site may fail what it once held before the search gives it up."""

COOL = 0.9
"""Share of a load that broke up to which a load may be that has to hold after it."""

REACH = 0.49
"""Power of the precision by which ends lie beside a load at which chance decides; below a half."""

MOST_LEVELS = 60
"""No search plays more, whatever the site does."""

LOWEST = 0.02
"""Share of the first load below which no smaller one is tried."""

LONGER = 4.0
"""How many times the usual hold a level may take so that enough is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed.

    Attributes:
        from_per_s: arrivals a second of the first level, above 0.
        to_per_s: the most that are ever sent, at least `from_per_s`.
        precision: share by which the ends of the interval may differ, above 0 up to 1.
        settle_s: seconds at the level before anything counts, above 0.
        hold_s: seconds in which objectives are judged, above 0.
        within_s: seconds that the whole search may take, above 0.
    """

    from_per_s: float
    to_per_s: float
    precision: float = 0.05
    settle_s: float = 5.0
    hold_s: float = 20.0
    within_s: float = 1200.0

    def __post_init__(self) -> None:
        """Refuse a search that could not begin, or would not end."""
        for name in ("from_per_s", "settle_s", "hold_s", "within_s"):
            if not 0 < getattr(self, name) < float("inf"):
                raise ValueError(f"{name}: {getattr(self, name)}; above 0 is allowed")
        if not self.from_per_s <= self.to_per_s < float("inf"):
            raise ValueError(f"to_per_s: {self.to_per_s}; {self.from_per_s} or more is allowed")
        if not 0 < self.precision <= 1:
            raise ValueError(f"precision: {self.precision}; above 0 up to 1 is allowed")
