"""The desk: where a neighbour takes a request in, as slowly, as well or as ill as its conditions say."""

import asyncio
import json
import math
import random
from collections.abc import Awaitable, Callable
from enum import Enum
from http import HTTPStatus
from typing import Generic, NoReturn

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from mock_site.neighbours.conditions import AnyConditions, Standing
from mock_site.neighbours.limit import Allowance, Denial, Excess
from mock_site.neighbours.misbehaviour import Fate
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.pages.refusals import Refusal

HANG_S = 600.0
_HALF_AN_OBJECT = b'{"match": tr'
_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Received(Enum):
    """How a request at the desk ended."""

    SERVED = "served"
    TOO_FAST = "too_fast"
    BUDGET_SPENT = "budget_spent"
    FAILED = "failed"
    HUNG = "hung"
    MALFORMED = "malformed"


class Desk(Generic[AnyConditions]):
    """The desk of one neighbour.

    Args:
        name: of the neighbour; its metrics begin with it.
        standing: its conditions.
        settings: that it was started with.
        registry: that its metrics are made in.
        timer: monotonic seconds.
        dice: draws delays and fates.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        name: str,
        standing: Standing[AnyConditions],
        settings: NeighbourSettings,
        registry: CollectorRegistry,
        timer: Callable[[], float],
        dice: random.Random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._standing = standing
        self._scale = settings.time_scale
        self._allowance = Allowance(timer, settings.rate_scale)
        self._timer = timer
        self._dice = dice
        self._sleep = sleep
        requests = Counter(
            f"{name}_requests_total",
            "Requests at the desk, by how they ended.",
            ["result"],
            registry=registry,
        )
        self._requests = {one: requests.labels(one.value) for one in Received}
        self._duration = Histogram(
            f"{name}_request_duration_seconds",
            "Time from a request being taken in to its answer, refusals left out.",
            registry=registry,
            buckets=_BUCKETS_S,
        )
        budget = Gauge(f"{name}_budget_left", "Requests left of the day.", registry=registry)
        budget.set_function(lambda: self._allowance.left(standing.now.limit))

    async def received(self) -> web.Response | None:
        """Take a request in, for as long as that takes, and give the ill answer it gets, if any.

        Raises:
            Refusal: 429 beyond the limit.
        """
        return await self.served(self.admitted(1))

    def admitted(self, wanted: int) -> int:
        """Give how many of some requests that come together the limit allows, each being one.

        Args:
            wanted: how many come, 1 or more.

        Raises:
            Refusal: 429 where it allows none.
        """
        for number in range(wanted):
            denial = self._allowance.take(self._standing.now.limit)
            if denial is not None:
                is_fast = denial.excess is Excess.TOO_FAST
                result = Received.TOO_FAST if is_fast else Received.BUDGET_SPENT
                # Once: what was not looked at comes again, and would be counted as often as it does.
                self._requests[result].inc()
                return number or _refused(denial)
        return wanted

    async def served(self, requests: int) -> web.Response | None:
        """Take in what came together and was admitted; one fate is drawn for all of it.

        Args:
            requests: how many are counted.
        """
        began_s = self._timer()
        misbehaviour = self._standing.now.misbehaviour
        fate = misbehaviour.draw(self._dice)
        service_s = self._standing.now.service.draw(self._dice) * misbehaviour.slow_ratio
        if fate is Fate.HUNG:
            self._requests[Received.HUNG].inc(requests)
            await self._sleep(HANG_S)
        await self._sleep(service_s * self._scale)
        self._duration.observe(self._timer() - began_s)
        return self._answer(fate, misbehaviour.failing_status, requests)

    def _answer(self, fate: Fate, failing_status: int, requests: int) -> web.Response | None:
        if fate is Fate.SERVED:
            self._requests[Received.SERVED].inc(requests)
            return None
        if fate is Fate.MALFORMED:
            self._requests[Received.MALFORMED].inc(requests)
            return web.Response(body=_HALF_AN_OBJECT, content_type="application/json")
        if fate is Fate.FAILED:
            self._requests[Received.FAILED].inc(requests)
        # A status without a name of its own is no HTTPStatus, and any of 500 to 599 may be told.
        body = json.dumps({"error": fate.value}).encode("utf-8")
        return web.Response(body=body, status=failing_status, content_type="application/json")


def _refused(denial: Denial) -> NoReturn:
    """Refuse a request, and say when to come again: in whole seconds, one at least.

    Raises:
        Refusal: always.
    """
    wait_s = str(max(1, math.ceil(denial.retry_after_s)))
    raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, denial.excess.value, headers={"Retry-After": wait_s})
