"""The blocked loop: an event loop that now and then stands still, as under a call that does not wait."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from mock_site.harm.board import Board
from mock_site.harm.conditions import Harm
from mock_site.harm.metrics import HarmMetrics

SLICE_S = 0.05
IDLE_S = 0.1


class BlockedLoop:
    """Blocks the loop that it runs in.

    Args:
        board: says for how long and how often.
        metrics: count it.
        timer: monotonic seconds.
        block: lets the thread sleep for so many seconds.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        board: Board,
        metrics: HarmMetrics,
        timer: Callable[[], float] = time.monotonic,
        block: Callable[[float], None] = time.sleep,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._board = board
        self._metrics = metrics
        self._timer = timer
        self._block = block
        self._sleep = sleep

    async def work(self) -> None:
        """Block again and again until cancelled, whenever there is something to block for."""
        due_s = self._timer()
        while True:
            loop = self._board.conditions.loop
            if loop.block_s and self._timer() >= due_s:
                due_s = self._timer() + loop.every_s
                self.strike(loop.block_s)
            await self._sleep(min(IDLE_S, max(0.0, due_s - self._timer()) or IDLE_S))

    def strike(self, block_s: float) -> None:
        """Stand still for so many seconds, or until it is healed."""
        began_s = self._timer()
        self._metrics.strikes[Harm.LOOP].inc()
        while (left_s := began_s + block_s - self._timer()) > 0:
            self._block(min(SLICE_S, left_s))
            # Nothing else looks at the board while the loop stands still.
            self._board.refresh()
            if not self._board.conditions.loop.block_s:
                break
        self._metrics.blocked.inc(self._timer() - began_s)
