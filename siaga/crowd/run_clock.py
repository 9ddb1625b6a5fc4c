"""The RunClock of a worker: the seconds of a run, which its visitors read at each step."""

import time
from collections.abc import Callable


class RunClock:
    """Counts from the run's beginning on a clock that nobody sets.

    Args:
        t0_s: when the run begins, Unix seconds.
        wall: Unix seconds; read once.
        monotonic: seconds of the clock that counts.
    """

    __slots__ = ("_began_s", "_monotonic")

    def __init__(
        self,
        t0_s: float,
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._monotonic = monotonic
        self._began_s = monotonic() + (t0_s - wall())

    def now_s(self) -> float:
        """Give the run seconds: negative before the beginning."""
        return self._monotonic() - self._began_s
