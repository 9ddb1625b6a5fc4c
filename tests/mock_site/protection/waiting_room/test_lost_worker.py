"""A measured room outlives the worker that measured: another lets people in, and finds the rate."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import cast

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from prometheus_client.parser import text_string_to_metric_families

from mock_site.testing import SiteProcess
from tests.mock_site.protection.waiting_room.browser import Browser

Start = Callable[..., SiteProcess]
SiteOf = Callable[..., tuple[SiteProcess, Callable[[], Browser]]]
MEASURED = ("--room-measured", "--room-admits-per-s", "20", "--room-capacity", "1000", "--no-walk-in")
SCANT = ("--capacity-per-s", "10")
"""Too little for whom the room lets in at first, so that there is something to find out."""
PEOPLE = 40
IN_TIME_S = 120.0
FELL = ("shed", "slow", "lag", "commits")


@pytest.fixture
async def site_of(start_site: Start) -> AsyncIterator[SiteOf]:
    """Give a function that starts a site, and gives what opens browsers; each ask is a connection."""
    sessions = []

    def start(*arguments: str) -> tuple[SiteProcess, Callable[[], Browser]]:
        site = start_site("--processes", "2", *MEASURED, *SCANT, *arguments, alone=True)
        session = aiohttp.ClientSession(
            site.url,
            cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
        )
        sessions.append(session)
        return site, lambda: Browser(cast("TestClient[web.Request, web.Application]", session))

    yield start
    for one in sessions:
        await one.close()


async def shown(browser: Browser, name: str, label: str) -> dict[str, float]:
    """Give what `/metrics` shows under a name, by a label."""
    page = (await browser.ask("GET", "/metrics")).text
    families = text_string_to_metric_families(page)
    found = [one for family in families for one in family.samples if one.name == name]
    return {one.labels[label]: one.value for one in found}


async def answered(browser: Browser, method: str, path: str) -> dict[str, object]:
    """Ask until there is an answer: who is killed while it answers gives none."""
    while True:
        try:
            return dict((await browser.ask(method, path)).body)
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)


async def let_in(people: Iterable[Browser]) -> None:
    """Look at each ticket until it is its turn."""
    for one in people:
        while (await answered(one, "GET", "/queue"))["state"] != "admitted":  # noqa: ASYNC110 - a room sends no event
            await asyncio.sleep(0.05)


async def falls(people: Iterable[Browser], eyes: Browser) -> None:
    """Have those inside ask all at once, for more than the site bears, until the rate has fallen."""

    async def changes() -> float:
        found = await shown(eyes, "site_queue_rate_changes_total", "cause")
        return sum(found[cause] for cause in FELL)

    before = await changes()
    while await changes() <= before:
        await asyncio.gather(*(answered(one, "GET", "/me") for one in people))


async def killed(site: SiteProcess, workers: list[int]) -> None:
    """Kill workers, and wait until they are gone."""
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    while set(workers) & set(site.workers()):  # noqa: ASYNC110 - a process sends no event
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("which", [0, 1], ids=["the-first", "the-second"])
async def test_whichever_worker_is_killed_the_other_lets_people_in_and_measures(
    site_of: SiteOf, store_path: Path, which: int
) -> None:
    """Nobody starts it again; those who waited come in, the rate falls, and others come in."""
    store = ("--store", f"sqlite:///{store_path}")
    site, browser = site_of("--without", "supervision", *store)
    people = [browser() for _ in range(PEOPLE)]
    async with asyncio.timeout(IN_TIME_S):
        for one in people:
            await answered(one, "POST", "/queue")
        await killed(site, [site.workers()[which]])
        await let_in(people)
        await falls(people, browser())
        late = browser()
        await answered(late, "POST", "/queue")
        await let_in([late])
    assert len(site.workers()) == 1


@pytest.mark.slow
async def test_a_room_whose_workers_were_all_killed_goes_on_with_those_that_follow(
    site_of: SiteOf, store_path: Path
) -> None:
    """With the rate that was found, and with the people who waited."""
    site, browser = site_of("--store", f"sqlite:///{store_path}")
    people = [browser() for _ in range(PEOPLE)]
    async with asyncio.timeout(IN_TIME_S):
        for one in people:
            await answered(one, "POST", "/queue")
        await let_in(people)
        await falls(people, browser())
        found = await shown(browser(), "site_queue_admits_per_second", "bound")
        late = browser()
        await answered(late, "POST", "/queue")
        await killed(site, site.workers())
        await let_in([late])
        assert (
            (await shown(browser(), "site_queue_admits_per_second", "bound"))["now"] <= found["now"] < 10
        )
        await falls(people, browser())
