"""The PostgreSQL store: one database, shared by all processes of the site, through asyncpg."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import asyncpg

from mock_site.layers import Level
from mock_site.store.conduct import PROPER, Conduct
from mock_site.store.postgres_commit import PostgresCommit
from mock_site.store.role import CommitObserver, MessageObserver, NobodyTold, StoreError
from mock_site.store.sql_store import SqlStore, new_id
from mock_site.store.statement import Listing, Question, Rows, Statement, Write
from mock_site.store.store_load import StoreLoad

STATEMENT_TIMEOUT_S = 30.0
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresLimits:
    """What the store allows itself.

    Attributes:
        max_pending: writes that may wait, at least 1.
        busy_timeout_s: wait for other processes' transactions or for a reader, above 0.
        statement_timeout_s: wait for an answer, or for all of a transaction, above `busy_timeout_s`.
        readers: connections that read, at least 1; one more writes.
        conduct: how it behaves.
    """

    max_pending: int = 2_000
    busy_timeout_s: float = 10.0
    statement_timeout_s: float = STATEMENT_TIMEOUT_S
    readers: int = 4
    conduct: Conduct = PROPER

    def __post_init__(self) -> None:
        if min(self.max_pending, self.readers) < 1:
            raise ValueError(f"limits: are {self}; max_pending and readers are 1 or more")
        if not 0 < self.busy_timeout_s < self.statement_timeout_s:
            raise ValueError(
                f"limits: are {self}; busy_timeout_s is above 0 and below statement_timeout_s"
            )


class PostgresStore(SqlStore):
    """A Store in one PostgreSQL database, which `prepare` has made.

    Args:
        dsn: of the database, as asyncpg reads it.
        observer: is told of every commit.
        clock: Unix seconds, asked inside the transaction, so that times follow seats.
        limits: what it allows itself.
        ids: gives fresh ids.
        post: is told of messages that are durable; None: nobody is.
    """

    def __init__(
        self,
        dsn: str,
        observer: CommitObserver,
        clock: Callable[[], float],
        limits: PostgresLimits,
        ids: Callable[[], str] = new_id,
        post: MessageObserver | None = None,
    ) -> None:
        engine = PostgresEngine(dsn, observer, post or NobodyTold(), limits)
        super().__init__(engine, clock, limits.max_pending, ids, limits.conduct)


class PostgresEngine:
    """Executes statements in a database: writes over one connection, reads over a pool of others.

    Args:
        dsn: of the database.
        observer: is told of every commit.
        post: is told of messages that are durable.
        limits: what it allows itself.
    """

    def __init__(
        self, dsn: str, observer: CommitObserver, post: MessageObserver, limits: PostgresLimits
    ) -> None:
        self._dsn = dsn
        self._limits = limits
        self._asked = self._in_use = 0
        self._writer = PostgresCommit(
            self._connect,
            observer,
            post,
            limits.max_pending,
            limits.statement_timeout_s,
            conduct=limits.conduct,
        )
        self._pool: Any = None

    async def open(self) -> None:
        """Make the pool, which connects when it is asked, and begin to write."""
        self._pool = asyncpg.create_pool(
            self._dsn,
            min_size=0,
            max_size=self._limits.readers,
            reset=_nothing,
            command_timeout=self._limits.statement_timeout_s,
            **self._settings(),
        )
        await self._pool
        self._writer.start()

    async def close(self) -> None:
        """Commit what is pending and disconnect."""
        await self._writer.stop()
        if self._pool is not None:
            self._pool.terminate()

    def load(self) -> StoreLoad:
        """Give what is under way."""
        return StoreLoad(
            readers_in_use=self._in_use,
            readers_waiting=self._asked - self._in_use,
            readers_most=self._limits.readers,
            writes_waiting=self._writer.backlog.waiting,
            writes_most=self._limits.max_pending,
        )

    async def write(self, write: Write[_Result]) -> _Result:
        """Do a write, which no other overlaps, and give its result once it is durable.

        Raises:
            StoreError: it could not be written.
        """
        if self._pool is None:
            raise RuntimeError("store: is not open; use it within `async with`")
        return await self._writer.do(write)

    def glance(self, _statement: Statement) -> Rows | None:
        """Read nothing: a database has to be waited for."""
        return None

    async def ask(self, question: Question[_Result]) -> _Result:
        """Ask a question.

        Raises:
            StoreError: it could not be read.
        """
        if self._pool is None:
            raise RuntimeError("store: is not open; use it within `async with`")
        try:
            async with self._reader() as connection:
                rows = await connection.fetch(question.statement.sql, *question.statement.values)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
            raise StoreError("the store cannot be read", certain=True) from error
        return question.answer(rows)

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[Any]:
        """Give a connection of the pool, which counts as in use meanwhile."""
        self._asked += 1
        try:
            async with self._pool.acquire(timeout=self._waits_s()) as connection:
                self._in_use += 1
                try:
                    yield connection
                finally:
                    self._in_use -= 1
        finally:
            self._asked -= 1

    async def portions(
        self, listing: Listing[_Result], size: int
    ) -> AsyncGenerator[Sequence[_Result], None]:
        """Read a listing as of one instant, over a connection of its own, in portions of a size.

        Raises:
            StoreError: it could not be read.
        """
        connection: Any = None
        try:
            connection = await self._connect()
            async with connection.transaction(readonly=True):
                cursor = await connection.cursor(listing.statement.sql, *listing.statement.values)
                while rows := await cursor.fetch(size):
                    yield [listing.item(row) for row in rows]
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
            raise StoreError("the store cannot be read", certain=True) from error
        finally:
            if connection is not None:
                connection.terminate()

    async def _connect(self) -> Any:  # noqa: ANN401 - asyncpg has no types
        return await asyncpg.connect(self._dsn, **self._settings())

    def _waits_s(self) -> float:
        return min(self._limits.busy_timeout_s, self._limits.conduct.waits_s)

    def _settings(self) -> dict[str, Any]:
        lock_ms = round(self._waits_s() * 1000)
        waits = self._limits.conduct.flushing is Level.HARDENED
        idle_ms = round(self._limits.statement_timeout_s * 1000)
        return {
            "timeout": self._limits.busy_timeout_s,
            "server_settings": {
                "application_name": "mock_site",
                # A plan is kept as long as its connection. One that was made while the tables were small
                # would read them from end to end all day; there is an index for every question.
                "enable_seqscan": "off",
                "synchronous_commit": "on" if waits else "off",
                "lock_timeout": str(lock_ms),
                # A process that hangs must not keep all others from writing.
                "idle_in_transaction_session_timeout": str(idle_ms),
            },
        }


async def _nothing(_connection: object) -> None:
    """Leave a connection as it is; a reader sets nothing that the next one could mind."""
