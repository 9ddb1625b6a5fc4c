"""The Gate: lets as many requests start as the limit says, and so many wait for so long."""

import asyncio
import math
from collections.abc import Callable

from mock_site.protection.admission.limit import Limit
from mock_site.protection.admission.priority import Priority
from mock_site.protection.rejections import Reason

WAITING_RATIO = 2.0
"""Requests that may wait, by those that may be under way."""
_Waiter = asyncio.Future[Reason | None]


class Gate:
    """A gate of one event loop.

    Whoever is first in the order of priority, and among these came first, starts next. Where the queue
    is full, whoever comes takes the place of the last of a lower priority, or is turned away.

    Args:
        limit: of requests under way.
        patience_s: how long a request may wait; infinite: for ever.
        waiting_ratio: requests that may wait, by the limit; infinite: any number.
        timer: monotonic seconds.
    """

    def __init__(
        self,
        limit: Limit,
        *,
        timer: Callable[[], float],
        patience_s: float = math.inf,
        waiting_ratio: float = math.inf,
    ) -> None:
        self._limit = limit
        self._timer = timer
        self._patience_s = patience_s
        self._waiting_ratio = waiting_ratio
        # Dictionaries, as whoever gives up has to be found at once.
        self._queues: dict[Priority, dict[_Waiter, None]] = {one: {} for one in Priority}
        self.under_way = 0
        self.waiting = 0

    @property
    def limit(self) -> int:
        """Requests that may be under way at once."""
        return self._limit.most

    def is_closed_to(self, priority: Priority) -> bool:
        """Tell whether a request would be turned away: the queue is full of its equals and betters."""
        most = self._limit.most
        if self.under_way < most or self.waiting < self._waiting_ratio * most:
            return False
        return not any(self._queues[one] for one in Priority if one > priority)

    def enter(self, priority: Priority) -> _Waiter | Reason | None:
        """Let a request in.

        Returns:
            None: it is in. A reason: it is turned away. A future: it waits, for either of the two.
        """
        if self.under_way < self._limit.most and not self.waiting:
            self.under_way += 1
            return None
        if self.waiting >= self._waiting_ratio * self._limit.most and not self._displace(priority):
            return Reason.QUEUE_FULL
        return self._queued(priority)

    async def waited(self, waiter: _Waiter) -> Reason | None:
        """Wait for the answer; whoever is cancelled gives up its place."""
        try:
            return await waiter
        except asyncio.CancelledError:
            if not waiter.cancelled() and waiter.result() is None:
                self._left()
            raise

    def leave(self, began_s: float) -> None:
        """Note that a request has ended.

        Args:
            began_s: when it started, monotonic seconds.
        """
        now_s = self._timer()
        self._limit.note(now_s, now_s - began_s, self.under_way)
        self._left()

    def _queued(self, priority: Priority) -> _Waiter:
        loop = asyncio.get_running_loop()
        waiter: _Waiter = loop.create_future()
        self._queues[priority][waiter] = None
        self.waiting += 1
        waiter.add_done_callback(lambda _: self._forget(priority, waiter))
        if self._patience_s < math.inf:
            timeout = loop.call_later(self._patience_s, _answer, waiter, Reason.WAITED)
            waiter.add_done_callback(lambda _: timeout.cancel())
        return waiter

    def _displace(self, priority: Priority) -> bool:
        """Turn away the last one of the lowest priority, if that is lower than this."""
        for one in reversed(Priority):
            if one <= priority:
                return False
            if self._queues[one]:
                waiter = next(reversed(self._queues[one]))
                self._forget(one, waiter)
                _answer(waiter, Reason.DISPLACED)
                return True
        return False

    def _left(self) -> None:
        self.under_way -= 1
        while self.under_way < self._limit.most and self.waiting:
            priority = next(one for one, queue in self._queues.items() if queue)
            waiter = next(iter(self._queues[priority]))
            self._forget(priority, waiter)
            if not waiter.done():
                waiter.set_result(None)
                self.under_way += 1

    def _forget(self, priority: Priority, waiter: _Waiter) -> None:
        """Take a waiter out of its queue, once."""
        if self._queues[priority].pop(waiter, self) is None:
            self.waiting -= 1


def _answer(waiter: _Waiter, reason: Reason) -> None:
    if not waiter.done():
        waiter.set_result(reason)
