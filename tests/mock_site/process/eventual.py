"""Eventual: waiting for what other processes do in their own time."""

import asyncio
import time
from collections.abc import Awaitable, Callable

_POLL_S = 0.05
"""What is asked is often a page of metrics, which costs a site more than a hundredth of a second."""


async def eventually(holds: Callable[[], Awaitable[bool]], deadline_s: float = 10.0) -> None:
    """Wait until something holds."""
    end_s = time.monotonic() + deadline_s
    while not await holds():
        assert time.monotonic() < end_s, "it did not come to hold in time"
        await asyncio.sleep(_POLL_S)
