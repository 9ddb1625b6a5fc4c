"""The bulkhead: as many calls to a neighbour at a time as there are places, and few that wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from mock_site.defects import NONE, Defect, Defects


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkheadRule:
    """How many may call, and wait.

    Attributes:
        places: calls at a time, at least 1.
        waiting: calls that may wait for a place, 0 or more.
        wait_s: how long they may, above 0.
    """

    places: int = 64
    waiting: int = 256
    wait_s: float = 0.5

    def __post_init__(self) -> None:
        if self.places < 1:
            raise ValueError(f"bulkhead: places is {self.places}; it must be 1 or more")
        if self.waiting < 0:
            raise ValueError(f"bulkhead: waiting is {self.waiting}; it must be 0 or more")
        if self.wait_s <= 0:
            raise ValueError(f"bulkhead: wait_s is {self.wait_s}; it must be above 0")


class BulkheadFull(Exception):  # noqa: N818 - a bulkhead that is full does what it is there for
    """There is no place, and there was none in time."""


class BulkheadObserver(Protocol):
    """Is told of every place that is taken or given back."""

    def places(self, in_use: int, most: int) -> None:
        """Note how many are taken, and how many there are."""
        ...


class Bulkhead:
    """The places of one neighbour in one process.

    Args:
        rule: how many there are.
        observer: is told.
        defects: that are planted.
    """

    def __init__(self, rule: BulkheadRule, observer: BulkheadObserver, defects: Defects = NONE) -> None:
        self._rule = rule
        self._observer = observer
        self._in_use = 0
        self._leaks = Defect.POOL_LEAK in defects
        self._places = asyncio.Semaphore(rule.places)
        self._waiting = 0
        self._count(0)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place.

        Raises:
            BulkheadFull: there is none.
        """
        await self._take()
        self._count(1)
        if self._leaks:
            yield
            self._give_back()
            return
        try:
            yield
        finally:
            self._give_back()

    def _give_back(self) -> None:
        self._places.release()
        self._count(-1)

    def _count(self, more: int) -> None:
        self._in_use += more
        self._observer.places(self._in_use, self._rule.places)

    async def _take(self) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        if self._waiting >= self._rule.waiting:
            raise BulkheadFull
        self._waiting += 1
        try:
            async with asyncio.timeout(self._rule.wait_s):
                await self._places.acquire()
        except TimeoutError:
            raise BulkheadFull from None
        finally:
            self._waiting -= 1
