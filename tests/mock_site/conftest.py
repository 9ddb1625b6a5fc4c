"""Fixtures of the site's tests: a site in this process, a site as processes, a client."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import hypothesis
import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry

from mock_site import keys
from mock_site.app import create_app
from mock_site.counted.exposition import Exposition
from mock_site.defects import NONE
from mock_site.harm.board import Board
from mock_site.harm.skewed_clock import SkewedClock
from mock_site.harm.store_strain import StoreStrain
from mock_site.layers import Layer, Layers
from mock_site.metrics import Metrics
from mock_site.process.phase import Life
from mock_site.settings import WAVE, Settings
from mock_site.shared_file import shared_file
from mock_site.store import choice
from mock_site.store.conduct import Conduct
from mock_site.store.role import Store
from mock_site.store.schema import prepare
from mock_site.store.sqlite import SqliteLimits, SqliteStore
from mock_site.testing import SetClock, SiteInProcess, SiteProcess
from tests.mock_site.around import Around
from tests.mock_site.crowd import Crowd

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("without deadline", deadline=None)
hypothesis.settings.load_profile("without deadline")

TOKEN = "token-of-the-tests"
UNQUEUED = Layers(without=frozenset({Layer.WAITING_ROOM, Layer.RATE_LIMITS, Layer.TEMPO}))
"""The layers of a site whose visitors are all let in at once, and may be quicker than people are."""
ADMIN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """Give the path of a store with 100 seats."""
    path = tmp_path / "site.db"
    prepare(path, WAVE, 100)
    return path


@pytest.fixture
async def make_site(
    store_path: Path,
) -> AsyncIterator[Callable[..., Awaitable[SiteInProcess]]]:
    """Give a function that starts a site on the test's store, or on one that it is given."""
    async with AsyncExitStack() as stack:

        async def make(
            store: Store | None = None,
            token: str = TOKEN,
            around: Around | None = None,
            **settings_of: Any,  # noqa: ANN401 - whatever settings there are
        ) -> SiteInProcess:
            """Make a site with this store, this token, these neighbours, these settings."""
            around = around or Around()
            url = f"sqlite:///{store_path}"
            defects = settings_of.get("defects", NONE)
            settings = Settings(store=url, admin_token=token, **{"layers": UNQUEUED, **settings_of})
            choice.prepare(url, WAVE, 100, defects, draws_lots=settings.draws_lots)
            registry, clock, life = CollectorRegistry(), SetClock(), Life()
            metrics = Metrics(registry, settings, clock)
            board = Board(shared_file(settings, "harm"))
            skewed = SkewedClock(clock, board, metrics.harm)
            limits = SqliteLimits(
                conduct=Conduct(defects=defects, strain=StoreStrain(board, metrics.harm))
            )
            app = create_app(
                settings=settings,
                store=store or SqliteStore(store_path, metrics, skewed, limits, post=around.post),
                metrics=metrics,
                exposed=Exposition(registry),
                life=life,
                board=board,
                clock=skewed,
            )
            app[keys.REGISTRY] = around.registry
            app[keys.EVALUATOR] = around.evaluator
            client = TestClient(TestServer(app), cookie_jar=aiohttp.DummyCookieJar())
            await stack.enter_async_context(client)
            return SiteInProcess(client=client, life=life, registry=registry, clock=clock, admin=ADMIN)

        yield make


@pytest.fixture
def around() -> Around:
    """Give the neighbours of the site."""
    return Around()


@pytest.fixture
async def site(make_site: Callable[..., Awaitable[SiteInProcess]], around: Around) -> SiteInProcess:
    """Give a site with 100 seats in this process."""
    return await make_site(around=around)


NOBODY = tuple(
    argument
    for name in ("registry", "post-office", "evaluator")
    for argument in ("--neighbour", f"{name}=http://127.0.0.1:9")
)


@pytest.fixture
def start_site() -> Iterator[Callable[..., SiteProcess]]:
    """Give a function that starts the site as processes; they end with the test.

    One that is to be alone has neighbours whom nobody reaches, and starts in half the time.
    """
    started: list[SiteProcess] = []

    def start(*arguments: str, alone: bool = False) -> SiteProcess:
        process = subprocess.Popen(
            [sys.executable, "-m", "mock_site", "--port", "0", *arguments, *(NOBODY if alone else ())],
            env={**os.environ, "SITE_ADMIN_TOKEN": TOKEN},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        said = [process.stdout.readline().split(" on ") for _ in range(4)]
        process.stdout.close()
        names = ["registry", "post office", "evaluator"]
        assert [one[0] for one in said] == [
            *(f"mock_site {one}" for one in names),
            "mock_site listening",
        ]
        urls = [one[1].strip() for one in said]
        site = SiteProcess(
            process=process, url=urls[3], admin=ADMIN, neighbours=dict(zip(names, urls, strict=False))
        )
        started.append(site)
        return site

    yield start
    for one in started:
        one.stop()


@pytest.fixture
async def visitors() -> AsyncIterator[aiohttp.ClientSession]:
    """Give an HTTP client without cookies of its own and with a deadline."""
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=20),
        connector=aiohttp.TCPConnector(limit=100),
    ) as session:
        yield session
    await asyncio.sleep(0)


@pytest.fixture
def crowd_at(visitors: aiohttp.ClientSession) -> Callable[[SiteProcess], Crowd]:
    """Give a function that sends a crowd to a site."""
    return lambda site: Crowd(visitors, site)
