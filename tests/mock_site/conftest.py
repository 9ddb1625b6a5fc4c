"""Fixtures of the site's tests: a site in this process, a site as processes, a client."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry

from mock_site.app import create_app
from mock_site.metrics import Metrics
from mock_site.phase import Life
from mock_site.settings import WAVE, Settings
from mock_site.store.role import Store
from mock_site.store.schema import prepare
from mock_site.store.sqlite import SqliteLimits, SqliteStore
from mock_site.testing import SetClock, SiteInProcess, SiteProcess
from tests.mock_site.crowd import Crowd

TOKEN = "token-of-the-tests"
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

        async def make(store: Store | None = None, token: str = TOKEN) -> SiteInProcess:
            """Make a site with this store and this token."""
            settings = Settings(store=f"sqlite:///{store_path}", admin_token=token)
            registry, clock, life = CollectorRegistry(), SetClock(), Life()
            metrics = Metrics(registry, settings, clock)
            app = create_app(
                settings=settings,
                store=store or SqliteStore(store_path, metrics, clock, SqliteLimits()),
                metrics=metrics,
                exposed=registry,
                life=life,
                clock=clock,
            )
            client = TestClient(TestServer(app), cookie_jar=aiohttp.DummyCookieJar())
            await stack.enter_async_context(client)
            return SiteInProcess(client=client, life=life, registry=registry, clock=clock, admin=ADMIN)

        yield make


@pytest.fixture
async def site(make_site: Callable[..., Awaitable[SiteInProcess]]) -> SiteInProcess:
    """Give a site with 100 seats in this process."""
    return await make_site()


@pytest.fixture
def start_site() -> Iterator[Callable[..., SiteProcess]]:
    """Give a function that starts the site as processes; they end with the test."""
    started: list[SiteProcess] = []

    def start(*arguments: str) -> SiteProcess:
        process = subprocess.Popen(
            [sys.executable, "-m", "mock_site", "--port", "0", *arguments],
            env={**os.environ, "SITE_ADMIN_TOKEN": TOKEN},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        process.stdout.close()
        assert line.startswith("mock_site listening on http://127.0.0.1:"), line
        started.append(SiteProcess(process=process, url=line.split()[-1], admin=ADMIN))
        return started[-1]

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
