"""The SQLite store: one file, shared by all processes of the site, with a write-ahead log."""

import asyncio
import math
import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from mock_site.layers import Level
from mock_site.store.backlog import Backlog
from mock_site.store.conduct import PROPER, Conduct
from mock_site.store.group_commit import GroupCommit
from mock_site.store.in_order import InOrder
from mock_site.store.role import NOT_IN_TIME, CommitObserver, MessageObserver, NobodyTold, StoreError
from mock_site.store.schema import connect
from mock_site.store.sql_store import SqlStore, new_id
from mock_site.store.statement import Listing, Question, Rows, Statement, Write
from mock_site.store.store_load import StoreLoad
from mock_site.store.transaction import execute, is_busy

PYTHONS_TIMEOUT_S = 5.0
"""How long Python's own sqlite3 waits for another's lock, unless it is told otherwise."""
READERS = 1

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteLimits:
    """What the store allows itself.

    Attributes:
        max_pending: writes that may wait, at least 1.
        busy_timeout_s: wait for other processes' transactions, above 0.
        conduct: how it behaves.
    """

    max_pending: int = 2_000
    busy_timeout_s: float = 10.0
    conduct: Conduct = PROPER

    def __post_init__(self) -> None:
        if self.max_pending < 1 or self.busy_timeout_s <= 0:
            raise ValueError(f"limits: are {self}; max_pending is 1 or more, the timeout above 0")


class SqliteStore(SqlStore):
    """A Store in one SQLite file, which `prepare` has made.

    Args:
        path: of the file.
        observer: is told of every commit.
        clock: Unix seconds, asked inside the transaction, so that times follow seats.
        limits: what it allows itself.
        ids: gives fresh ids.
        post: is told of messages that are durable; None: nobody is.
    """

    def __init__(
        self,
        path: Path,
        observer: CommitObserver,
        clock: Callable[[], float],
        limits: SqliteLimits,
        ids: Callable[[], str] = new_id,
        post: MessageObserver | None = None,
    ) -> None:
        engine = SqliteEngine(path, observer, post or NobodyTold(), limits)
        super().__init__(engine, clock, limits.max_pending, ids, limits.conduct)


class Writer(Protocol):
    """Does the writes of a process."""

    @property
    def backlog(self) -> Backlog:
        """Give the writes that wait."""
        ...

    def start(self) -> None:
        """Begin to take writes."""
        ...

    async def stop(self) -> None:
        """Take no more, and see that those which wait are done."""
        ...

    async def do(self, write: Write[_Result]) -> _Result:
        """Do a write and commit it.

        Raises:
            StoreError: it could not be written.
        """
        ...


class SqliteEngine:
    """Executes statements in one SQLite file.

    Where the access is hardened writes have a thread and a connection of their own, and reads have
    others; a quick one is answered at once, from a third connection, unless it would have to wait for a
    lock. Else both share those of the reads.

    Args:
        path: of the file.
        observer: is told of every commit.
        post: is told of messages that are durable.
        limits: what it allows itself.
    """

    def __init__(
        self, path: Path, observer: CommitObserver, post: MessageObserver, limits: SqliteLimits
    ) -> None:
        self._path = path
        self._observer = observer
        self._post = post
        self._limits = limits
        self._writer: Writer | None = None
        self._reader = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="store-reader")
        self._connection: sqlite3.Connection | None = None
        self._quick: sqlite3.Connection | None = None
        self._asked: set[Future[Any]] = set()
        """Questions that are with the reader's thread, which takes out itself what it has answered."""

    async def open(self) -> None:
        """Connect, and begin to write."""
        self._connection = await asyncio.to_thread(self._connect)
        if self._limits.conduct.access is Level.HARDENED:
            self._writer = self._apart(await asyncio.to_thread(self._connect))
            self._quick = await asyncio.to_thread(self._connect)
            self._quick.execute("PRAGMA busy_timeout = 0")
        else:
            self._writer = self._in_order(self._connection)
        self._writer.start()

    async def close(self) -> None:
        """Commit what is pending and disconnect."""
        if self._writer is not None:
            await self._writer.stop()
        await asyncio.to_thread(self._reader.shutdown)
        for connection in (self._connection, self._quick):
            if connection is not None:
                connection.close()

    def load(self) -> StoreLoad:
        """Give what is under way; quick questions are answered at once, and never are."""
        asked, backlog = len(self._asked), None if self._writer is None else self._writer.backlog
        return StoreLoad(
            readers_in_use=min(asked, READERS),
            readers_waiting=max(asked - READERS, 0),
            readers_most=READERS,
            writes_waiting=0 if backlog is None else backlog.waiting,
            writes_most=self._limits.max_pending,
        )

    async def write(self, write: Write[_Result]) -> _Result:
        """Do a write, which no other overlaps, and give its result once it is durable.

        Raises:
            StoreError: it could not be written.
        """
        if self._writer is None:
            raise RuntimeError("store: is not open; use it within `async with`")
        return await self._writer.do(write)

    async def ask(self, question: Question[_Result]) -> _Result:
        """Ask a question.

        Raises:
            StoreError: it could not be read.
        """
        if self._connection is None:
            raise RuntimeError("store: is not open; use it within `async with`")
        try:
            if question.is_quick and self._quick is not None:
                try:
                    return _answered(self._quick, question)
                except sqlite3.OperationalError as error:
                    # For somebody else's lock the reader's thread may wait.
                    if not is_busy(error):
                        raise
            return await self._in_thread(partial(_answered, self._connection, question))
        except TimeoutError as error:
            raise StoreError(NOT_IN_TIME, certain=True) from error
        except sqlite3.Error as error:
            raise StoreError("the store cannot be read", certain=True) from error

    def glance(self, statement: Statement) -> Rows | None:
        """Read a few rows; None: one connection does everything, or somebody's lock is in the way."""
        if self._quick is None:
            return None
        try:
            return execute(self._quick, statement).fetchall()
        except sqlite3.Error:
            return None

    async def _in_thread(self, answered: Callable[[], _Result]) -> _Result:
        """Ask in the reader's thread.

        Raises:
            TimeoutError: it has not come to it in time.
        """
        waits_s = self._limits.conduct.waits_s
        asked = self._reader.submit(answered)
        self._asked.add(asked)
        asked.add_done_callback(self._asked.discard)
        async with asyncio.timeout(waits_s if waits_s < math.inf else None):
            return await asyncio.wrap_future(asked)

    async def portions(
        self, listing: Listing[_Result], size: int
    ) -> AsyncGenerator[Sequence[_Result], None]:
        """Read a listing as of one instant, in portions of a size.

        Raises:
            StoreError: it could not be read.
        """
        connection: sqlite3.Connection | None = None
        try:
            connection = await asyncio.to_thread(self._connect)
            cursor = await asyncio.to_thread(execute, connection, listing.statement)
            while rows := await asyncio.to_thread(cursor.fetchmany, size):
                yield [listing.item(row) for row in rows]
        except sqlite3.Error as error:
            raise StoreError("the store cannot be read", certain=True) from error
        finally:
            if connection is not None:
                await asyncio.to_thread(connection.close)

    def _apart(self, connection: sqlite3.Connection) -> Writer:
        limits = self._limits
        return GroupCommit(
            connection,
            self._observer,
            self._post,
            max_pending=limits.max_pending,
            busy_timeout_s=limits.busy_timeout_s,
            conduct=limits.conduct,
        )

    def _in_order(self, connection: sqlite3.Connection) -> Writer:
        return InOrder(
            connection,
            self._reader,
            self._observer,
            self._post,
            max_pending=self._limits.max_pending,
            conduct=self._limits.conduct,
        )

    def _connect(self) -> sqlite3.Connection:
        conduct, busy_timeout_s = self._limits.conduct, self._limits.busy_timeout_s
        if conduct.access is not Level.HARDENED:
            busy_timeout_s = min(busy_timeout_s, PYTHONS_TIMEOUT_S)
        return connect(
            self._path,
            busy_timeout_s,
            conduct.flushing,
            records_syncs=conduct.records_syncs,
        )


def _answered(connection: sqlite3.Connection, question: Question[_Result]) -> _Result:
    return question.answer(execute(connection, question.statement).fetchall())
