"""In order: a process with one connection to its store, over which everything is done in its turn.

So it is where a connection is opened once and handed to whoever needs one, in a thread of its own since
it may not be used by two at a time: a page that only reads waits behind a write, and a write that
waits for another process's lock makes everybody wait.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

from mock_site.store.backlog import Backlog
from mock_site.store.batch import PendingWrite
from mock_site.store.conduct import PROPER, Conduct
from mock_site.store.role import CommitObserver, MessageObserver, UnforeseenError
from mock_site.store.statement import Write
from mock_site.store.transaction import Transactions, is_busy

_Result = TypeVar("_Result")


class InOrder:
    """The writer of such a process: each write is a transaction of its own.

    Args:
        connection: for everything; how long it waits for others' transactions is its own affair.
        thread: one, in which all is done with it.
        observer: is told of every commit.
        post: is told of the messages that were committed.
        max_pending: writes that may wait; more are refused.
        timer: monotonic seconds.
        conduct: of the store.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        thread: Executor,
        observer: CommitObserver,
        post: MessageObserver,
        max_pending: int,
        timer: Callable[[], float] = time.perf_counter,
        conduct: Conduct = PROPER,
    ) -> None:
        self._connection = connection
        self._thread = thread
        self._timer = timer
        self.backlog = Backlog(max_pending, post, conduct.strain)
        self._loop = asyncio.get_running_loop()
        self._transactions = Transactions(connection, observer, conduct, timer, self._loop)

    def start(self) -> None:
        """Begin to take writes."""
        self.backlog.is_open = True

    async def stop(self) -> None:
        """Take no more writes; those that wait are done before the thread ends."""
        self.backlog.is_open = False

    async def do(self, write: Write[_Result]) -> _Result:
        """Do a write and commit it, when everything that was asked for before is done.

        Raises:
            UnforeseenError: the lock was not had in time.
            StoreError: too many writes wait, or the disk failed.
        """
        pending = self.backlog.enter(write)
        done = self._loop.run_in_executor(self._thread, self._write, pending)
        done.add_done_callback(lambda _: self.backlog.leave([pending]))
        result: _Result = await pending.future
        return result

    def _write(self, pending: PendingWrite) -> None:
        began_s = self._timer()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            self._transactions.give_up([pending], error)
            if is_busy(error):
                pending.error = UnforeseenError(str(error), certain=False)
        else:
            self._transactions.commit([pending], began_s)
