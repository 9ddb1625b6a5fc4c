"""Either store gives the seats of a wave in one way, whatever the process that is asked was told."""

import pytest

from mock_site.store.records import JoinRequest, JoinResult
from mock_site.store.role import StoreError
from mock_site.store.sql_store import SqlStore
from mock_site.testing import SetClock, finished_account
from tests.mock_site.store.kinds import Place
from tests.mock_site.store.lots import (
    CLOSES_S,
    application,
    applied,
    closing,
    due,
    seats_on_roll,
    to_be_drawn,
)


def at_once(account_id: str, key: str = "k") -> JoinRequest:
    """Give a wish for a seat, of a process that gives them at once."""
    return JoinRequest(account_id=account_id, wave="1", key=key, payload="d")


async def test_a_wave_that_is_drawn_gives_no_seat_at_once(
    place: Place, store: SqlStore, clock: SetClock
) -> None:
    """Of a process that was started before it was to be drawn; seats would go beyond the quota."""
    ana, budi = [await finished_account(store, number) for number in range(2)]
    to_be_drawn(place)
    await closing(store, quota=2)
    made = [one.registration_id for one in await applied(store, range(2, 6))]
    drawn = r"^wave 1 has its seats drawn by lot$"
    with pytest.raises(StoreError, match=drawn) as refused:
        await store.join(at_once(ana))
    assert refused.value.certain
    with pytest.raises(StoreError, match=drawn):
        await store.hold(at_once(budi), 60.0)
    clock.now_s = CLOSES_S
    assert await store.draw("1")
    assert await seats_on_roll(store) == due(made, 2)


async def test_a_repetition_is_answered_whatever_the_process_was_told(
    place: Place, store: SqlStore
) -> None:
    """It asks for nothing; nor does who names a wave that there is not."""
    ana, budi = [await finished_account(store, number) for number in range(2)]
    to_be_drawn(place)
    assert (await store.join(application(ana))).result is JoinResult.APPLIED
    again = await store.join(at_once(ana))
    assert again.result is JoinResult.REPLAYED
    assert again.registration is not None
    assert again.registration.seat is None
    elsewhere = JoinRequest(account_id=budi, wave="9", key="k", payload="d")
    assert (await store.join(elsewhere)).result is JoinResult.UNKNOWN_WAVE


async def test_no_more_seats_are_drawn_than_the_quota_leaves(
    place: Place, store: SqlStore, clock: SetClock
) -> None:
    """Where one was written behind the site's back: one the fewer, and none once there are too many."""
    to_be_drawn(place)
    await closing(store, quota=3)
    made = [one.registration_id for one in await applied(store, range(5))]
    place.run(f"UPDATE registrations SET seat = 2 WHERE registration_id = '{made[0]}'")  # noqa: S608 - our own id
    clock.now_s = CLOSES_S
    assert await store.draw("1")
    seats = await seats_on_roll(store)
    assert seats == {made[0]: 2, next(iter(due(made[1:], 1))): 3}
    place.run("UPDATE draws SET drawn_at_s = NULL", "UPDATE quotas SET quota = 1")
    assert await store.draw("1")
    assert await seats_on_roll(store) == seats
