"""The drain: how a process that is told to stop lets its visitors go."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from mock_site.defects import Defect
from mock_site.layers import Layer, Level
from mock_site.process.phase import Life
from mock_site.settings import Settings

HAND_OVER_S = 1.5
"""How long a relieved process keeps a connection on which nothing is asked."""
_LOOK_S = 0.05
Sleep = Callable[[float], Awaitable[None]]


def drain_level(settings: Settings) -> Level:
    """Give how well a process of a site lets its visitors go."""
    if Defect.DRAIN_DROPS in settings.defects:
        return Level.OFF
    return settings.layers.level(Layer.DRAIN)


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


async def relieved_of(
    site: web.BaseSite, runner: web.AppRunner, life: Life, sleep: Sleep = asyncio.sleep
) -> None:
    """Do what comes before a process ends in whose place another serves already.

    It accepts nobody any more, which the other one does, and asks those whom it has to connect anew with
    their next answer. Connections that are idle for long are left to be closed.

    Args:
        site: that it accepts from.
        runner: of the application.
        life: the process's phase.
        sleep: waits for so many seconds.
    """
    life.drain()
    await site.stop()
    for _ in range(round(HAND_OVER_S / _LOOK_S)):
        if runner.server is None or not runner.server.connections:
            return
        await sleep(_LOOK_S)
