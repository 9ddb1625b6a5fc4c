"""The Vitals of a worker: how late its event loop runs and how much of a core it uses."""

import time
from collections.abc import Callable

import gevent

PULSE_S = 0.05
"""Time between two looks at the loop: 20 a second, so that a stall of the opening second shows."""


class Vitals:
    """Watches the event loop from inside it.

    Args:
        now: monotonic clock in seconds.
        cpu: CPU time of the process in seconds.
        sleep: waits so many seconds on the loop.
    """

    def __init__(
        self,
        now: Callable[[], float] = time.perf_counter,
        cpu: Callable[[], float] = time.process_time,
        sleep: Callable[[float], object] = gevent.sleep,
    ) -> None:
        self._now, self._cpu, self._sleep = now, cpu, sleep
        self._worst_s = 0.0
        self._since = (now(), cpu())

    def watch(self) -> None:
        """Take the pulse until killed."""
        while True:
            self.pulse()

    def pulse(self) -> None:
        """Sleep once and note how much longer than asked it took."""
        before = self._now()
        self._sleep(PULSE_S)
        self._worst_s = max(self._worst_s, self._now() - before - PULSE_S)

    def take(self) -> tuple[float, float]:
        """Give the worst lag in seconds and the CPU ratio since the last taking."""
        at, used = self._now(), self._cpu()
        wall_s = max(at - self._since[0], 1e-9)
        ratio = (used - self._since[1]) / wall_s
        worst_s, self._worst_s, self._since = self._worst_s, 0.0, (at, used)
        return worst_s, ratio
