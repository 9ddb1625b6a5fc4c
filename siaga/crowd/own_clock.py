"""The OwnClock: the wall clock of this machine, watched for being set."""

import time
from collections.abc import Callable

from siaga.record.clock_jump import ClockJump

LEAST_S = 0.02
"""What is less is no jump, but the time between looking at one clock and at the other."""


class OwnClock:
    """Holds the wall clock against one that nobody can set, from its making on.

    A clock that is slowed or sped up, as NTP does it, takes the other with it. One that is set, by hand
    or since its machine has slept, does not.

    Args:
        wall: wall clock in Unix seconds.
        now: monotonic clock in seconds.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._wall, self._now = wall, now
        self._first_s = self._last_s = wall() - now()

    def jump(self, t0_s: float) -> ClockJump | None:
        """Give by how much the clock was set since the last look; None if it was not.

        A look that took so long that it says nothing leaves it to the next one.

        Args:
            t0_s: when the run began, Unix seconds by the clock as it was at first.
        """
        before_s = self._now()
        wall_s = self._wall()
        after_s = self._now()
        by_s = wall_s - (before_s + after_s) / 2 - self._last_s
        if after_s - before_s > LEAST_S or abs(by_s) < LEAST_S:
            return None
        self._last_s += by_s
        return ClockJump(at_s=round(after_s + self._first_s - t0_s, 3), by_s=round(by_s, 6))
