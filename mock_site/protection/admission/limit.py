"""The Limit: how many requests a process works on at once, found by how long they take.

Additive increase, multiplicative decrease: D.-M. Chiu and R. Jain, Analysis of the increase and decrease
algorithms for congestion avoidance in computer networks, Computer Networks and ISDN Systems 17, 1989;
for requests of a server as in Netflix's concurrency-limits. Latencies are judged by windows, since all
requests that were under way when it became too much tell of the same excess.
"""

from dataclasses import dataclass
from typing import Protocol

WINDOW_S = 0.25
FEWEST = 10
"""A window with fewer requests says nothing."""
STEP = 4.0
BACK_OFF_RATIO = 0.8


class Limit(Protocol):
    """Says how many may start."""

    @property
    def most(self) -> int:
        """Requests that may be under way at once."""
        ...

    def note(self, now_s: float, latency_s: float, under_way: int) -> None:
        """Note that a request has ended.

        Args:
            now_s: monotonic seconds.
            latency_s: from its start on.
            under_way: requests that were, it included.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedLimit:
    """A limit that nothing changes."""

    most: int

    def note(self, now_s: float, latency_s: float, under_way: int) -> None:
        """Note nothing."""


class AdaptiveLimit:
    """A limit that rises while it is used and requests are quick, and falls while they are slow.

    Args:
        target_s: mean latency of a window above which it falls, above 0.
        least: that it falls to, 1 or more.
        most: that it rises to.
        first: that it begins with.

    Raises:
        ValueError: they are not in order.
    """

    def __init__(self, target_s: float, *, least: int = 8, most: int = 512, first: int = 64) -> None:
        if not 1 <= least <= first <= most:
            raise ValueError(
                f"least, first, most: are {least}, {first}, {most}; 1 or more, in this order"
            )
        self._target_s = target_s
        self._least = float(least)
        self._most = float(most)
        self._limit = float(first)
        self._window_ends_s = 0.0
        self._count = 0
        self._sum_s = 0.0
        self._peak = 0

    @property
    def most(self) -> int:
        """Requests that may be under way at once."""
        return int(self._limit)

    def note(self, now_s: float, latency_s: float, under_way: int) -> None:
        """Note that a request has ended, and judge the window if it is over."""
        self._count += 1
        self._sum_s += latency_s
        self._peak = max(self._peak, under_way)
        if now_s >= self._window_ends_s and self._count >= FEWEST:
            self._judge()
            self._window_ends_s = now_s + WINDOW_S
            self._count, self._sum_s, self._peak = 0, 0.0, 0

    def _judge(self) -> None:
        if self._sum_s > self._target_s * self._count:
            self._limit = max(self._least, self._limit * BACK_OFF_RATIO)
        elif 2 * self._peak >= self.most:
            # A limit that was not used was not tried.
            self._limit = min(self._most, self._limit + STEP)
