"""The event loop's lag: by how much a process's loop is late with what is due."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

TICK_S = 0.05
WINDOW_S = 1.0


class LoopLag:
    """Worst lateness within the last second.

    Args:
        report: is told the worst lateness in seconds, every tick.
    """

    def __init__(self, report: Callable[[float], None]) -> None:
        self._report = report
        self._late: deque[tuple[float, float]] = deque()

    def note(self, now_s: float, late_s: float) -> None:
        """Note that at a time something ran late by so much; times are monotonic."""
        while self._late and self._late[0][0] <= now_s - WINDOW_S:
            self._late.popleft()
        # A smaller lateness before a larger one can never be the worst again.
        while self._late and self._late[-1][1] <= late_s:
            self._late.pop()
        self._late.append((now_s, max(0.0, late_s)))
        self._report(self._late[0][1])

    async def watch(
        self,
        timer: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Measure until cancelled.

        Args:
            timer: monotonic seconds.
            sleep: lets the loop run for so many seconds.
        """
        while True:
            due_s = timer() + TICK_S
            await sleep(TICK_S)
            now_s = timer()
            self.note(now_s, now_s - due_s)
