"""The worker makes its store and its connections as the site's layers say."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from mock_site.store.attempts import Attempts
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


@pytest.mark.parametrize(("profile", "echoes"), [("hardened", False), ("naive", True)])
def test_what_is_no_http_comes_back_from_a_naive_site_alone(
    start_site: StartSite,
    store_path: Path,
    profile: str,
    echoes: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A hardened one says that it is malformed and no more."""
    site = start_site("--profile", profile, "--store", f"sqlite:///{store_path}", alone=True)
    with socket.create_connection(("127.0.0.1", URL(site.url).port or 0), timeout=20) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: <b>\0\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.0 400 ")
    assert (b"<b>" in answer, b"malformed" in answer) == (echoes, not echoes)


@pytest.mark.parametrize(("profile", "served"), [("hardened", True), ("naive", False)])
def test_a_hoard_of_one_address_leaves_room_for_others_where_that_is_hardened(
    start_site: StartSite,
    store_path: Path,
    profile: str,
    served: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """More connections than the process may have, on which half a request is asked, so none is idle."""
    hoard = ("--connections", "24", "--connections-of-address", "8", "--unlimited", "127.0.0.1/32")
    site = start_site("--profile", profile, "--store", f"sqlite:///{store_path}", *hoard, alone=True)
    here = ("127.0.0.1", URL(site.url).port or 0)
    with contextlib.ExitStack() as stack:
        for _ in range(32):
            one = socket.create_connection(here, timeout=20, source_address=("127.0.0.9", 0))
            stack.enter_context(one)
            with contextlib.suppress(ConnectionError):
                one.sendall(b"GET / HTTP/1.1\r\n")
        with socket.create_connection(here, timeout=20) as line, contextlib.suppress(ConnectionError):
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert (line.recv(4096).startswith(b"HTTP/1.1 200 ")) == served


def test_all_workers_know_of_each_others_attempts(start_site: StartSite, store_path: Path) -> None:
    """Each has its part of one file; it ends with the worker."""
    site = start_site("--processes", "2", "--store", f"sqlite:///{store_path}", alone=True)
    path = Path(f"{store_path}.attempts")
    with closing(Attempts(path)) as third:
        assert third.part == 2
    site.stop()
    with closing(Attempts(path)) as first:
        assert first.part == 0
