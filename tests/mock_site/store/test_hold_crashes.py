"""A seat that is held goes back once, whatever ends and whenever it does."""

import time

import pytest

from mock_site.store.hold import HoldResult
from mock_site.store.records import JoinRequest, JoinResult, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.testing import SetClock, finished_account
from tests.mock_site.store.kinds import Place, opened
from tests.mock_site.store.test_crashes import Start, lines, seats, start

__all__ = ["start"]
LONG_AFTER_S = 1_000.0


async def still_to_be_had(store: SqlStore, first: int, most: int) -> int:
    """Let people hold and join until nobody can, and tell how many did."""
    for number in range(most):
        account_id = await finished_account(store, first + number)
        wish = JoinRequest(account_id=account_id, wave="1", key="k", payload="d", needs_hold=True)
        if (await store.hold(wish, 60.0)).result is HoldResult.FULL:
            return number
        assert (await store.join(wish)).result is JoinResult.GIVEN
    return most


@pytest.mark.parametrize("after", [1, 23])
async def test_two_writers_are_killed_between_holding_and_joining(
    place: Place, start: Start, after: int
) -> None:
    """What was acknowledged is kept; once all holds are over, exactly the other seats are to be had."""
    place.run("UPDATE waves SET quota = 100000")
    writers = [start(place, first, 2_000, "holds") for first in (0, 5_000)]
    said = [lines(writer, after) for writer in writers]
    for writer in writers:
        writer.kill()
    said = [[*some, *lines(writer, 10_000)] for some, writer in zip(said, writers, strict=True)]
    acknowledged = seats(said[0]) | seats(said[1])
    assert len(acknowledged) >= 2 * after
    clock = SetClock(time.time() + LONG_AFTER_S)
    async with opened(place, clock) as store:
        roll = [entry async for portion in store.roll() for entry in portion]
        assert acknowledged.items() <= {one.registration_id: one.seat for one in roll}.items()
        assert len({one.seat for one in roll}) == len({one.person for one in roll}) == len(roll)
        before = await store.seats("1")
        assert (before.held, before.taken, before.confirmed) == (0, len(roll), len(roll))
        await store.change_wave("1", WaveChange(quota=len(roll) + 7))
        assert await still_to_be_had(store, 20_000, 20) == 7
        assert (await store.seats("1")).taken == len(roll) + 7
