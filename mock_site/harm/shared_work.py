"""Shared work: done once for all who want it at the same time (single flight)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

_Answer = TypeVar("_Answer")


class SharedWork(Generic[_Answer]):
    """Work of one event loop, of which there is never more than one piece under way.

    Args:
        work: does it.
    """

    def __init__(self, work: Callable[[], Awaitable[_Answer]]) -> None:
        self._work = work
        self._under_way: asyncio.Task[_Answer] | None = None

    async def done(self) -> _Answer:
        """Wait for what is under way, or begin it; whoever goes away does not end it for the others."""
        if self._under_way is None:
            self._under_way = asyncio.ensure_future(self._worked())
        return await asyncio.shield(self._under_way)

    async def _worked(self) -> _Answer:
        try:
            return await self._work()
        finally:
            self._under_way = None
