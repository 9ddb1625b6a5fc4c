"""The DiskSync: has the disk hold a ledger ten times a second, in a thread that no visitor waits for."""

from collections.abc import Callable

from gevent.event import Event
from gevent.lock import Semaphore

from siaga.crowd.off_loop import off_loop

SYNC_S = 0.1
"""The next sync begins this long after the last one ended, where something was written meanwhile."""

IDLE_LOOKS = 10
"""Where nothing was written, a sync only looks whether somebody cut the file, so many looks apart."""


class DiskSync:
    """Syncs one ledger, never twice at once.

    Args:
        sync: syncs, and gives how many seconds the oldest record that it covers had waited.
        waits: tells whether something was written since the last sync began.
    """

    def __init__(self, sync: Callable[[], float], waits: Callable[[], bool] = lambda: True) -> None:
        self._sync, self._waits = sync, waits
        self._turn = Semaphore()
        self._ended = Event()
        self._waited_s = 0.0

    def keep(self) -> None:
        """Sync until told to end; to be joined, not killed: a sync under way cannot be called back.

        Raises:
            LedgerError: the disk refuses.
        """
        idle = 0
        while not self._ended.wait(SYNC_S):
            idle += 1
            if self._waits() or idle >= IDLE_LOOKS:
                self.now()
                idle = 0

    def end(self) -> None:
        """Have `keep` return after the sync that is under way."""
        self._ended.set()

    def now(self) -> None:
        """Sync once, after the sync that is under way.

        Raises:
            LedgerError: the disk refuses.
        """
        with self._turn:
            self._waited_s = max(self._waited_s, off_loop(self._sync))

    def take(self) -> float:
        """Give the longest that a record had waited for the disk, in seconds, since the last taking."""
        waited_s, self._waited_s = self._waited_s, 0.0
        return waited_s
