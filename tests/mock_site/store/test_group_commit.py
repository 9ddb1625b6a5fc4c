"""Group commit acknowledges what is durable, shares transactions, and says what it knows."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from mock_site.store.batch import MAX_BATCH
from mock_site.store.conduct import PROPER, Conduct
from mock_site.store.group_commit import GroupCommit
from mock_site.store.role import NOT_IN_TIME, MessageObserver, NobodyTold, StoreError
from mock_site.store.schema import connect
from tests.mock_site.store.kinds import Commits, Letters
from tests.mock_site.store.numbers import fail, numbers, put


class Wrapped:
    """A connection in which a statement can be made to fail.

    Args:
        connection: does the work.
        fails: gives the error that a statement meets, if any.
    """

    def __init__(self, connection: sqlite3.Connection, fails: Callable[[str], Exception | None]) -> None:
        self._connection = connection
        self._fails = fails

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """Execute a statement, or fail."""
        error = self._fails(statement)
        if error is not None:
            raise error
        return self._connection.execute(statement, values)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.in_transaction

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@asynccontextmanager
async def group_commit(
    path: Path,
    observer: Commits,
    fails: Callable[[str], Exception | None] = lambda _: None,
    max_pending: int = 2_000,
    busy_timeout_s: float = 5.0,
    post: MessageObserver | None = None,
    conduct: Conduct = PROPER,
) -> AsyncIterator[GroupCommit]:
    """Give a running group commit."""
    connection: Any = Wrapped(connect(path, 1.0), fails)
    commit = GroupCommit(
        connection, observer, post or NobodyTold(), max_pending, busy_timeout_s, conduct=conduct
    )
    commit.start()
    try:
        yield commit
    finally:
        await commit.stop()


def sqlite_error(code: int, text: str = "it failed") -> sqlite3.OperationalError:
    """Give an error as SQLite raises it."""
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


async def test_what_is_acknowledged_is_there_for_everyone(path: Path) -> None:
    """A write that has resolved is seen through another connection."""
    async with group_commit(path, Commits()) as commit:
        assert await commit.do(put(7)) == 7
        assert numbers(path) == [7]


async def test_writes_that_wait_share_a_transaction(path: Path) -> None:
    """All that come in one turn of the loop, as many as one may have; the others have the next."""
    commits, put_in = Commits(), Mock()
    async with group_commit(path, commits) as commit:
        put_in.side_effect = commit._queue.put
        commit._queue = Mock(wraps=commit._queue, put=put_in)
        assert await asyncio.gather(*(commit.do(put(one)) for one in range(1_007))) == [*range(1_007)]
        assert put_in.call_count == 1
    assert commits.operations == [MAX_BATCH, MAX_BATCH, 7]
    assert all(duration_s > 0 for duration_s in commits.durations_s)


@pytest.mark.parametrize("error", [ValueError("no"), sqlite3.IntegrityError("twice")])
async def test_a_write_that_fails_fails_alone(path: Path, error: Exception) -> None:
    """The others of its batch are committed, and nothing of it is left."""
    async with group_commit(path, Commits()) as commit:
        results = await asyncio.gather(
            commit.do(put(1)), commit.do(fail(error)), commit.do(put(2)), return_exceptions=True
        )
    assert [*results] == [1, error, 2]
    assert numbers(path) == [1, 2]


@pytest.mark.parametrize("error", [ValueError("no"), sqlite3.IntegrityError("no")])
async def test_a_write_that_is_alone_and_fails_leaves_nothing(path: Path, error: Exception) -> None:
    """What it had written is undone, and the next one is done as ever."""
    async with group_commit(path, Commits()) as commit:
        with pytest.raises(type(error)):
            await commit.do(fail(error))
        assert await commit.do(put(2)) == 2
    assert numbers(path) == [2]


async def test_messages_are_told_of_once_they_are_durable(path: Path) -> None:
    """In the order of writing, and before whoever waits for the write goes on."""
    post = Letters()
    async with group_commit(path, Commits(), post=post) as commit:
        await asyncio.gather(*(commit.do(put(one)) for one in range(20)))
        assert [message.message_id for message in post.messages] == [*range(20)]


@pytest.mark.parametrize("statement", ["INSERT", "COMMIT"])
async def test_nobody_is_told_of_a_message_that_is_not_durable(path: Path, statement: str) -> None:
    """Neither of a write that failed alone, nor of a batch that did."""
    post = Letters()

    def fails(text: str) -> Exception | None:
        """Fail the statement of this case."""
        return sqlite_error(sqlite3.SQLITE_IOERR) if text.startswith(statement) else None

    async with group_commit(path, Commits(), fails, post=post) as commit:
        with pytest.raises(StoreError):
            await commit.do(put(1))
    assert post.messages == []


async def test_more_than_may_wait_is_refused_for_certain(path: Path) -> None:
    """The third of two is told that nothing happened."""
    async with group_commit(path, Commits(), max_pending=2) as commit:
        first = [asyncio.ensure_future(commit.do(put(one))) for one in (1, 2)]
        await asyncio.sleep(0)
        with pytest.raises(StoreError, match=r"^no more writes may wait now$") as caught:
            await commit.do(put(3))
        assert caught.value.certain
        await asyncio.gather(*first)
        assert await commit.do(put(4)) == 4
    assert numbers(path) == [1, 2, 4]


async def test_a_lock_that_is_not_had_in_time_is_a_certain_refusal(path: Path) -> None:
    """Another process's transaction is waited for, but not forever; then all goes on."""
    async with group_commit(path, Commits(), busy_timeout_s=0.05) as commit:
        with closing(connect(path, 1.0)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match=r"^the store is locked$") as caught:
                await commit.do(put(1))
            other.execute("ROLLBACK")
        assert caught.value.certain
        assert await commit.do(put(2)) == 2
    assert numbers(path) == [2]


async def test_a_lock_that_is_given_back_in_time_is_waited_for(path: Path) -> None:
    """A write behind another process's transaction succeeds after it."""
    async with group_commit(path, Commits()) as commit:
        with closing(connect(path, 1.0)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.ensure_future(commit.do(put(1)))
            await asyncio.sleep(0.02)
            assert not waiting.done()
            other.execute("COMMIT")
            assert await waiting == 1


async def test_a_write_that_waits_too_long_for_the_lock_is_refused_for_certain(path: Path) -> None:
    """The lock is waited for no longer than somebody waits, and whoever comes later is served."""
    conduct = Conduct(patience_s=0.02)
    async with group_commit(path, Commits(), conduct=conduct) as commit:
        with closing(connect(path, 1.0)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match=f"^{NOT_IN_TIME}$") as caught:
                await commit.do(put(1))
            other.execute("ROLLBACK")
        assert caught.value.certain
    async with group_commit(path, Commits(), conduct=Conduct(patience_s=60.0)) as commit:
        assert await commit.do(put(2)) == 2
    assert numbers(path) == [2]


async def test_whoever_comes_while_the_lock_is_waited_for_shares_the_transaction(path: Path) -> None:
    """Nobody waits for another one after it."""
    commits, asked, is_free = Commits(), asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def fails(text: str) -> Exception | None:
        """Have somebody else hold the lock."""
        if not text.startswith("BEGIN") or is_free.is_set():
            return None
        loop.call_soon_threadsafe(asked.set)
        return sqlite_error(sqlite3.SQLITE_BUSY)

    async with group_commit(path, commits, fails, busy_timeout_s=60.0) as commit:
        first = asyncio.ensure_future(commit.do(put(1)))
        await asked.wait()
        others = [asyncio.ensure_future(commit.do(put(one))) for one in (2, 3)]
        await asyncio.sleep(0)
        is_free.set()
        assert await asyncio.gather(first, *others) == [1, 2, 3]
    assert commits.operations == [3]


@pytest.mark.parametrize(
    ("statement", "code", "certain"),
    [
        ("INSERT", sqlite3.SQLITE_FULL, True),
        ("INSERT", sqlite3.SQLITE_IOERR, True),
        ("BEGIN", sqlite3.SQLITE_IOERR, True),
        ("COMMIT", sqlite3.SQLITE_BUSY, True),
        ("COMMIT", sqlite3.SQLITE_IOERR, False),
        ("COMMIT", sqlite3.SQLITE_FULL, False),
    ],
)
async def test_a_failed_disk_is_certain_only_before_the_commit(
    path: Path, statement: str, code: int, *, certain: bool
) -> None:
    """A COMMIT that failed for more than a lock may have reached the disk: nobody knows."""
    broken = True

    def fails(text: str) -> Exception | None:
        """Fail the statement of this case while the disk is broken."""
        return sqlite_error(code) if broken and text.startswith(statement) else None

    async with group_commit(path, Commits(), fails) as commit:
        with pytest.raises(StoreError) as caught:
            await commit.do(put(1))
        assert caught.value.certain is certain
        assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
        broken = False
        assert await commit.do(put(2)) == 2
    assert numbers(path) == [2]


async def test_a_rollback_that_fails_leaves_nothing_certain(path: Path) -> None:
    """What could not be undone for sure is not said to be undone."""

    def fails(text: str) -> Exception | None:
        """Fail what is inserted, and the rollback after it."""
        return sqlite_error(sqlite3.SQLITE_IOERR) if text[:6] in ("INSERT", "ROLLBA") else None

    async with group_commit(path, Commits(), fails) as commit:
        with pytest.raises(StoreError) as caught:
            await commit.do(put(1))
    assert not caught.value.certain


async def test_a_failed_batch_is_no_commit(path: Path) -> None:
    """The observer is told of commits only."""
    commits = Commits()

    def fails(text: str) -> Exception | None:
        """Fail the commit."""
        return sqlite_error(sqlite3.SQLITE_IOERR) if text == "COMMIT" else None

    async with group_commit(path, commits, fails) as commit:
        with pytest.raises(StoreError):
            await commit.do(put(1))
    assert commits.operations == []


async def test_what_waits_at_the_end_is_still_written(path: Path) -> None:
    """Stopping commits what is pending, and takes nothing more."""
    async with group_commit(path, Commits()) as commit:
        waiting = [asyncio.ensure_future(commit.do(put(one))) for one in range(600)]
        await asyncio.sleep(0)
        await commit.stop()
        assert await asyncio.gather(*waiting) == [*range(600)]
        with pytest.raises(StoreError, match=r"^the site is stopping$") as caught:
            await commit.do(put(600))
        assert caught.value.certain
    assert numbers(path) == [*range(600)]


async def test_a_visitor_who_gave_up_does_not_hold_up_the_others(path: Path) -> None:
    """A cancelled wait is passed over."""
    async with group_commit(path, Commits()) as commit:
        gone = asyncio.ensure_future(commit.do(put(1)))
        await asyncio.sleep(0)
        gone.cancel()
        assert await commit.do(put(2)) == 2
