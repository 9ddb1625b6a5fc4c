"""Buckets: how often each key may ask, kept for the keys that asked last.

The generic cell rate algorithm (ITU-T I.371, annex A): of a key one moment is kept, that at which its
bucket will be full again. From then on it is as good as one that was never asked for, and is forgotten.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

ROUNDING_RATIO = 5e-7
"""Half a millionth of a request is nobody's fault but the arithmetic's."""


class Counts(Protocol):
    """Counts requests by key."""

    def take(self, key: str) -> float:
        """Count one; give 0 where it is allowed, else the seconds until one is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often a key may ask.

    Attributes:
        per_s: in the long run, above 0.
        burst: at once, 1 or more.
    """

    per_s: float
    burst: int

    def __post_init__(self) -> None:
        if not 0 < self.per_s < math.inf:
            raise ValueError(f"per_s: is {self.per_s}; it must be above 0")
        if self.burst < 1:
            raise ValueError(f"burst: is {self.burst}; it must be 1 or more")

    def within(self, time_scale: float) -> "Rate":
        """Give it for a day that is so much as long: buckets fill as much faster."""
        return Rate(per_s=self.per_s / time_scale, burst=self.burst)


class Buckets:
    """A bucket for each key, of one process.

    Args:
        rate: of each.
        timer: monotonic seconds.
        most: buckets that are kept, 1 or more; the one that was asked longest ago goes first.
    """

    def __init__(self, rate: Rate, timer: Callable[[], float], most: int) -> None:
        self._gap_s = 1 / rate.per_s
        self._burst_s = rate.burst * self._gap_s
        self._timer = timer
        self._most = most
        self._full_at_s: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at_s)

    def take(self, key: str) -> float:
        """Take one from the bucket of a key.

        Returns:
            0 where there was one; else the seconds until there is one, and nothing is taken.
        """
        now_s = self._timer()
        full_at_s = max(now_s, self._full_at_s.get(key, now_s)) + self._gap_s
        wait_s = full_at_s - now_s - self._burst_s
        if wait_s > self._gap_s * ROUNDING_RATIO:
            return wait_s
        self._full_at_s[key] = full_at_s
        self._full_at_s.move_to_end(key)
        self._forget(now_s)
        return 0.0

    def _forget(self, now_s: float) -> None:
        """Forget the oldest ones that are full or too many, two at most: one is made at a time."""
        for _ in range(2):
            oldest = next(iter(self._full_at_s))
            if self._full_at_s[oldest] > now_s and len(self._full_at_s) <= self._most:
                return
            del self._full_at_s[oldest]
