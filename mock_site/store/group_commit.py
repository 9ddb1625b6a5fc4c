"""Group commit: writes that wait while one is being committed share the next transaction.

One thread takes whatever is pending, applies it in one BEGIN IMMEDIATE transaction and commits it;
only then does each write's future resolve. So a disk that flushes 500 times a second can still
acknowledge thousands of writes, and each of them is on the disk.
"""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from mock_site.defects import Defect
from mock_site.store.backlog import Backlog
from mock_site.store.batch import (
    GATHER_S,
    MAX_BATCH,
    Batch,
    PendingWrite,
    acknowledge_seats,
    fail,
)
from mock_site.store.conduct import PROPER, Conduct
from mock_site.store.role import CommitObserver, MessageObserver
from mock_site.store.statement import Statement, Write, Written

_Result = TypeVar("_Result")

# SQLite's own busy handler sleeps up to 100 ms at a time, so under steady contention a process
# can miss every gap for seconds; asking every millisecond costs about 1 % of a core at worst.
_LOCK_POLL_S = 0.001


class GroupCommit:
    """The one writer of a process.

    Args:
        connection: for the writer alone; closed at the end.
        observer: is told of every commit.
        post: is told of the messages that were committed.
        max_pending: writes that may wait; more are refused.
        busy_timeout_s: how long to wait for other processes' transactions.
        timer: monotonic seconds.
        conduct: of the store.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        observer: CommitObserver,
        post: MessageObserver,
        max_pending: int,
        busy_timeout_s: float,
        timer: Callable[[], float] = time.perf_counter,
        conduct: Conduct = PROPER,
    ) -> None:
        self._connection = connection
        self._observer = observer
        self._busy_timeout_s = busy_timeout_s
        self._timer = timer
        self._defects = conduct.defects
        self._strain = conduct.strain
        self._queue: queue.SimpleQueue[PendingWrite | None] = queue.SimpleQueue()
        self._backlog = Backlog(max_pending, post, conduct.strain)
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._work, name="group-commit", daemon=True)

    def start(self) -> None:
        """Begin to take writes."""
        self._backlog.is_open = True
        self._thread.start()

    async def stop(self) -> None:
        """Commit what is pending and end."""
        self._backlog.is_open = False
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    async def do(self, write: Write[_Result]) -> _Result:
        """Do a write and commit it.

        Raises:
            StoreError: too many writes wait, the lock was not had in time, or the disk failed.
        """
        pending = self._backlog.enter(write)
        self._queue.put(pending)
        result: _Result = await pending.future
        return result

    def _work(self) -> None:
        # A waiting BEGIN is asked for again by this class itself.
        self._connection.execute("PRAGMA busy_timeout = 0")
        while batch := self._next_batch():
            self._commit(self._connection, batch)
            self._loop.call_soon_threadsafe(self._backlog.leave, batch)
        self._connection.close()

    def _next_batch(self) -> list[PendingWrite]:
        """Wait for a write and take all that wait with it; nothing when it is time to end."""
        batch: list[PendingWrite] = []
        pending = self._queue.get()
        while pending is not None:
            batch.append(pending)
            if len(batch) >= MAX_BATCH:
                return batch
            try:
                pending = self._queue.get_nowait()
            except queue.Empty:
                return batch
        if batch:
            self._queue.put(None)
        return batch

    def _commit(self, connection: sqlite3.Connection, batch: Batch) -> None:
        began_s = self._timer()
        certain = True
        try:
            self._begin(connection, began_s)
            for pending in batch:
                _apply(connection, pending)
            if Defect.ACKNOWLEDGE_BEFORE_COMMIT in self._defects:
                self._acknowledge(batch)
            if delay_s := self._strain.commit_delay_s():
                time.sleep(delay_s)
            certain = False
            connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it was, every waiting visitor is told
            _fail(connection, batch, error, certain=certain)
        else:
            self._observer.committed(len(batch), self._timer() - began_s)

    def _acknowledge(self, batch: Batch) -> None:
        """Promise seats now, and keep the transaction open to gather more."""
        if asyncio.run_coroutine_threadsafe(_acknowledged(batch), self._loop).result():
            time.sleep(GATHER_S)

    def _begin(self, connection: sqlite3.Connection, began_s: float) -> None:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                waited_s = self._timer() - began_s
                if not _is_busy(error) or waited_s >= self._busy_timeout_s:
                    raise
                time.sleep(_LOCK_POLL_S)
            else:
                return


async def _acknowledged(batch: Batch) -> bool:
    return acknowledge_seats(batch)


def _apply(connection: sqlite3.Connection, pending: PendingWrite) -> None:
    """Apply one write; if it alone is at fault, undo it alone."""
    connection.execute("SAVEPOINT one")
    try:
        pending.written = _driven(connection, pending.write)
    except sqlite3.OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - raised again where the write is waited for
        connection.execute("ROLLBACK TO one")
        pending.error = error
    connection.execute("RELEASE one")


def _driven(connection: sqlite3.Connection, write: Write[_Result]) -> Written[_Result]:
    work = write()
    try:
        statement = next(work)
        while True:
            statement = work.send(execute(connection, statement).fetchall())
    except StopIteration as end:
        written: Written[_Result] = end.value
        return written


def execute(connection: sqlite3.Connection, statement: Statement) -> sqlite3.Cursor:
    """Execute a statement, in SQLite's own notation for its placeholders."""
    return connection.execute(_numbered(statement.sql), statement.values)


@cache
def _numbered(sql: str) -> str:
    return sql.replace("$", "?")


def _fail(connection: sqlite3.Connection, batch: Batch, error: Exception, *, certain: bool) -> None:
    """Roll back, and tell every write of the batch.

    A COMMIT that failed for another reason than a lock may have reached the disk: after a crash the
    file could hold what was reported as failed, so nobody may be told that it certainly does not.
    """
    certain = certain or _is_busy(error)
    if connection.in_transaction:
        try:
            connection.execute("ROLLBACK")
        except sqlite3.Error:
            certain = False
    reason = "the store is locked" if _is_busy(error) else "the store cannot be written"
    fail(batch, reason, error, certain=certain)


def _is_busy(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
