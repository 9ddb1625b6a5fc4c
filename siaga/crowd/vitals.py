"""The Vitals of a worker: how late its event loop runs and how much of a core it uses."""

import math
import time
from collections import deque
from collections.abc import Callable

import gevent

PULSE_S = 0.05
"""Time between two looks at loop and CPU: 20 a second, so that what the opening does to them shows."""

SLIDING_S = 1.0
"""Length of the windows in which the CPU is measured; one ends with every look."""


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
        self._worst_s, self._due_s = 0.0, math.inf
        self._busiest: float | None = None
        self._looks = deque([(now(), cpu())])

    def watch(self) -> None:
        """Take the pulse until killed."""
        while True:
            self.pulse()

    def pulse(self) -> None:
        """Sleep once, and note how much longer than asked it took and how busy the core was."""
        self._due_s = self._now() + PULSE_S
        self._sleep(PULSE_S)
        self._waited(self._look())
        self._due_s = math.inf

    def take(self) -> tuple[float, float]:
        """Give the worst lag in seconds since the last taking, and the highest CPU ratio of any second.

        The seconds are all that ended since the last taking, not only those that began with it. As long
        as none has passed yet, it is the ratio since the beginning. What a pulse that is due is late by
        now counts now, and only what it is later than that the next time.
        """
        self._waited(self._look())
        busiest = self._ratio() if self._busiest is None else self._busiest
        worst_s, self._worst_s, self._busiest = self._worst_s, 0.0, None
        return worst_s, busiest

    def _waited(self, at_s: float) -> None:
        """Note how late the pulse that is due is, as far as nobody was told yet."""
        self._worst_s = max(self._worst_s, at_s - self._due_s)
        self._due_s = max(self._due_s, at_s)

    def _look(self) -> float:
        """Note the CPU time; the window that ends now begins as late as leaves it a whole second."""
        at_s = self._now()
        self._looks.append((at_s, self._cpu()))
        while at_s - self._looks[1][0] >= SLIDING_S:
            self._looks.popleft()
        if at_s - self._looks[0][0] >= SLIDING_S:
            self._busiest = max(self._busiest or 0.0, self._ratio())
        return at_s

    def _ratio(self) -> float:
        (since_s, before_s), (at_s, used_s) = self._looks[0], self._looks[-1]
        return (used_s - before_s) / max(at_s - since_s, 1e-9)
