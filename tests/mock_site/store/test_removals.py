"""Either store forgets a registration that is removed, with its account, and gives its seat again."""

from mock_site.store.records import JoinResult, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.testing import finished_account
from tests.mock_site.store.test_joins import Pair, given, wish


async def _seated(store: SqlStore, number: int) -> str:
    """Give the id of a registration of somebody."""
    account_id = await finished_account(store, number)
    return (await given(store, wish(account_id))).registration_id


async def _roll(store: SqlStore) -> list[tuple[str, int | None]]:
    return [(one.registration_id, one.seat) async for portion in store.roll() for one in portion]


async def test_a_removed_registration_is_gone_with_its_account(stores: Pair) -> None:
    """For every process; removed again, it is not there. The same person may come again."""
    account_id = await finished_account(stores[0], 1)
    registration = await given(stores[0], wish(account_id))
    other = await _seated(stores[0], 2)
    assert await stores[0].remove(registration.registration_id)
    assert await _roll(stores[1]) == [(other, 2)]
    assert await stores[1].registration(registration.registration_id) is None
    assert await stores[1].account(account_id) is None
    assert not await stores[1].remove(registration.registration_id)
    assert [
        one async for portion in stores[1].notices() for one in portion if one.registration_id != other
    ] == []
    assert (await stores[0].join(wish(account_id))).result is JoinResult.NO_ACCOUNT
    assert await _seated(stores[0], 1)


async def test_the_seat_of_a_removed_registration_is_given_before_a_new_one(stores: Pair) -> None:
    """The lowest first; seats and wave are counted right in between."""
    ids = [await _seated(stores[0], number) for number in range(1, 5)]
    for place in (2, 0):
        assert await stores[1].remove(ids[place])
    seats, wave = await stores[0].seats("1"), await stores[0].wave_state("1")
    assert (seats.given, seats.taken, seats.left, seats.issued) == (2, 2, 98, 100)
    assert (wave.given, wave.left) == (2, 98)
    for number in range(5, 8):
        await _seated(stores[number % 2], number)
    assert [seat for _, seat in await _roll(stores[0])] == [1, 2, 3, 4, 5]
    assert (await stores[0].seats("1")).taken == 5


async def test_a_full_wave_has_room_again(stores: Pair) -> None:
    """For one; a quota that was lowered below a free seat does not reach it."""
    ids = [await _seated(stores[0], number) for number in range(1, 4)]
    await stores[0].change_wave("1", WaveChange(quota=3))
    late = await finished_account(stores[0], 4)
    assert (await stores[0].join(wish(late))).result is JoinResult.FULL
    assert await stores[0].remove(ids[1])
    await stores[0].change_wave("1", WaveChange(quota=1))
    assert (await stores[1].join(wish(late))).result is JoinResult.FULL
    await stores[0].change_wave("1", WaveChange(quota=3))
    assert (await given(stores[1], wish(late))).seat == 2
    last = await finished_account(stores[0], 5)
    assert (await stores[1].join(wish(last))).result is JoinResult.FULL


async def test_seats_above_the_highest_that_is_left_are_new_ones(stores: Pair) -> None:
    """Whoever is removed last leaves no gap below."""
    ids = [await _seated(stores[0], number) for number in range(1, 4)]
    for registration_id in (ids[1], ids[2]):
        assert await stores[0].remove(registration_id)
    assert (await stores[0].wave_state("1")).given == 1
    for number in (4, 5):
        await _seated(stores[0], number)
    assert [seat for _, seat in await _roll(stores[0])] == [1, 2, 3]
    for registration_id, _seat in await _roll(stores[0]):
        assert await stores[0].remove(registration_id)
    seats = await stores[1].seats("1")
    assert (seats.given, seats.taken, seats.left) == (0, 0, 100)


async def test_a_free_seat_stays_free_until_somebody_joins(stores: Pair) -> None:
    """Whichever process is asked how many are given."""
    ids = [await _seated(stores[0], number) for number in range(1, 4)]
    assert await stores[0].remove(ids[0])
    assert [(await one.wave_state("1")).given for one in stores] == [2, 2]
    assert [(await one.seats("1")).left for one in stores] == [98, 98]
