"""The workbench: so many hands, which make a configured capacity of requests that need one.

What a request holds a hand for takes no computing, so a site can be overloaded without its machine
being so. It is what a database, or any other narrow place behind a site, would be.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from mock_site.harm.board import Board, Notice
from mock_site.harm.conditions import Harm
from mock_site.harm.metrics import HarmMetrics
from mock_site.protection.rejections import Reason

HOLD_S = 0.05
"""About how long a hand is held; capacities that are no whole number of hands make it longer."""
CATCH_UP_S = 0.05
"""Lateness of the loop that is made up for, so that the capacity is what was configured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a workbench has.

    Attributes:
        hands: at least 1.
        hold_s: for which a request holds one, above 0.
        patience_s: wait for a hand for which a request is kept; infinite: any, and it is worked on also
            for a sender who has gone.
        queue_s: wait that is to be expected beyond which a request is turned away at once.
    """

    hands: int
    hold_s: float
    patience_s: float = math.inf
    queue_s: float = math.inf

    def __post_init__(self) -> None:
        if self.hands < 1 or not 0 < self.hold_s < math.inf or min(self.patience_s, self.queue_s) <= 0:
            raise ValueError(f"bench: is {self}; hands are 1 or more, the times above 0")

    @property
    def per_s(self) -> float:
        """Requests a second that it has room for."""
        return self.hands / self.hold_s


def bench_for(per_s: float, patience_s: float = math.inf, queue_s: float = math.inf) -> Bench:
    """Give the bench of a capacity.

    Args:
        per_s: requests a second, above 0.
        patience_s: as of a bench.
        queue_s: likewise.
    """
    hands = max(1, round(per_s * HOLD_S))
    return Bench(hands=hands, hold_s=hands / per_s, patience_s=patience_s, queue_s=queue_s)


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    """A request that waits: for the time from which it has a hand, or the reason why it gets none."""

    turn: asyncio.Future[float | Reason]
    has_gone: Callable[[], bool]


class Workbench:
    """The workbench of one process: first come, first served.

    Args:
        bench: what it has.
        board: says what is left of it.
        metrics: count what is done.
        timer: monotonic seconds.
    """

    def __init__(
        self, bench: Bench, board: Board, metrics: HarmMetrics, timer: Callable[[], float]
    ) -> None:
        self._bench = bench
        self._metrics = metrics
        self._timer = timer
        self._ratio = 1.0
        self._in_use = 0
        self._queue: deque[_Waiter] = deque()
        self._waiting = 0
        board.tell(self._told)

    async def work(self, has_gone: Callable[[], bool]) -> Reason | None:
        """Wait for a hand, hold it for its time and give it back.

        Args:
            has_gone: tells whether the request's sender has.

        Returns:
            Why there was no hand; None: there was.
        """
        if self._ratio < 1:
            self._metrics.strikes[Harm.CAPACITY].inc()
        if self._is_full():
            return Reason.QUEUE_FULL
        turn = self._at_once(has_gone) if self._is_free() else await self._waited(has_gone)
        if isinstance(turn, Reason):
            return turn
        # What is left is asked for once more: it may have changed since the turn came.
        ends_s = turn + self._bench.hold_s / (self._ratio or 1.0)
        try:
            await asyncio.sleep(max(0.0, ends_s - self._timer()))
        finally:
            self._give_back(ends_s)
        (self._metrics.wasted if has_gone() else self._metrics.served).inc()
        return None

    def _is_full(self) -> bool:
        """Tell whether the wait would be too long."""
        per_s = self._bench.per_s * (self._ratio or 1.0)
        return self._waiting / per_s > self._bench.queue_s

    def _is_free(self) -> bool:
        """Tell whether there is a hand, and nobody waits for it."""
        return bool(self._ratio) and not self._waiting and self._in_use < self._bench.hands

    def _at_once(self, has_gone: Callable[[], bool]) -> float | Reason:
        if self._is_wasted(has_gone):
            return Reason.GONE
        self._in_use += 1
        self._metrics.hands_in_use.set(self._in_use)
        return self._timer()

    def _is_wasted(self, has_gone: Callable[[], bool]) -> bool:
        """Tell whether a hand would be, which a patient bench does not ask."""
        return self._bench.patience_s < math.inf and has_gone()

    async def _waited(self, has_gone: Callable[[], bool]) -> float | Reason:
        loop = asyncio.get_running_loop()
        waiter = _Waiter(loop.create_future(), has_gone)
        self._queue.append(waiter)
        self._waiting += 1
        self._metrics.waiting.set(self._waiting)
        waiter.turn.add_done_callback(self._left_queue)
        if self._bench.patience_s < math.inf:
            timeout = loop.call_later(self._bench.patience_s, _answer, waiter, Reason.WAITED)
            waiter.turn.add_done_callback(lambda _: timeout.cancel())
        self._serve(self._timer())
        try:
            return await waiter.turn
        except asyncio.CancelledError:
            if not waiter.turn.cancelled() and not isinstance(waiter.turn.result(), Reason):
                self._give_back(self._timer())
            raise

    def _serve(self, from_s: float) -> None:
        """Give free hands to those who wait.

        Args:
            from_s: since when they are free.
        """
        while self._queue and self._ratio and self._in_use < self._bench.hands:
            waiter = self._queue.popleft()
            if waiter.turn.done():
                continue
            if self._is_wasted(waiter.has_gone):
                _answer(waiter, Reason.GONE)
                continue
            self._in_use += 1
            waiter.turn.set_result(from_s)
        self._metrics.hands_in_use.set(self._in_use)

    def _give_back(self, ended_s: float) -> None:
        self._in_use -= 1
        self._serve(max(ended_s, self._timer() - CATCH_UP_S))

    def _left_queue(self, _: object) -> None:
        self._waiting -= 1
        self._metrics.waiting.set(self._waiting)

    def _told(self, notice: Notice) -> None:
        self._ratio = notice.conditions.capacity.ratio
        self._metrics.capacity.set(self._bench.per_s * self._ratio)
        self._serve(self._timer())


def _answer(waiter: _Waiter, reason: Reason) -> None:
    if not waiter.turn.done():
        waiter.turn.set_result(reason)
