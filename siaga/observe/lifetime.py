"""The Lifetime of a process beside a run: until somebody ends it, or the process above it is gone."""

import asyncio
import os
import signal
from collections.abc import Coroutine
from typing import Any

PARENT_EVERY_S = 1.0


async def live(*parts: Coroutine[Any, Any, object]) -> None:
    """Run all parts until SIGTERM, SIGINT, the end of the parent process, or the end of one part.

    The others are cancelled then, and what the one raised is raised.
    """
    await _first_to_end(_asked_to_end().wait(), _orphaned(), *parts)


def _asked_to_end() -> asyncio.Event:
    """Give what is set by SIGTERM and SIGINT from now on."""
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    return asked


async def _orphaned() -> None:
    """Wait until the parent is gone: init, or whoever stands in for it, has adopted the process."""
    parent = os.getppid()
    while True:
        if os.getppid() != parent:
            return
        await asyncio.sleep(PARENT_EVERY_S)


async def _first_to_end(*parts: Coroutine[Any, Any, object]) -> None:
    """Run all parts until one ends, cancel the others, and raise what the one raised."""
    tasks = [asyncio.create_task(part) for part in parts]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()
