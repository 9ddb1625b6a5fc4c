"""The worker gives its store the access that the site's layers say."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import aiohttp

from mock_site.store.schema import connect
from mock_site.testing import SiteProcess
from tests.mock_site.process.eventual import eventually

StartSite = Callable[..., SiteProcess]


async def test_a_naive_site_has_its_pages_wait_behind_a_write(
    start_site: StartSite, visitors: aiohttp.ClientSession, store_path: Path
) -> None:
    """Another process holds the lock, somebody opens an account, and the home page waits."""
    site = start_site("--profile", "naive", "--store", f"sqlite:///{store_path}", alone=True)
    person = {"email": "budi@warga.test", "password": "rahasia-sekali"}
    page: asyncio.Future[aiohttp.ClientResponse] = asyncio.Future()
    with closing(connect(store_path, 1.0)) as other:
        other.execute("BEGIN IMMEDIATE")
        account = asyncio.ensure_future(visitors.post(f"{site.url}/accounts", json=person))

        async def waits() -> bool:
            """Tell whether a page is not answered: the naive cache keeps one for a second."""
            nonlocal page
            page = asyncio.ensure_future(visitors.get(site.url))
            await asyncio.wait({page}, timeout=0.5)
            if page.done():
                page.result().release()
            return not page.done()

        await eventually(waits)
        other.execute("ROLLBACK")
    for call, status in ((account, 201), (page, 200)):
        async with await call as answer:
            assert answer.status == status
