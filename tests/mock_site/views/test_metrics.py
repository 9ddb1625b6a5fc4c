"""The metrics page over HTTP counts the seats itself."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.registry import Collector

from mock_site.metrics import Metrics
from mock_site.settings import Settings
from mock_site.store.records import Seats
from mock_site.store.role import StoreError
from mock_site.store.sqlite import SqliteLimits, SqliteStore
from mock_site.testing import SetClock, SiteInProcess
from mock_site.views import metrics as view

Make = Callable[..., Awaitable[SiteInProcess]]


class DeafStore(SqliteStore):
    """A store that counts once, and then fails or never answers."""

    fails = True
    asked = 0

    async def seats(self, wave: str) -> Seats:
        """Count once."""
        self.asked += 1
        if self.asked == 1:
            return await super().seats(wave)
        if self.fails:
            raise StoreError("it is torn", certain=True)
        await asyncio.Event().wait()
        raise AssertionError


async def shown(site: SiteInProcess) -> list[float | None]:
    """Ask for the page, and give what it shows issued, given and left."""
    async with site.client.get("/metrics") as answer:
        assert answer.status == 200
        assert "site_http_requests_total" in await answer.text()
    return [site.metric("site_seats", state=state) for state in ("issued", "given", "left")]


async def test_the_page_shows_the_seats_of_its_own_instant(site: SiteInProcess) -> None:
    """A seat given is on the next page, not a quarter of a second later."""
    assert await shown(site) == [100, 0, 100]
    await site.join(await site.open_account(1), "k")
    assert await shown(site) == [100, 1, 99]
    await site.set_wave({"quota": 7})
    assert await shown(site) == [7, 1, 6]


@pytest.mark.parametrize("fails", [True, False], ids=["fails", "hangs"])
async def test_a_store_that_does_not_answer_leaves_only_the_seats_out(
    make_site: Make,
    store_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fails: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Everything else is shown, in time for the next scrape."""
    monkeypatch.setattr(view, "COUNT_DEADLINE_S", 0.05)
    metrics = Metrics(CollectorRegistry(), Settings(store="sqlite:///unused"), SetClock())
    store = DeafStore(store_path, metrics, SetClock(), SqliteLimits())
    store.fails = fails
    site = await make_site(store=store)
    assert await shown(site) == [100, 0, 100]
    assert await shown(site) == [None, None, None]


class Slow(Collector):
    """Takes as long to collect as a test likes."""

    def __init__(self) -> None:
        self.begun, self.over = threading.Event(), threading.Event()

    def collect(self) -> Iterator[Metric]:
        """Wait for the test."""
        self.begun.set()
        assert self.over.wait(5), "the page is waited for where it should not be"
        yield from ()


async def test_others_are_answered_while_the_page_is_written(site: SiteInProcess) -> None:
    """A page of all processes takes some hundredths of a second, once a second."""
    slow = Slow()
    site.registry.register(slow)
    page = asyncio.ensure_future(shown(site))
    await asyncio.to_thread(slow.begun.wait, 5)
    async with site.client.get("/") as answer:
        assert answer.status == 200
    slow.over.set()
    assert await page == [100, 0, 100]


async def test_no_page_has_the_seats_of_another(site: SiteInProcess) -> None:
    """Whoever asks while one is written gets the next one."""
    slow = Slow()
    site.registry.register(slow)
    first = asyncio.ensure_future(site.client.get("/metrics"))
    await asyncio.to_thread(slow.begun.wait, 5)
    second = asyncio.ensure_future(shown(site))
    await site.set_wave({"quota": 7})
    slow.over.set()
    async with await first as answer:
        assert 'site_seats{state="issued"} 100.0' in await answer.text()
    assert await second == [7, 0, 7]


async def test_a_page_of_some_names_has_no_others(site: SiteInProcess) -> None:
    """Whoever looks often at a few of them spares the site the rest."""
    async with site.client.get("/metrics", params={"name[]": "site_joins_total"}) as answer:
        lines = (await answer.text()).splitlines()
    assert {line.partition("{")[0] for line in lines if line[0] != "#"} == {"site_joins_total"}


async def becomes(site: SiteInProcess, wanted: float, name: str, **labels: str) -> None:
    """Look until the page shows a value, which is noted every 50 ms."""
    for _ in range(1_000):
        if site.metric(name, **labels) == wanted:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{name} is {site.metric(name, **labels)} and not {wanted}")


async def test_what_waits_for_the_store_is_shown_while_it_waits(
    site: SiteInProcess, store_path: Path
) -> None:
    """Two who open accounts while somebody else has the lock; the reader of a file is one."""
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opened = [asyncio.ensure_future(site.open_account(number)) for number in (1, 2)]
        await becomes(site, 2, "site_store_writes", state="waiting")
        other.execute("ROLLBACK")
        await asyncio.gather(*opened)
    await becomes(site, 0, "site_store_writes", state="waiting")
    await becomes(site, 2_000, "site_store_writes", state="most")
    await becomes(site, 1, "site_store_readers", state="most")
