"""A worker reaches real neighbours, and whatever is durable reaches the person."""

import asyncio
import datetime as dt
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from prometheus_client import CollectorRegistry

from mock_site.layers import Level
from mock_site.neighbours.evaluator import app as evaluator
from mock_site.neighbours.post_office import app as post_office
from mock_site.neighbours.registry import app as registry
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.outside.metrics import OutsideMetrics
from mock_site.outside.role import Answer
from mock_site.outside.surroundings import Surroundings
from mock_site.settings import WAVE, Settings
from mock_site.store.schema import prepare
from mock_site.store.sqlite import SqliteLimits, SqliteStore
from tests.mock_site.crowd import Unwatched

BORN = dt.date(1990, 8, 5)


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """Give the settings of a site with its neighbours, which hurry."""
    hurried = NeighbourSettings(time_scale=0.001)
    apps = [
        registry.make_app(hurried, "", time.monotonic),
        post_office.make_app(hurried, "", time.monotonic, time.time),
        evaluator.make_app(hurried, "", time.monotonic),
    ]
    prepare(tmp_path / "site.db", WAVE, 1)
    async with AsyncExitStack() as stack:
        urls = [str((await stack.enter_async_context(TestServer(app))).make_url("/")) for app in apps]
        yield Settings(
            store=f"sqlite:///{tmp_path}/site.db",
            public_url="http://site.test",
            registry_url=urls[0],
            post_office_url=urls[1],
            evaluator_url=urls[2],
        )
    await asyncio.sleep(0)


def around(settings: Settings, level: Level) -> Surroundings:
    """Give what a worker has around it."""
    return Surroundings(
        settings=settings,
        level=level,
        metrics=OutsideMetrics(CollectorRegistry(), 400.0),
        clock=time.time,
        timer=time.monotonic,
        dice=random.Random(1),  # noqa: S311 - spreads retries and sweeps
    )


@pytest.mark.parametrize("level", list(Level))
async def test_neighbours_answer_and_messages_arrive(
    settings: Settings, level: Level, tmp_path: Path
) -> None:
    """A person is known or not, a test is graded, the e-mail of an account has its link."""
    world = around(settings, level)
    store = SqliteStore(tmp_path / "site.db", Unwatched(), time.time, SqliteLimits(), post=world.postman)
    async with store:
        serving = world.serving(store)(web.Application())
        await anext(serving)
        known = await world.registry.lookup("9701010508900001", "9701011408900001", BORN)
        unknown = await world.registry.lookup("9701010608900001", "9701011408900001", BORN)
        assert (known, unknown) == (Answer.MATCH, Answer.MISMATCH)
        assert await world.evaluator.submit("a", {"q": "1"})
        account_id = await store.open_account("budi@warga.test", "hashed")
        inbox = f"{settings.post_office_url}inboxes/budi@warga.test"
        found = await soon(lambda: read(inbox))
        assert f"http://site.test/accounts/verify-email?token={account_id}." in found[0]["text"]
        assert await soon(lambda: emptied(store))
        assert 0.6 <= await soon(lambda: world.evaluator.result("a")) <= 1
        with pytest.raises(StopAsyncIteration):
            await anext(serving)
    closing = world.closing(web.Application())
    await anext(closing)
    with pytest.raises(StopAsyncIteration):
        await anext(closing)
    assert all(wire._session is None for wire in world._wires)


async def soon(ask: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 - whatever is asked for
    """Ask until there is an answer."""
    deadline_s = time.monotonic() + 20
    while not (answer := await ask()):
        assert time.monotonic() < deadline_s, "it did not come in time"
        await asyncio.sleep(0.01)
    return answer


async def read(inbox: str) -> Any:  # noqa: ANN401 - JSON
    """Read an inbox."""
    async with aiohttp.ClientSession() as session, session.get(inbox) as answer:
        return await answer.json()


async def emptied(store: SqliteStore) -> bool:
    """Tell whether all that was to be sent was sent."""
    return await store.depth() == 0


async def test_a_site_that_knows_no_neighbours_says_that_nobody_can_say(settings: Settings) -> None:
    """And does not fail over it."""
    world = around(Settings(store=settings.store), Level.HARDENED)
    assert await world.registry.lookup("1", "2", BORN) is Answer.UNAVAILABLE
    assert not await world.evaluator.submit("a", {})
    await world.close()
