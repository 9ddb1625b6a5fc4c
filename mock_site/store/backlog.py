"""The Backlog: the writes of a process that wait for a transaction, as many as may."""

import asyncio
import math
import threading
from collections.abc import Iterable
from typing import Any

from mock_site.store.batch import Batch, PendingWrite, resolve
from mock_site.store.role import NOT_IN_TIME, MessageObserver, StoreError
from mock_site.store.statement import Write
from mock_site.store.strain import AT_EASE, Strain


class Backlog:
    """Counts writes in and out; where they wait is the writer's own affair.

    Args:
        most: writes that may wait; more are refused.
        post: is told of the messages that were committed.
        strain: may hold places.
        patience_s: wait for a transaction after which a write is refused; infinite: any.

    Attributes:
        waiting: writes that wait, or are in a transaction.
        most: how many may.
        is_open: whether any is taken in.
    """

    def __init__(
        self,
        most: int,
        post: MessageObserver,
        strain: Strain = AT_EASE,
        patience_s: float = math.inf,
    ) -> None:
        self.most = most
        self._post = post
        self._strain = strain
        self._patience_s = patience_s
        self._claiming = threading.Lock()
        self.waiting = 0
        self.is_open = False

    def enter(self, write: Write[Any]) -> PendingWrite:
        """Take a write in, to be queued at once.

        Raises:
            StoreError: too many wait, or none is taken in any more.
        """
        if not self.is_open:
            raise StoreError("the site is stopping", certain=True)
        if not self._strain.has_place(self.waiting, self.most):
            raise StoreError("no more writes may wait now", certain=True)
        self.waiting += 1
        loop = asyncio.get_running_loop()
        pending = PendingWrite(write, loop.create_future())
        if self._patience_s < math.inf:
            pending.timeout = loop.call_later(self._patience_s, self._give_up, pending)
        return pending

    def claim(self, batch: Iterable[PendingWrite]) -> list[PendingWrite]:
        """Give those for a transaction that still wait, and will be waited for; in any thread."""
        with self._claiming:
            found = [one for one in batch if not one.is_given_up]
            for one in found:
                one.is_claimed = True
        return found

    def leave(self, batch: Batch) -> None:
        """Tell the writes of a batch what became of them; in the event loop."""
        self.waiting -= len(batch)
        for pending in batch:
            if pending.timeout is not None:
                pending.timeout.cancel()
        resolve(batch, self._post)

    def _give_up(self, pending: PendingWrite) -> None:
        """Refuse a write for certain, unless a transaction has it."""
        with self._claiming:
            if pending.is_claimed:
                return
            pending.is_given_up = True
        pending.error = StoreError(NOT_IN_TIME, certain=True)
        self.leave([pending])
