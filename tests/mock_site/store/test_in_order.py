"""In order: one connection does everything in its turn, each write as a transaction of its own."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from mock_site.store.in_order import InOrder
from mock_site.store.role import StoreError, UnforeseenError
from mock_site.store.schema import connect
from tests.mock_site.store.kinds import Commits, Letters
from tests.mock_site.store.numbers import fail, numbers, put


@asynccontextmanager
async def in_order(
    path: Path,
    commits: Commits | None = None,
    post: Letters | None = None,
    max_pending: int = 99,
    busy_timeout_s: float = 10.0,
) -> AsyncIterator[InOrder]:
    """Give such a writer; what waits at the end is done before its connection is closed."""
    with closing(connect(path, busy_timeout_s)) as connection:
        thread = ThreadPoolExecutor(max_workers=1)
        one = InOrder(connection, thread, commits or Commits(), post or Letters(), max_pending)
        one.start()
        yield one
        await one.stop()
        await asyncio.to_thread(thread.shutdown)


async def test_each_write_is_a_transaction_of_its_own(path: Path) -> None:
    """However many wait, none shares another's; what is acknowledged is there for everyone."""
    commits, post = Commits(), Letters()
    async with in_order(path, commits, post) as writer:
        assert await asyncio.gather(*(writer.do(put(one)) for one in range(9))) == [*range(9)]
        assert numbers(path) == [*range(9)]
    assert commits.operations == [1] * 9
    assert [one.message_id for one in post.messages] == [*range(9)]


async def test_a_lock_that_is_not_had_in_time_is_an_error_that_nobody_foresaw(path: Path) -> None:
    """It is SQLite's own, and nobody says whether anything has happened; then all goes on."""
    async with in_order(path, busy_timeout_s=0.0) as writer:
        with closing(connect(path, 1.0)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(UnforeseenError, match=r"^database is locked$") as caught:
                await writer.do(put(1))
            other.execute("ROLLBACK")
        assert not caught.value.certain
        assert await writer.do(put(2)) == 2
    assert numbers(path) == [2]


async def test_another_error_of_the_store_is_refused_as_such(path: Path) -> None:
    """A store that cannot be written says so."""
    async with in_order(path) as writer:
        with closing(connect(path, 1.0)) as other:
            other.execute("DROP TABLE numbers")
        with pytest.raises(StoreError, match=r"^the store cannot be written$"):
            await writer.do(put(1))


async def test_a_write_that_fails_leaves_nothing_behind(path: Path) -> None:
    """The error is that of the write."""
    async with in_order(path) as writer:
        with pytest.raises(ValueError, match=r"^no$"):
            await writer.do(fail(ValueError("no")))
    assert numbers(path) == []


async def test_more_than_may_wait_is_refused_for_certain(path: Path) -> None:
    """The second of one is told that nothing happened."""
    async with in_order(path, max_pending=1) as writer:
        first = asyncio.ensure_future(writer.do(put(1)))
        await asyncio.sleep(0)
        with pytest.raises(StoreError, match=r"^no more writes may wait now$"):
            await writer.do(put(2))
        assert await first == 1


async def test_what_waits_at_the_end_is_still_written(path: Path) -> None:
    """Nothing more is taken in."""
    async with in_order(path) as writer:
        waiting = [asyncio.ensure_future(writer.do(put(one))) for one in range(9)]
        await asyncio.sleep(0)
        await writer.stop()
        with pytest.raises(StoreError, match=r"^the site is stopping$"):
            await writer.do(put(99))
    assert await asyncio.gather(*waiting) == [*range(9)]
    assert numbers(path) == [*range(9)]
