"""Group commit in PostgreSQL: writes that wait while one is being committed share the next transaction.

An advisory lock lets one process write at a time, as SQLite does: nothing deadlocks, no write sees
half of another, and a batch costs one flush of the log.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

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
from mock_site.store.joins import Join
from mock_site.store.joint import done_together, runs, take_over
from mock_site.store.postgres_error import (
    is_own_fault,
    is_rolled_back,
    is_timeout,
    is_worth_another_try,
)
from mock_site.store.postgres_schema import LOCK
from mock_site.store.role import CommitObserver, MessageObserver
from mock_site.store.statement import Write, Written

MOST_TRIES = 3
"""Of a batch that the database gave up through no fault of its writes."""

_ROLLBACK_DEADLINE_S = 1.0
_BEGIN = f"BEGIN; {LOCK}"
_Result = TypeVar("_Result")


class PostgresCommit:
    """The one writer of a process.

    Args:
        connect: opens a connection.
        observer: is told of every commit.
        post: is told of the messages that were committed.
        max_pending: writes that may wait; more are refused.
        deadline_s: for a transaction, and then for its COMMIT.
        timer: monotonic seconds.
        conduct: of the store.
    """

    def __init__(
        self,
        connect: Callable[[], Awaitable[Any]],
        observer: CommitObserver,
        post: MessageObserver,
        max_pending: int,
        deadline_s: float,
        timer: Callable[[], float] = time.perf_counter,
        conduct: Conduct = PROPER,
    ) -> None:
        self._connect = connect
        self._observer = observer
        self._deadline_s = deadline_s
        self._timer = timer
        self._defects = conduct.defects
        self._strain = conduct.strain
        self._queue: deque[PendingWrite] = deque()
        self.backlog = Backlog(max_pending, post, conduct.strain, conduct.waits_s)
        self._wake = asyncio.Event()
        self._connection: Any = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take writes."""
        self.backlog.is_open = True
        self._task = asyncio.create_task(self._work(), name="group-commit")

    async def stop(self) -> None:
        """Commit what is pending and end."""
        self.backlog.is_open = False
        self._wake.set()
        if self._task is not None:
            await self._task
        await self._disconnect()

    async def do(self, write: Write[_Result]) -> _Result:
        """Do a write and commit it.

        Raises:
            StoreError: too many writes wait, the lock was not had in time, or the database failed.
        """
        pending = self.backlog.enter(write)
        self._queue.append(pending)
        self._wake.set()
        result: _Result = await pending.future
        return result

    async def _work(self) -> None:
        while self.backlog.is_open or self._queue:
            if not self._queue:
                self._wake.clear()
                await self._wake.wait()
                continue
            found = [self._queue.popleft() for _ in range(min(len(self._queue), MAX_BATCH))]
            if not (batch := self.backlog.claim(found)):
                continue
            await self._commit(batch)
            self.backlog.leave(batch)

    async def _commit(self, batch: Batch) -> None:
        began_s = self._timer()
        try:
            await self._do(batch)
        except Exception as error:  # noqa: BLE001 - whatever it was, every waiting visitor is told
            await self._roll_back()
            _fail(batch, error, certain=True)
        else:
            if Defect.ACKNOWLEDGE_BEFORE_COMMIT in self._defects and acknowledge_seats(batch):
                await asyncio.sleep(GATHER_S)
            if delay_s := self._strain.commit_delay_s():
                await asyncio.sleep(delay_s)
            await self._end(batch, began_s)

    async def _do(self, batch: Batch) -> None:
        """Do a batch, again where that may help; at first as if none of its writes were at fault."""
        careful = False
        for tries_left in reversed(range(MOST_TRIES)):
            try:
                async with asyncio.timeout(self._deadline_s):
                    return await self._transaction(batch, careful=careful)
            except Exception as error:
                careful = careful or is_own_fault(error)
                if not tries_left or not (is_own_fault(error) or is_worth_another_try(error)):
                    raise
                await self._roll_back()
        return None

    async def _transaction(self, batch: Batch, *, careful: bool) -> None:
        """Do everything but the COMMIT: where this fails, nothing has happened for certain."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await self._connect()
        await self._connection.execute(_BEGIN)
        if careful:
            for pending in batch:
                await _apply(self._connection, pending)
            return
        for run, joins in runs(batch):
            await _apply_run(self._connection, run, joins)

    async def _end(self, batch: Batch, began_s: float) -> None:
        """Send the COMMIT: where its answer is not heard, nobody knows what has happened."""
        try:
            async with asyncio.timeout(self._deadline_s):
                await _committed(self._connection)
        except Exception as error:  # noqa: BLE001 - as above
            await self._roll_back()
            certain = isinstance(error, _RolledBackError) or is_rolled_back(error)
            _fail(batch, error, certain=certain)
        else:
            self._observer.committed(len(batch), self._timer() - began_s)

    async def _roll_back(self) -> None:
        """Undo what has been done; where that cannot be said, so does the end of the connection."""
        if self._connection is None:
            return
        try:
            async with asyncio.timeout(_ROLLBACK_DEADLINE_S):
                await self._connection.execute("ROLLBACK")
        except Exception:  # noqa: BLE001 - the next batch has a connection of its own
            self._connection.terminate()
            self._connection = None

    async def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


class _RolledBackError(Exception):
    """The database answered a COMMIT with a rollback."""


async def _committed(connection: Any) -> None:  # noqa: ANN401 - asyncpg has no types
    if await connection.execute("COMMIT") != "COMMIT":
        raise _RolledBackError


async def _apply_run(connection: Any, run: Batch, joins: Sequence[Join]) -> None:  # noqa: ANN401 - as above
    """Do joins at once, and everything else by itself."""
    if joins:
        take_over(run, (await _driven(connection, partial(done_together, joins))).result)
        return
    for pending in run:
        pending.written = await _driven(connection, pending.write)


async def _apply(connection: Any, pending: PendingWrite) -> None:  # noqa: ANN401 - as above
    """Do one write; if it alone is at fault, undo it alone."""
    # What an earlier try had written was rolled back with it.
    pending.written = None
    await connection.execute("SAVEPOINT one")
    try:
        pending.written = await _driven(connection, pending.write)
    except Exception as error:
        if not is_own_fault(error):
            raise
        await connection.execute("ROLLBACK TO one")
        pending.error = error
    await connection.execute("RELEASE one")


async def _driven(connection: Any, write: Write[_Result]) -> Written[_Result]:  # noqa: ANN401 - as above
    work = write()
    try:
        statement = next(work)
        while True:
            statement = work.send(await connection.fetch(statement.sql, *statement.values))
    except StopIteration as end:
        written: Written[_Result] = end.value
        return written


def _fail(batch: Batch, error: Exception, *, certain: bool) -> None:
    reason = "the store is locked" if is_timeout(error) else "the store cannot be written"
    fail(batch, reason, error, certain=certain)
