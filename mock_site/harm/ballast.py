"""The ballast: memory that a process fills for nothing."""

import asyncio
from collections.abc import Awaitable, Callable

from mock_site.harm.board import Board
from mock_site.harm.conditions import Harm
from mock_site.harm.metrics import HarmMetrics

SLAB_BYTES = 8 * 1024**2
LOOK_S = 0.1


class Ballast:
    """Holds as much as the conditions say.

    Args:
        board: says how much.
        metrics: count it.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        board: Board,
        metrics: HarmMetrics,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._board = board
        self._metrics = metrics
        self._sleep = sleep
        self._slabs: list[bytearray] = []
        self._held_bytes = 0

    async def work(self) -> None:
        """Keep to what the conditions say until cancelled, a slab at a time."""
        while True:
            is_there = self.step()
            await self._sleep(LOOK_S if is_there else 0)

    def step(self) -> bool:
        """Take or give back one slab, and tell whether it is as it should be."""
        wanted_bytes = self._board.conditions.memory.bytes
        if self._held_bytes > wanted_bytes:
            self._held_bytes -= len(self._slabs.pop())
        elif self._held_bytes < wanted_bytes:
            size = min(SLAB_BYTES, wanted_bytes - self._held_bytes)
            # Not zeros: a page that nobody has written to takes no memory.
            self._slabs.append(bytearray(b"\xa5") * size)
            self._held_bytes += size
            self._metrics.strikes[Harm.MEMORY].inc()
        self._metrics.ballast.set(self._held_bytes)
        return self._held_bytes == wanted_bytes
