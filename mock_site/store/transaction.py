"""A transaction of SQLite: a batch of writes is applied in it and committed, or nobody's write is."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TypeVar

from mock_site.defects import Defect
from mock_site.store.batch import GATHER_S, Batch, PendingWrite, acknowledge_seats, fail
from mock_site.store.conduct import Conduct
from mock_site.store.joins import Join
from mock_site.store.joint import done_together, runs, take_over
from mock_site.store.role import CommitObserver
from mock_site.store.statement import Statement, Write, Written

_Result = TypeVar("_Result")


class Transactions:
    """Ends the transactions of one connection, in the thread that has begun them.

    Args:
        connection: that writes.
        observer: is told of every commit.
        conduct: of the store.
        timer: monotonic seconds.
        loop: in which the writes are waited for.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        observer: CommitObserver,
        conduct: Conduct,
        timer: Callable[[], float],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._connection = connection
        self._observer = observer
        self._defects = conduct.defects
        self._strain = conduct.strain
        self._timer = timer
        self._loop = loop

    def commit(self, batch: Batch, began_s: float) -> None:
        """Apply a batch in the transaction that is open and commit it, or note why not.

        Args:
            batch: to be done.
            began_s: since when its lock has been asked for.
        """
        certain, alone = True, len(batch) == 1
        try:
            for run, joins in runs(batch):
                if joins:
                    _apply_together(self._connection, run, joins)
                for pending in run:
                    if pending.written is None:
                        _apply(self._connection, pending, alone=alone)
            if Defect.ACKNOWLEDGE_BEFORE_COMMIT in self._defects:
                self._acknowledge(batch)
            if delay_s := self._strain.commit_delay_s():
                time.sleep(delay_s)
            certain = False
            # One that was alone and at fault has left no transaction.
            if not (alone and batch[0].error is not None):
                self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it was, every waiting visitor is told
            self.give_up(batch, error, certain=certain)
        else:
            self._observer.committed(len(batch), self._timer() - began_s)

    def give_up(self, batch: Batch, error: Exception, *, certain: bool = True) -> None:
        """Roll back, and note for every write of a batch why it was not done.

        A COMMIT that failed for another reason than a lock may have reached the disk: after a crash the
        file could hold what was reported as failed, so nobody may be told that it certainly does not.
        """
        certain = certain or is_busy(error)
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:
                certain = False
        reason = "the store is locked" if is_busy(error) else "the store cannot be written"
        fail(batch, reason, error, certain=certain)

    def _acknowledge(self, batch: Batch) -> None:
        """Promise seats now, and keep the transaction open to gather more."""
        if asyncio.run_coroutine_threadsafe(_acknowledged(batch), self._loop).result():
            time.sleep(GATHER_S)


def execute(connection: sqlite3.Connection, statement: Statement) -> sqlite3.Cursor:
    """Execute a statement, in SQLite's own notation for its placeholders."""
    return connection.execute(_numbered(statement.sql), statement.values)


def is_busy(error: Exception) -> bool:
    """Tell whether somebody else's lock was in the way."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@cache
def _numbered(sql: str) -> str:
    return sql.replace("$", "?")


async def _acknowledged(batch: Batch) -> bool:
    return acknowledge_seats(batch)


def _apply_together(connection: sqlite3.Connection, run: Batch, joins: Sequence[Join]) -> None:
    """Apply joins at once; where one of them is at fault, undo all and leave each to itself."""
    connection.execute("SAVEPOINT joint")
    try:
        outcomes = _driven(connection, partial(done_together, joins)).result
    except sqlite3.OperationalError:
        raise
    except Exception:  # noqa: BLE001 - raised again by the write that is at fault
        connection.execute("ROLLBACK TO joint")
    else:
        take_over(run, outcomes)
    connection.execute("RELEASE joint")


def _apply(connection: sqlite3.Connection, pending: PendingWrite, *, alone: bool) -> None:
    """Apply one write; if it alone is at fault, undo it alone, and where it is alone the transaction."""
    if not alone:
        connection.execute("SAVEPOINT one")
    try:
        pending.written = _driven(connection, pending.write)
    except sqlite3.OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - raised again where the write is waited for
        connection.execute("ROLLBACK" if alone else "ROLLBACK TO one")
        pending.error = error
    if not alone:
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
