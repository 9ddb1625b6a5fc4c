"""Eventual: waiting for what other processes do in their own time."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def eventually(holds: Callable[[], Awaitable[bool]], deadline_s: float = 10.0) -> None:
    """Wait until something holds."""
    end_s = time.monotonic() + deadline_s
    while not await holds():
        assert time.monotonic() < end_s, "it did not come to hold in time"
        await asyncio.sleep(0.02)
