"""The Backlog: the writes of a process that wait for a transaction, as many as may."""

import asyncio
from typing import Any

from mock_site.store.batch import Batch, PendingWrite, resolve
from mock_site.store.role import MessageObserver, StoreError
from mock_site.store.statement import Write
from mock_site.store.strain import AT_EASE, Strain


class Backlog:
    """Counts writes in and out; where they wait is the writer's own affair.

    Args:
        most: writes that may wait; more are refused.
        post: is told of the messages that were committed.
        strain: may hold places.
    """

    def __init__(self, most: int, post: MessageObserver, strain: Strain = AT_EASE) -> None:
        self._most = most
        self._post = post
        self._strain = strain
        self._waiting = 0
        self.is_open = False

    def enter(self, write: Write[Any]) -> PendingWrite:
        """Take a write in, to be queued at once.

        Raises:
            StoreError: too many wait, or none is taken in any more.
        """
        if not self.is_open:
            raise StoreError("the site is stopping", certain=True)
        if not self._strain.has_place(self._waiting, self._most):
            raise StoreError("no more writes may wait now", certain=True)
        self._waiting += 1
        return PendingWrite(write, asyncio.get_running_loop().create_future())

    def leave(self, batch: Batch) -> None:
        """Tell the writes of a batch what became of them; in the event loop."""
        self._waiting -= len(batch)
        resolve(batch, self._post)
