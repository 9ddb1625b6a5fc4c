"""The identity registry answers look-ups over HTTP, within its limits, as well as it is told to."""

import pytest

from mock_site.neighbours.registry.app import make_app
from tests.mock_site.neighbours.neighbour import NeighbourInProcess, Start

GOOD = {"nik": "9701014508900001", "kk": "9701011408900001", "birth_date": "1990-08-05"}


@pytest.fixture
async def registry(start: Start) -> NeighbourInProcess:
    """Give a registry."""
    return await start(make_app)


async def test_people_are_known_or_a_field_is_wrong(registry: NeighbourInProcess) -> None:
    """And both are counted."""
    assert await registry.post("/lookups", GOOD) == (200, {"match": True})
    wrong = {**GOOD, "birth_date": "1990-08-06"}
    answer = {"match": False, "field": "birth_date"}
    assert await registry.post("/lookups", wrong) == (200, answer)
    counts = [
        await registry.metric("registry_lookups_total", answer=one) for one in ("match", "mismatch")
    ]
    assert counts == [1, 1]


async def test_it_takes_the_time_that_it_is_told(registry: NeighbourInProcess) -> None:
    """Three seconds, on its own clock."""
    await registry.told({"service": {"median_s": 3, "sigma": 0}})
    before_s = registry.timer.now_s
    await registry.post("/lookups", GOOD)
    assert registry.timer.now_s - before_s == pytest.approx(3)


async def test_beyond_its_limits_it_answers_429(registry: NeighbourInProcess) -> None:
    """With the reason and when to come again."""
    await registry.told({"limit": {"per_s": 1}, "service": {"median_s": 0}})
    await registry.post("/lookups", GOOD)
    async with registry.client.post("/lookups", json=GOOD) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
        assert await answer.json() == {"error": "too-fast"}
    await registry.told({"limit": {"per_day": 1}})
    registry.timer.now_s += 10
    assert await registry.post("/lookups", GOOD) == (429, {"error": "budget-spent"})
    assert await registry.metric("registry_budget_left") == 0


async def test_it_is_wrong_when_told(registry: NeighbourInProcess) -> None:
    """Yes becomes no, no becomes yes."""
    await registry.told({"wrong_share": 1})
    assert await registry.post("/lookups", GOOD) == (200, {"match": False, "field": "nik"})
    assert await registry.post("/lookups", {**GOOD, "nik": "1"}) == (200, {"match": True})
    assert await registry.metric("registry_lookups_total", answer="wrong") == 2


async def test_it_fails_when_told_and_is_well_again_when_told(registry: NeighbourInProcess) -> None:
    """With the status that it was told."""
    await registry.told({"misbehaviour": {"failing_share": 1, "failing_status": 502}})
    assert await registry.post("/lookups", GOOD) == (502, {"error": "failed"})
    await registry.told({"misbehaviour": {"failing_share": 0}})
    assert await registry.post("/lookups", GOOD) == (200, {"match": True})


async def test_what_is_no_look_up_costs_nothing_of_the_limit(registry: NeighbourInProcess) -> None:
    """400, and the budget stays."""
    left = await registry.metric("registry_budget_left")
    assert (await registry.post("/lookups", {"nik": "1"}))[0] == 400
    assert await registry.metric("registry_budget_left") == left


async def test_two_registries_of_one_seed_misbehave_alike(start: Start) -> None:
    """And of another seed otherwise."""

    async def conduct(seed: int) -> list[int]:
        """Give the answers' statuses."""
        one = await start(make_app, seed=seed)
        await one.told({"misbehaviour": {"failing_share": 0.5}})
        return [(await one.post("/lookups", GOOD))[0] for _ in range(30)]

    first, again, other = await conduct(1), await conduct(1), await conduct(2)
    assert first == again != other
