"""The line: calls to one neighbour, guarded as much as the site's level of protection wants.

off       no limit of any kind; aiohttp gives up after 300 s
naive     30 s an attempt and three immediate retries, whatever the others suffer
hardened  2 s a call, a bulkhead, a breaker, at most one retry within a budget, after a random pause,
          and no call before a neighbour that is out of budget wants one
"""

import asyncio
import dataclasses
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from mock_site.defects import NONE, Defect, Defects
from mock_site.layers import Level
from mock_site.outside.breaker import Breaker, BreakerOpen, BreakerRule
from mock_site.outside.bulkhead import Bulkhead, BulkheadFull, BulkheadRule
from mock_site.outside.metrics import CallResult, LineMetrics
from mock_site.outside.retry_budget import RetryBudget, RetryRule
from mock_site.outside.wire import CallError, Reply, Wire

MOST_HOLD_OFF_S = 30.0
_OF_THE_NEIGHBOUR = frozenset(
    {CallResult.FAILED, CallResult.CUT, CallResult.TIMED_OUT, CallResult.MALFORMED}
)
"""Results that say that a neighbour is not well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What guards a line.

    Attributes:
        call_s: how long a call may take, its retries and waits included; None: as long as it takes.
        attempt_s: how long each attempt may take; None likewise.
        retry: how often a failed call is made again.
        bulkhead: how many calls there are at a time; None: as many as come.
        breaker: when none are made; None: never.
        retries_limited: whether 429 is answered with a retry.
        connections: to the neighbour, 0 for as many as there are calls.
        defects: that are planted.
    """

    call_s: float | None = None
    attempt_s: float | None = None
    retry: RetryRule = field(default_factory=lambda: RetryRule(most=0))
    bulkhead: BulkheadRule | None = None
    breaker: BreakerRule | None = None
    retries_limited: bool = False
    connections: int = 0
    defects: Defects = NONE

    def __post_init__(self) -> None:
        for name, value in (("call_s", self.call_s), ("attempt_s", self.attempt_s)):
            if value is not None and value <= 0:
                raise ValueError(f"{name}: is {value}; it must be above 0")
        if self.connections < 0:
            raise ValueError(f"connections: is {self.connections}; it must be 0 or more")


GUARDS: Mapping[Level, Guards] = MappingProxyType(
    {
        Level.OFF: Guards(),
        Level.NAIVE: Guards(
            attempt_s=30.0, retry=RetryRule(most=3), retries_limited=True, connections=100
        ),
        Level.HARDENED: Guards(
            call_s=2.0,
            retry=RetryRule(most=1, ratio=0.1, pause_s=0.1),
            bulkhead=BulkheadRule(),
            breaker=BreakerRule(),
            connections=64,
        ),
    }
)


def guards_of(level: Level, defects: Defects) -> Guards:
    """Give what guards the lines of a site.

    Args:
        level: of their protection.
        defects: that are planted.
    """
    guards = dataclasses.replace(GUARDS[level], defects=defects)
    if Defect.RETRY_STORM in defects:
        return dataclasses.replace(guards, retry=RetryRule(most=10), retries_limited=True, breaker=None)
    return guards


class Line:
    """A line to one neighbour.

    Args:
        wire: that carries the requests.
        guards: what guards it.
        metrics: that it counts in.
        timer: monotonic seconds.
        dice: draws the pause before a retry.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        wire: Wire,
        guards: Guards,
        metrics: LineMetrics,
        timer: Callable[[], float],
        dice: random.Random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._wire = wire
        self._guards = guards
        self._metrics = metrics
        self._timer = timer
        self._dice = dice
        self._sleep = sleep
        self._budget = RetryBudget(guards.retry)
        bulkhead = guards.bulkhead
        self._bulkhead = None if bulkhead is None else Bulkhead(bulkhead, metrics, guards.defects)
        self._breaker = None if guards.breaker is None else Breaker(guards.breaker, timer, metrics)
        self._held_off_until_s = 0.0

    async def ask(self, method: str, path: str, content: Mapping[str, Any] | None = None) -> Reply:
        """Send a request and give its answer.

        Raises:
            CallError: there was none.
        """
        began_s = self._timer()
        result = CallResult.ABANDONED
        try:
            async with self._place():
                reply = await self._tried(method, path, content, began_s)
            result = CallResult.ANSWERED
        except CallError as error:
            result = error.result
            raise
        finally:
            self._metrics.ended(result, self._timer() - began_s)
        return reply

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self._guards.breaker is not None and self._timer() < self._held_off_until_s:
            raise CallError(CallResult.HELD_OFF, self._held_off_until_s - self._timer())
        if self._bulkhead is None:
            yield
            return
        try:
            async with self._bulkhead.place():
                yield
        except BulkheadFull:
            raise CallError(CallResult.BULKHEAD_FULL) from None

    async def _tried(
        self, method: str, path: str, content: Mapping[str, Any] | None, began_s: float
    ) -> Reply:
        self._budget.called()
        left = self._guards.retry.most
        while True:
            try:
                return await self._permitted(method, path, content, began_s)
            except CallError as error:
                if not (left and self._may_retry(error)):
                    raise
            left -= 1
            if self._guards.retry.pause_s:
                await self._sleep(self._guards.retry.pause_s * self._dice.random())

    def _may_retry(self, error: CallError) -> bool:
        limited = error.result is CallResult.LIMITED and self._guards.retries_limited
        return (limited or error.result in _OF_THE_NEIGHBOUR) and self._budget.grants()

    async def _permitted(
        self, method: str, path: str, content: Mapping[str, Any] | None, began_s: float
    ) -> Reply:
        """Make one attempt, if the breaker lets it through, and tell the breaker how it ended."""
        breaker = self._breaker
        if breaker is None:
            return await self._attempted(method, path, content, began_s)
        try:
            permit = breaker.permit()
        except BreakerOpen:
            raise CallError(CallResult.BREAKER_OPEN) from None
        try:
            reply = await self._attempted(method, path, content, began_s)
        except CallError as error:
            self._hold_off(error)
            is_unwell = error.result in _OF_THE_NEIGHBOUR
            (breaker.failed if is_unwell else breaker.succeeded)(permit)
            raise
        except BaseException:
            breaker.abandoned(permit)
            raise
        breaker.succeeded(permit)
        return reply

    def _hold_off(self, error: CallError) -> None:
        """Heed a wish to be left alone that is longer than a visitor would wait."""
        wish_s = error.retry_after_s
        if error.result is CallResult.LIMITED and wish_s and wish_s > (self._guards.call_s or 0):
            self._held_off_until_s = self._timer() + min(wish_s, MOST_HOLD_OFF_S)

    async def _attempted(
        self, method: str, path: str, content: Mapping[str, Any] | None, began_s: float
    ) -> Reply:
        self._metrics.attempted()
        try:
            async with asyncio.timeout(self._left_s(began_s)):
                return await self._wire.send(method, path, content)
        except TimeoutError:
            raise CallError(CallResult.TIMED_OUT) from None

    def _left_s(self, began_s: float) -> float | None:
        """Give how long an attempt may take."""
        limits = [] if self._guards.attempt_s is None else [self._guards.attempt_s]
        if self._guards.call_s is not None:
            limits.append(max(0.0, began_s + self._guards.call_s - self._timer()))
        return min(limits, default=None)
