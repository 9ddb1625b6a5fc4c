"""Either store gives each seat once, whichever process is asked."""

import asyncio

import pytest

from mock_site.store.message import MessageKind
from mock_site.store.progress import Step
from mock_site.store.records import JoinRequest, JoinResult, Registration, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import WriteProfile
from mock_site.testing import NOW_S, SetClock, finished_account, form
from tests.mock_site.store.kinds import Letters, Place
from tests.mock_site.store.test_taking import account_before

Pair = tuple[SqlStore, SqlStore]


def wish(account_id: str, key: str = "k", wave: str = "1", payload: str = "d") -> JoinRequest:
    """Give a wish for a seat."""
    return JoinRequest(account_id=account_id, wave=wave, key=key, payload=payload)


async def given(store: SqlStore, wished: JoinRequest) -> Registration:
    """Join and give the registration."""
    outcome = await store.join(wished)
    assert outcome.result is JoinResult.GIVEN
    assert outcome.registration is not None
    return outcome.registration


async def test_a_seat_is_given_with_its_message(stores: Pair, clock: SetClock, post: Letters) -> None:
    """The message goes to the phone and names the registration, which the other store shows."""
    account_id = await finished_account(stores[0], 1)
    post.messages.clear()
    clock.now_s += 5
    registration = await given(stores[0], wish(account_id))
    assert (registration.seat, registration.person) == (1, form(1)["nik"])
    assert (registration.key, registration.payload, registration.at_s) == ("k", "d", NOW_S + 5)
    assert await stores[1].registrations_of(account_id) == [registration]
    (message,) = post.messages
    assert (message.kind, message.account_id) == (MessageKind.SEAT, account_id)
    assert (message.to, message.body) == (form(1)["phone"], registration.registration_id)


async def test_a_key_means_one_wish(stores: Pair) -> None:
    """The same again is replayed, something else is refused, another key has joined already."""
    account_id = await finished_account(stores[0], 1)
    registration = await given(stores[0], wish(account_id))
    for again, result in (
        (wish(account_id), JoinResult.REPLAYED),
        (wish(account_id, payload="e"), JoinResult.KEY_REUSED),
        (wish(account_id, wave="9"), JoinResult.KEY_REUSED),
        (wish(account_id, key="l"), JoinResult.ALREADY_JOINED),
    ):
        outcome = await stores[1].join(again)
        assert (outcome.result, outcome.registration) == (result, registration)


async def test_a_key_is_the_accounts_own(stores: Pair) -> None:
    """Another account's wish under the same key is another wish."""
    for number in (1, 2):
        registration = await given(stores[0], wish(await finished_account(stores[0], number)))
        assert registration.seat == number


async def test_one_person_through_two_processes_joins_once(stores: Pair) -> None:
    """The same key at both: one is given, the other is a repetition of it."""
    account_id = await finished_account(stores[0], 1)
    first, second = await asyncio.gather(*(store.join(wish(account_id)) for store in stores))
    assert {first.result, second.result} == {JoinResult.GIVEN, JoinResult.REPLAYED}
    assert first.registration == second.registration


async def test_two_processes_never_give_a_seat_twice(stores: Pair) -> None:
    """Forty people through both for ten seats: seats 1 to 10, thirty refusals."""
    one = stores[0]
    await one.change_wave("1", WaveChange(quota=10))
    ids = await asyncio.gather(*(finished_account(one, number) for number in range(40)))
    outcomes = await asyncio.gather(
        *(stores[number % 2].join(wish(ids[number])) for number in range(40))
    )
    seats = [one.registration.seat for one in outcomes if one.registration is not None]
    assert sorted(seat or 0 for seat in seats) == [*range(1, 11)]
    assert [one.result for one in outcomes].count(JoinResult.FULL) == 30


async def test_who_is_not_done_gets_no_seat(stores: Pair) -> None:
    """The first step that is missing is named, once the wave is known to be one."""
    account_id = await account_before(stores[0], WriteProfile)
    outcome = await stores[0].join(wish(account_id))
    assert (outcome.result, outcome.missing) == (JoinResult.STEP_MISSING, Step.PROFILE)
    assert (await stores[0].join(wish(account_id, wave="9"))).result is JoinResult.UNKNOWN_WAVE
    assert (await stores[0].join(wish("0" * 32))).result is JoinResult.NO_ACCOUNT
    assert await stores[0].registrations_of(account_id) == []


async def test_a_wave_gives_seats_between_its_opening_and_its_closing(
    stores: Pair, clock: SetClock
) -> None:
    """From the opening itself, not at the closing itself; what was given stays given."""
    early, late = [await finished_account(stores[0], number) for number in (1, 2)]
    await stores[1].change_wave(
        "1",
        WaveChange(sets_opening=True, opens_at_s=NOW_S + 5, sets_closing=True, closes_at_s=NOW_S + 9),
    )
    outcome = await stores[0].join(wish(early))
    assert (outcome.result, outcome.turns_at_s) == (JoinResult.NOT_OPEN, NOW_S + 5)
    clock.now_s = NOW_S + 5
    await given(stores[0], wish(early))
    clock.now_s = NOW_S + 9
    outcome = await stores[0].join(wish(late))
    assert (outcome.result, outcome.turns_at_s) == (JoinResult.CLOSED, NOW_S + 9)
    assert (await stores[0].join(wish(early))).result is JoinResult.REPLAYED


@pytest.mark.parametrize(("raised", "result"), [(2, JoinResult.GIVEN), (0, JoinResult.FULL)])
async def test_a_quota_counts_at_the_instant_of_the_join(
    stores: Pair, raised: int, result: JoinResult
) -> None:
    """It may be raised, and lowered below what was given, which stays given."""
    first, second = [await finished_account(stores[0], number) for number in (1, 2)]
    await stores[0].change_wave("1", WaveChange(quota=1))
    registration = await given(stores[0], wish(first))
    assert (await stores[1].join(wish(second))).result is JoinResult.FULL
    await stores[1].change_wave("1", WaveChange(quota=raised))
    assert (await stores[0].join(wish(second))).result is result
    assert await stores[1].registrations_of(first) == [registration]


async def test_a_message_is_as_durable_as_its_seat(place: Place, stores: Pair) -> None:
    """Both are of one transaction: where the message cannot be written, no seat is given."""
    account_id = await finished_account(stores[0], 1)
    place.run("ALTER TABLE messages RENAME COLUMN body TO text")
    with pytest.raises(Exception, match=r"body|store"):
        await stores[0].join(wish(account_id))
    assert await stores[1].registrations_of(account_id) == []
    place.run("ALTER TABLE messages RENAME COLUMN text TO body")
    await given(stores[0], wish(account_id))
