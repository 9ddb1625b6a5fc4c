"""Fixtures of the tests of the neighbours: each in this process, with a clock that its sleep moves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from mock_site.neighbours.settings import NeighbourSettings
from mock_site.testing import SetClock
from tests.mock_site.neighbours.neighbour import TOKEN, NeighbourInProcess, Start

MakeApp = Callable[
    [NeighbourSettings, str, SetClock, Callable[[float], Awaitable[None]]], web.Application
]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Give a function that starts a neighbour; it ends with the test."""
    async with AsyncExitStack() as stack:

        async def started(make: MakeApp, *, token: str = TOKEN, **settings: float) -> NeighbourInProcess:
            """Start one."""
            timer = SetClock(1_000.0)

            async def sleep(for_s: float) -> None:
                """Let the time pass at once."""
                timer.now_s += for_s
                await asyncio.sleep(0)

            app = make(NeighbourSettings(**settings), token, timer, sleep)  # type: ignore[arg-type]
            client = await stack.enter_async_context(TestClient(TestServer(app)))
            return NeighbourInProcess(client=client, timer=timer)

        yield started
