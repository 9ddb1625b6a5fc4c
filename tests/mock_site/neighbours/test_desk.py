"""The desk limits, delays and ill-treats requests as its conditions say, and counts them."""

import asyncio
import random

import pytest
from prometheus_client import CollectorRegistry

from mock_site.neighbours.conditions import Conditions, Standing
from mock_site.neighbours.delay import Delay
from mock_site.neighbours.desk import HANG_S, Desk
from mock_site.neighbours.limit import Limit
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.pages.refusals import Refusal
from mock_site.testing import SetClock


class DeskInProcess:
    """A desk, with its time and its metrics."""

    def __init__(self, settings: NeighbourSettings) -> None:
        self.timer, self.registry = SetClock(10.0), CollectorRegistry()
        self.slept_s: list[float] = []
        first = Conditions(limit=Limit(per_s=2.0, per_day=4), service=Delay(median_s=0.5))
        self.standing = Standing(first)
        dice = random.Random(1)  # noqa: S311 - a test's draws
        self.desk = Desk("shop", self.standing, settings, self.registry, self.timer, dice, self._sleep)

    def count(self, result: str) -> float | None:
        """Give the number of requests that ended so."""
        return self.registry.get_sample_value("shop_requests_total", {"result": result})

    async def _sleep(self, for_s: float) -> None:
        self.slept_s.append(for_s)
        self.timer.now_s += for_s
        await asyncio.sleep(0)


@pytest.fixture
def shop() -> DeskInProcess:
    """Give a desk of a rehearsal at a fifth of the time."""
    return DeskInProcess(NeighbourSettings(time_scale=0.2))


async def test_a_request_takes_its_time_at_scale(shop: DeskInProcess) -> None:
    """Half a second at a fifth; ten times as much when told to be slow."""
    assert await shop.desk.received() is None
    shop.standing.change({"misbehaviour": {"slow_ratio": 10}})
    assert await shop.desk.received() is None
    assert shop.slept_s == pytest.approx([0.1, 1.0])
    assert shop.count("served") == 2
    assert shop.registry.get_sample_value("shop_request_duration_seconds_sum") == pytest.approx(1.1)


async def test_beyond_the_limit_it_says_when_to_come_again(shop: DeskInProcess) -> None:
    """Too fast for a second, out of budget for the day; whole seconds, one at least."""
    shop.standing.change({"service": {"median_s": 0}})
    for _ in range(2):
        await shop.desk.received()
    with pytest.raises(Refusal) as fast:
        await shop.desk.received()
    assert (fast.value.status, fast.value.body["error"]) == (429, "too-fast")
    assert fast.value.headers["Retry-After"] == "1"
    shop.timer.now_s += 1.0
    for _ in range(2):
        await shop.desk.received()
    shop.timer.now_s += 1.0
    with pytest.raises(Refusal) as spent:
        await shop.desk.received()
    assert (spent.value.status, spent.value.body["error"]) == (429, "budget-spent")
    assert spent.value.headers["Retry-After"] == "86398"
    assert (shop.count("too_fast"), shop.count("budget_spent")) == (1, 1)
    assert shop.registry.get_sample_value("shop_budget_left") == 0


async def test_what_comes_together_counts_one_by_one(shop: DeskInProcess) -> None:
    """Two of three in a second, none of the next two; what was admitted has one fate and one service."""
    assert shop.desk.admitted(3) == 2
    with pytest.raises(Refusal) as refused:
        shop.desk.admitted(2)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (429, "1")
    assert shop.count("too_fast") == 2
    assert await shop.desk.served(2) is None
    shop.standing.change({"misbehaviour": {"failing_share": 1}})
    assert await shop.desk.served(2) is not None
    assert (shop.count("served"), shop.count("failed")) == (2, 2)
    assert shop.registry.get_sample_value("shop_request_duration_seconds_count") == 2


async def test_a_rate_scale_multiplies_the_limits() -> None:
    """Half of four a day."""
    shop = DeskInProcess(NeighbourSettings(rate_scale=0.5))
    await shop.desk.received()
    assert shop.registry.get_sample_value("shop_budget_left") == 1


async def test_it_fails_with_the_status_that_it_was_told(shop: DeskInProcess) -> None:
    """Even one that has no name."""
    shop.standing.change({"misbehaviour": {"failing_share": 1, "failing_status": 599}})
    ill = await shop.desk.received()
    assert ill is not None
    assert (ill.status, ill.text, shop.count("failed")) == (599, '{"error": "failed"}', 1)


async def test_it_answers_with_half_an_object_when_told(shop: DeskInProcess) -> None:
    """With a status that promises more."""
    shop.standing.change({"misbehaviour": {"malformed_share": 1}})
    ill = await shop.desk.received()
    assert ill is not None
    assert (ill.status, ill.text, shop.count("malformed")) == (200, '{"match": tr', 1)


async def test_it_hangs_when_told(shop: DeskInProcess) -> None:
    """Longer than anybody waits, and it does not go on for ever."""
    shop.standing.change({"misbehaviour": {"hanging_share": 1}})
    ill = await shop.desk.received()
    assert shop.slept_s[0] == HANG_S == 600
    assert ill is not None
    assert (ill.status, shop.count("hung"), shop.count("served")) == (503, 1, 0)
