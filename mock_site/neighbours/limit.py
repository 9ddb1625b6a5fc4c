"""The limit: how many requests a second and a day a neighbour answers."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What is allowed.

    Attributes:
        per_s: requests a second, above 0; as many may come at once.
        per_day: requests a day, 0 or more.
    """

    per_s: float
    per_day: int

    def __post_init__(self) -> None:
        if not 0 < self.per_s < math.inf:
            raise ValueError(f"per_s: is {self.per_s}; it must be above 0")
        if self.per_day < 0:
            raise ValueError(f"per_day: is {self.per_day}; it must be 0 or more")


class Excess(Enum):
    """What there was too much of."""

    TOO_FAST = "too-fast"
    BUDGET_SPENT = "budget-spent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A request that is not allowed now.

    Attributes:
        excess: why.
        retry_after_s: when another may be, above 0.
    """

    excess: Excess
    retry_after_s: float


class Allowance:
    """What is left of a limit: a bucket of tokens for the second, a count for the day.

    A bucket holds a second's worth of tokens, and one at least. The day begins with the first request.

    Args:
        timer: monotonic seconds.
        rate_scale: by which every limit is multiplied, above 0.
    """

    def __init__(self, timer: Callable[[], float], rate_scale: float) -> None:
        self._timer = timer
        self._scale = rate_scale
        self._tokens = math.inf
        self._filled_s = timer()
        self._day_began_s = -math.inf
        self._taken = 0

    def take(self, limit: Limit) -> Denial | None:
        """Take a request's worth, or say why there is none."""
        now_s = self._timer()
        if now_s - self._day_began_s >= DAY_S:
            self._day_began_s, self._taken = now_s, 0
        rate_per_s = limit.per_s * self._scale
        tokens = self._tokens + (now_s - self._filled_s) * rate_per_s
        self._tokens, self._filled_s = min(max(1.0, rate_per_s), tokens), now_s
        if self._taken >= self._day(limit):
            return Denial(excess=Excess.BUDGET_SPENT, retry_after_s=self._day_began_s + DAY_S - now_s)
        if self._tokens < 1:
            return Denial(excess=Excess.TOO_FAST, retry_after_s=(1 - self._tokens) / rate_per_s)
        self._tokens -= 1
        self._taken += 1
        return None

    def left(self, limit: Limit) -> int:
        """Give the requests left of the day."""
        return max(0, self._day(limit) - self._taken)

    def _day(self, limit: Limit) -> int:
        return math.floor(limit.per_day * self._scale)
