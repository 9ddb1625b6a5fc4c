"""The bulkhead has so many places, lets so many wait, and turns the others away."""

import asyncio

import pytest

from mock_site.outside.bulkhead import Bulkhead, BulkheadFull, BulkheadRule
from tests.mock_site.outside.told import Taken


async def held(bulkhead: Bulkhead, until: asyncio.Event) -> None:
    """Hold a place until told."""
    async with bulkhead.place():
        await until.wait()


async def test_beyond_places_and_waiting_nobody_is_let_in() -> None:
    """One has the place, one waits, the third is refused at once; the second gets the place."""
    bulkhead = Bulkhead(BulkheadRule(places=1, waiting=1, wait_s=60.0), Taken())
    first, second = asyncio.Event(), asyncio.Event()
    holders = [asyncio.create_task(held(bulkhead, until)) for until in (first, second)]
    await asyncio.sleep(0)
    with pytest.raises(BulkheadFull):
        async with bulkhead.place():
            pytest.fail("there was no place")
    first.set()
    second.set()
    await asyncio.gather(*holders)
    async with bulkhead.place():
        pass


@pytest.mark.looptime
async def test_whoever_waits_too_long_is_refused() -> None:
    """After its time, and the place that is free then is not lost."""
    bulkhead = Bulkhead(BulkheadRule(places=1, waiting=5, wait_s=0.5), Taken())
    until = asyncio.Event()
    holder = asyncio.create_task(held(bulkhead, until))
    await asyncio.sleep(0)
    began_s = asyncio.get_running_loop().time()
    with pytest.raises(BulkheadFull):
        async with bulkhead.place():
            pytest.fail("there was no place")
    assert asyncio.get_running_loop().time() - began_s == pytest.approx(0.5)
    until.set()
    await holder
    async with bulkhead.place():
        pass


async def test_who_goes_away_while_waiting_leaves_room_for_another_to_wait() -> None:
    """A visitor who left does not count."""
    bulkhead = Bulkhead(BulkheadRule(places=1, waiting=1, wait_s=60.0), Taken())
    until = asyncio.Event()
    tasks = [asyncio.create_task(held(bulkhead, until)) for _ in range(2)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.wait([tasks[1]])
    third = asyncio.create_task(held(bulkhead, until))
    await asyncio.sleep(0)
    until.set()
    await asyncio.gather(tasks[0], third)


async def test_every_place_that_is_taken_or_given_back_is_told() -> None:
    """Also by a call that fails, and never by one that only waits."""
    taken = Taken()
    bulkhead = Bulkhead(BulkheadRule(places=2), taken)
    until = asyncio.Event()
    holders = [asyncio.create_task(held(bulkhead, until)) for _ in range(3)]
    await asyncio.sleep(0)
    assert taken.noted == [(0, 2), (1, 2), (2, 2)]
    until.set()
    await asyncio.gather(*holders)
    with pytest.raises(OSError, match="gone"):
        async with bulkhead.place():
            raise OSError("gone")
    assert max(taken.noted) == (2, 2)
    assert taken.noted[-2:] == [(1, 2), (0, 2)]


@pytest.mark.parametrize("wrong", [{"places": 0}, {"waiting": -1}, {"wait_s": 0.0}])
def test_a_rule_that_could_not_work_is_refused(wrong: dict[str, float]) -> None:
    """The message says what is allowed."""
    with pytest.raises(ValueError, match=r"^bulkhead: .*must be"):
        BulkheadRule(**wrong)  # type: ignore[arg-type]
