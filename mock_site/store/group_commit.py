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
from typing import TypeVar

from mock_site.store.backlog import Backlog
from mock_site.store.batch import MAX_BATCH, PendingWrite
from mock_site.store.conduct import PROPER, Conduct
from mock_site.store.role import CommitObserver, MessageObserver
from mock_site.store.statement import Write
from mock_site.store.transaction import Transactions, is_busy

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
        self._busy_timeout_s = busy_timeout_s
        self._timer = timer
        self._queue: queue.SimpleQueue[list[PendingWrite] | None] = queue.SimpleQueue()
        self._come: list[PendingWrite] = []
        """Writes of this turn of the loop."""
        self._next: list[PendingWrite] = []
        """Writes that the thread has taken from the queue, and that no transaction has had room for."""
        self.backlog = Backlog(max_pending, post, conduct.strain, conduct.waits_s)
        self._loop = asyncio.get_running_loop()
        self._transactions = Transactions(connection, observer, conduct, timer, self._loop)
        self._thread = threading.Thread(target=self._work, name="group-commit", daemon=True)

    def start(self) -> None:
        """Begin to take writes."""
        self.backlog.is_open = True
        self._thread.start()

    async def stop(self) -> None:
        """Commit what is pending and end."""
        self.backlog.is_open = False
        self._hand_over()
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    async def do(self, write: Write[_Result]) -> _Result:
        """Do a write and commit it.

        Raises:
            StoreError: too many writes wait, the lock was not had in time, or the disk failed.
        """
        pending = self.backlog.enter(write)
        # The thread is woken once for all that come in one turn of the loop: before that is over, both
        # would only take the interpreter from each other.
        if not self._come:
            self._loop.call_soon(self._hand_over)
        self._come.append(pending)
        result: _Result = await pending.future
        return result

    def _hand_over(self) -> None:
        if self._come:
            come, self._come = self._come, []
            self._queue.put(come)

    def _work(self) -> None:
        # A waiting BEGIN is asked for again by this class itself.
        self._connection.execute("PRAGMA busy_timeout = 0")
        while self._has_come():
            batch: list[PendingWrite] = []
            self._gather(batch)
            self._commit(batch)
        self._connection.close()

    def _has_come(self) -> bool:
        """Wait until there is a write; False: it is time to end."""
        if not self._next:
            come = self._queue.get()
            if come is None:
                return False
            self._next = come
        return True

    def _gather(self, batch: list[PendingWrite]) -> None:
        """Add all who wait, as many as may share a transaction."""
        while True:
            room = MAX_BATCH - len(batch)
            batch += self._next[:room]
            del self._next[:room]
            if self._next:
                return
            try:
                come = self._queue.get_nowait()
            except queue.Empty:
                return
            if come is None:
                # It is time to end, once this batch is done.
                self._queue.put(None)
                return
            self._next = come

    def _commit(self, batch: list[PendingWrite]) -> None:
        began_s = self._timer()
        try:
            has_lock = self._begin(batch, began_s)
        except sqlite3.Error as error:
            claimed = self.backlog.claim(batch)
            self._transactions.give_up(claimed, error)
        else:
            claimed = self.backlog.claim(batch)
            if has_lock:
                self._transactions.commit(claimed, began_s)
        self._loop.call_soon_threadsafe(self.backlog.leave, claimed)

    def _begin(self, batch: list[PendingWrite], began_s: float) -> bool:
        """Have the lock, and tell whether it was had while somebody waited for it.

        Whoever comes meanwhile is added to the batch, and those who have waited too long are left out:
        they have come first, and so stand first.
        """
        while batch:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                waited_s = self._timer() - began_s
                if not is_busy(error) or waited_s >= self._busy_timeout_s:
                    raise
                time.sleep(_LOCK_POLL_S)
            else:
                return True
            while batch and batch[0].is_given_up:
                batch.pop(0)
            self._gather(batch)
        return False
