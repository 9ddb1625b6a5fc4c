"""A Caller: many kept connections that each ask again as soon as they were answered."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import httptools

Ask = Callable[[], bytes | None]
"""Gives the next request, whole; None: there is none left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What came of it.

    Attributes:
        statuses: how often each came.
        took_s: from the first request to the last answer.
    """

    statuses: Counter[int]
    took_s: float


class _Connection(asyncio.Protocol):
    def __init__(self, ask: Ask, statuses: Counter[int], left: asyncio.Future[None]) -> None:
        self._ask, self._statuses, self._left = ask, statuses, left
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self._transport = transport  # type: ignore[assignment]
        self._next()

    def data_received(self, data: bytes) -> None:
        """Read on; an answer that is whole brings the next request."""
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        """Count an answer and ask again; httptools calls this."""
        self._statuses[self._parser.get_status_code()] += 1
        self._parser = httptools.HttpResponseParser(self)
        self._next()

    def connection_lost(self, _error: Exception | None) -> None:
        """Leave, whoever closed."""
        if not self._left.done():
            self._left.set_result(None)

    def _next(self) -> None:
        request = self._ask()
        if self._transport is None or request is None:
            self.connection_lost(None)
        else:
            self._transport.write(request)


async def call(host: str, port: int, connections: int, ask: Ask) -> Called:
    """Ask over so many connections until nothing is left to ask.

    Raises:
        OSError: the site cannot be connected to.
    """
    loop = asyncio.get_running_loop()
    statuses: Counter[int] = Counter()
    gone = [loop.create_future() for _ in range(connections)]
    began_s = time.perf_counter()
    made = [
        await loop.create_connection(lambda one=one: _Connection(ask, statuses, one), host, port)  # type: ignore[misc]
        for one in gone
    ]
    await asyncio.gather(*gone)
    took_s = time.perf_counter() - began_s
    for transport, _ in made:
        transport.close()
    return Called(statuses=statuses, took_s=took_s)


async def hold(host: str, port: int, connections: int) -> list[asyncio.StreamWriter]:
    """Open connections that say nothing, and give those that could be opened."""
    held: list[asyncio.StreamWriter] = []
    for _ in range(connections):
        with suppress(OSError):
            held.append((await asyncio.open_connection(host, port))[1])
    return held


def repeated(request: bytes, seconds: float) -> Ask:
    """Ask for the same until so many seconds are over."""
    until_s = time.perf_counter() + seconds
    return lambda: request if time.perf_counter() < until_s else None


def each(requests: Iterator[bytes]) -> Ask:
    """Ask for one after the other."""
    return lambda: next(requests, None)
