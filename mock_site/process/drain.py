"""The drain: how a process that is told to stop lets its visitors go."""

import asyncio
from collections.abc import Awaitable, Callable

from mock_site.layers import Level
from mock_site.process.phase import Life

Sleep = Callable[[float], Awaitable[None]]


async def drained(
    level: Level, life: Life, grace_s: float, cut: Callable[[], None], sleep: Sleep = asyncio.sleep
) -> None:
    """Do what comes before a process stops serving.

    Hardened, it says that it is not ready and goes on answering, until whoever sends visitors has seen
    it. Naive, it says so and stops at once. Off, it is cut, with whatever it was answering.

    Args:
        level: of the drain layer.
        life: the process's phase.
        grace_s: how long a hardened process goes on.
        cut: ends the process at once.
        sleep: waits for so many seconds.
    """
    if level is Level.OFF:
        cut()
    life.drain()
    if level is Level.HARDENED:
        await sleep(grace_s)
