"""The Lifeline of a worker: whoever hears nothing of the master any more sends nothing any more."""

import time
from collections.abc import Callable

import gevent

LOOK_EVERY_S = 0.1

ELSEWHERE_S = 2.0
"""How long the master may be silent where a site is loaded that is not on its machine."""

HERE_S = 10.0
"""How long where it is: a machine that is busy with its own rehearsal may hold a master up."""


class Lifeline:
    """Looks ten times a second whether there is a new sign of the master.

    Args:
        sign: gives the time of the newest sign; None before the first. Only whether it changes counts.
        limit_s: how long it may stay the same.
        now: monotonic seconds.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        sign: Callable[[], float | None],
        limit_s: float,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = gevent.sleep,
    ) -> None:
        self._sign, self._limit_s, self._now, self._sleep = sign, limit_s, now, sleep

    @property
    def why(self) -> str:
        """Why a worker stops whose lifeline is cut."""
        return f"nothing was heard of the master for {self._limit_s:g} s"

    def wait(self) -> None:
        """Return when nothing was heard for too long."""
        known, silent_s, looked_s = self._sign(), 0.0, self._now()
        while silent_s < self._limit_s:
            self._sleep(LOOK_EVERY_S)
            sign, now_s = self._sign(), self._now()
            # While this process itself stood still, nobody was there to hear anything.
            silent_s += min(now_s - looked_s, 2 * LOOK_EVERY_S)
            looked_s = now_s
            if sign != known:
                known, silent_s = sign, 0.0
