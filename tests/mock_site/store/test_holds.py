"""Either store keeps a seat for somebody until its time is over, and gives it back once."""

import asyncio

import pytest

from mock_site.defects import Defect
from mock_site.store.hold import Hold, HoldResult, HoldState
from mock_site.store.lapses import MOST
from mock_site.store.progress import Step
from mock_site.store.records import JoinRequest, JoinResult, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import WriteProfile
from mock_site.testing import NOW_S, SetClock, finished_account
from tests.mock_site.store.kinds import Place, opened
from tests.mock_site.store.test_planted import planted_or_not
from tests.mock_site.store.test_taking import account_before

Pair = tuple[SqlStore, SqlStore]
LASTS_S = 60.0


def wish(account_id: str, key: str = "k", wave: str = "1", payload: str = "d") -> JoinRequest:
    """Give a wish for a seat, of a site that holds them first."""
    return JoinRequest(account_id=account_id, wave=wave, key=key, payload=payload, needs_hold=True)


async def people(store: SqlStore, count: int) -> list[str]:
    """Give the accounts of people who may join."""
    return [await finished_account(store, number) for number in range(count)]


async def held(store: SqlStore, account_id: str, key: str = "k") -> Hold:
    """Hold a seat and give the hold."""
    outcome = await store.hold(wish(account_id, key), LASTS_S)
    assert outcome.result is HoldResult.HELD
    assert outcome.hold is not None
    return outcome.hold


async def joined(store: SqlStore, account_id: str, key: str = "k") -> JoinResult:
    """Join and give the result."""
    return (await store.join(wish(account_id, key))).result


async def test_a_held_seat_is_taken_and_not_given(stores: Pair) -> None:
    """Nobody else gets it, no roll has it, and nobody is told of it."""
    ana, budi = await people(stores[0], 2)
    await stores[0].change_wave("1", WaveChange(quota=1))
    hold = await held(stores[0], ana)
    assert (hold.seat, hold.at_s, hold.ends_at_s) == (1, NOW_S, NOW_S + LASTS_S)
    assert await stores[1].hold_of(ana, "1") == hold
    assert (await stores[1].hold(wish(budi), LASTS_S)).result is HoldResult.FULL
    state, seats = await stores[1].wave_state("1"), await stores[1].seats("1")
    assert (state.given, state.held, state.left) == (0, 1, 0)
    assert (seats.given, seats.held, seats.left, seats.issued) == (0, 1, 0, 1)
    assert [entry async for portion in stores[1].roll() for entry in portion] == []
    assert [one async for portion in stores[1].notices() for one in portion] == []


async def test_who_joins_in_time_has_the_seat_that_was_held(stores: Pair, clock: SetClock) -> None:
    """Through whichever process, also in the last instant; a repetition is one."""
    ana, budi = await people(stores[0], 2)
    await held(stores[0], ana)
    assert (await held(stores[0], budi)).seat == 2
    clock.now_s = NOW_S + LASTS_S - 0.001
    outcome = await stores[1].join(wish(budi))
    assert (outcome.result, outcome.registration and outcome.registration.seat) == (
        JoinResult.GIVEN,
        2,
    )
    clock.now_s += 1_000
    assert await joined(stores[0], budi) is JoinResult.REPLAYED
    hold = await stores[0].hold_of(budi, "1")
    assert hold is not None
    assert (hold.state, hold.has_expired(clock.now_s)) == (HoldState.CONFIRMED, False)


async def test_who_joins_too_late_is_refused_and_the_seat_is_somebody_elses(
    stores: Pair, clock: SetClock
) -> None:
    """From the very instant on, also before anybody has taken the seat; another hold is another wish."""
    ana, budi = await people(stores[0], 2)
    await stores[0].change_wave("1", WaveChange(quota=1))
    await held(stores[0], ana)
    clock.now_s = NOW_S + LASTS_S
    assert await joined(stores[0], ana) is JoinResult.HOLD_EXPIRED
    assert (await stores[1].seats("1")).left == 1
    assert (await held(stores[1], budi)).seat == 1
    assert await joined(stores[0], ana) is JoinResult.HOLD_EXPIRED
    assert (await stores[0].hold(wish(ana, "l"), LASTS_S)).result is HoldResult.FULL
    assert await joined(stores[1], budi) is JoinResult.GIVEN


async def test_without_a_hold_nobody_joins(stores: Pair) -> None:
    """Where one is needed, be there seats or none; else one is given that nobody holds."""
    ana, budi = await people(stores[0], 2)
    await stores[0].change_wave("1", WaveChange(quota=0))
    assert await joined(stores[0], ana) is JoinResult.FULL
    await stores[0].change_wave("1", WaveChange(quota=2))
    assert await joined(stores[0], ana) is JoinResult.NOT_HELD
    await held(stores[0], ana)
    at_once = JoinRequest(account_id=budi, wave="1", key="k", payload="d")
    outcome = await stores[1].join(at_once)
    assert outcome.registration is not None
    assert outcome.registration.seat == 2


async def test_a_key_means_one_hold(stores: Pair, clock: SetClock) -> None:
    """The same again is the same hold, as long as it is one; another key has one already."""
    (ana,) = await people(stores[0], 1)
    hold = await held(stores[0], ana)
    clock.now_s += 5
    for again, result in (
        (wish(ana), HoldResult.REPLAYED),
        (wish(ana, payload="e"), HoldResult.KEY_REUSED),
        (wish(ana, wave="9"), HoldResult.KEY_REUSED),
        (wish(ana, key="l"), HoldResult.ALREADY_HELD),
    ):
        outcome = await stores[1].hold(again, LASTS_S)
        assert (outcome.result, outcome.hold) == (result, hold)
    clock.now_s += LASTS_S
    expired = await stores[1].hold(wish(ana), LASTS_S)
    assert (expired.result, expired.hold and expired.hold.state) == (
        HoldResult.EXPIRED,
        HoldState.EXPIRED,
    )
    await held(stores[1], ana, "l")
    await stores[1].join(wish(ana))
    for key in "klm":
        outcome = await stores[0].hold(wish(ana, key), LASTS_S)
        assert outcome.result is HoldResult.ALREADY_JOINED
        assert outcome.registration is not None


async def test_a_hold_is_refused_as_a_join_is(stores: Pair, clock: SetClock) -> None:
    """Wave, steps, opening and closing are looked at in the same order."""
    ana, budi = await people(stores[0], 2)
    early = await account_before(stores[0], WriteProfile, 7)
    assert (await stores[0].hold(wish("0" * 32), LASTS_S)).result is HoldResult.NO_ACCOUNT
    assert (await stores[0].hold(wish(ana, wave="9"), LASTS_S)).result is HoldResult.UNKNOWN_WAVE
    missing = await stores[0].hold(wish(early), LASTS_S)
    assert (missing.result, missing.missing) == (HoldResult.STEP_MISSING, Step.PROFILE)
    await stores[0].change_wave(
        "1",
        WaveChange(sets_opening=True, opens_at_s=NOW_S + 5, sets_closing=True, closes_at_s=NOW_S + 20),
    )
    outcome = await stores[1].hold(wish(ana), LASTS_S)
    assert (outcome.result, outcome.turns_at_s) == (HoldResult.NOT_OPEN, NOW_S + 5)
    clock.now_s = NOW_S + 6
    assert (await held(stores[1], ana)).ends_at_s == NOW_S + 20
    clock.now_s = NOW_S + 20
    outcome = await stores[1].hold(wish(budi), LASTS_S)
    assert (outcome.result, outcome.turns_at_s) == (HoldResult.CLOSED, NOW_S + 20)
    assert await joined(stores[0], ana) is JoinResult.CLOSED
    assert (await stores[0].seats("1")).held == 0


async def test_a_quota_that_was_lowered_is_kept_by_those_who_join(stores: Pair) -> None:
    """Holds are not taken back; of those who confirm, the first have the seats there still are."""
    ids = await people(stores[0], 4)
    for one in ids[:3]:
        await held(stores[0], one)
    await stores[0].change_wave("1", WaveChange(quota=2))
    assert (await stores[1].hold(wish(ids[3]), LASTS_S)).result is HoldResult.FULL
    results = [await joined(stores[1], one) for one in reversed(ids[:3])]
    assert results == [JoinResult.GIVEN, JoinResult.GIVEN, JoinResult.FULL]
    await stores[0].change_wave("1", WaveChange(quota=3))
    assert await joined(stores[1], ids[0]) is JoinResult.GIVEN


async def test_seats_that_come_back_are_not_given_beyond_a_lowered_quota(
    stores: Pair, clock: SetClock
) -> None:
    """A free number below the quota does not say that the quota has room."""
    ids = await people(stores[0], 5)
    hold = await held(stores[0], ids[0])
    for one in ids[1:4]:
        await stores[0].join(JoinRequest(account_id=one, wave="1", key="k", payload="d"))
    clock.now_s = hold.ends_at_s
    await stores[0].change_wave("1", WaveChange(quota=3))
    assert (await stores[1].hold(wish(ids[4]), LASTS_S)).result is HoldResult.FULL


async def test_two_processes_give_a_seat_back_once(stores: Pair, clock: SetClock) -> None:
    """Whoever ends the holds, and however many at the same time, each is ended by one of them."""
    ids = await people(stores[0], 20)
    await stores[0].change_wave("1", WaveChange(quota=20))
    for one in ids:
        await held(stores[0], one)
    clock.now_s += LASTS_S
    ended = await asyncio.gather(*(stores[number % 2].end_holds("1") for number in range(8)))
    assert sum(ended) == 20
    again = await asyncio.gather(
        *(stores[number % 2].hold(wish(one, "l"), LASTS_S) for number, one in enumerate(ids))
    )
    assert sorted(one.hold.seat for one in again if one.hold) == [*range(1, 21)]
    seats = await stores[0].seats("1")
    assert (seats.held, seats.expired, seats.left) == (20, 20, 0)


async def test_confirming_and_ending_at_the_same_time_leaves_one_owner(
    stores: Pair, clock: SetClock
) -> None:
    """One process has a clock that is ahead: what it has ended is over, and nobody has two seats."""
    ids = await people(stores[0], 30)
    await stores[0].change_wave("1", WaveChange(quota=30))
    for one in ids:
        await held(stores[0], one)
    ahead = SetClock(clock.now_s + LASTS_S)
    stores[1]._clock = ahead
    await asyncio.gather(*(joined(stores[0], one) for one in ids), stores[1].end_holds("1"))
    clock.now_s = ahead.now_s
    seats = await stores[0].seats("1")
    assert (seats.confirmed, seats.held) == (seats.given, 0)
    assert (seats.confirmed + seats.expired, seats.taken) == (30, seats.given)


async def test_a_seat_that_came_back_is_held_again_before_any_that_nobody_had(
    stores: Pair, clock: SetClock
) -> None:
    """Numbers have no gaps for longer than they have to, and one that came back does so once."""
    ids = await people(stores[0], 4)
    await held(stores[0], ids[0])
    clock.now_s += 1
    await held(stores[0], ids[1])
    clock.now_s += LASTS_S - 1
    assert [(await held(stores[1], one)).seat for one in ids[2:]] == [1, 3]
    assert (await stores[0].seats("1")).taken == 3


async def test_a_hold_that_is_over_is_refused_also_while_too_many_are_to_be_ended(
    place: Place, stores: Pair, clock: SetClock
) -> None:
    """A transaction ends but so many, the earliest first; the time decides, not whether it has ended."""
    (ana,) = await people(stores[0], 1)
    await stores[0].change_wave("1", WaveChange(quota=2 * MOST))
    before = ", ".join(
        f"('x{seat}', 'k', '1', 'd', {seat}, 0, {clock.now_s + 1}, 'held')"
        for seat in range(1, MOST + 1)
    )
    place.run(f"INSERT INTO holds VALUES {before}")  # noqa: S608 - our own rows
    assert (await held(stores[0], ana)).seat == MOST + 1
    clock.now_s += LASTS_S
    assert await joined(stores[1], ana) is JoinResult.HOLD_EXPIRED
    hold = await stores[0].hold_of(ana, "1")
    assert hold is not None
    assert (hold.state, hold.has_expired(clock.now_s)) == (HoldState.HELD, True)
    seats = await stores[0].seats("1")
    assert (seats.held, seats.taken, seats.expired) == (0, 0, MOST + 1)
    assert [await stores[0].end_holds("1") for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("removes", [True, False])
async def test_a_removed_account_leaves_no_hold(stores: Pair, removes: bool) -> None:  # noqa: FBT001
    """The row of the hold goes with it."""
    (ana,) = await people(stores[0], 1)
    await held(stores[0], ana)
    outcome = await stores[0].join(wish(ana))
    assert outcome.registration is not None
    if removes:
        await stores[0].remove(outcome.registration.registration_id)
    assert (await stores[1].hold_of(ana, "1") is None) is removes


@planted_or_not(Defect.LATE_CONFIRMATION)
async def test_a_hold_that_is_over_is_confirmed_all_the_same(
    place: Place, defects: frozenset[Defect]
) -> None:
    """Then there are more registrations than seats."""
    clock = SetClock()
    async with opened(place, clock, defects=defects) as store:
        ana, budi = await people(store, 2)
        await store.change_wave("1", WaveChange(quota=1))
        await held(store, ana)
        clock.now_s += LASTS_S
        await held(store, budi)
        results = [await joined(store, one) for one in (budi, ana)]
        given = (await store.seats("1")).given
    late = JoinResult.GIVEN if defects else JoinResult.HOLD_EXPIRED
    assert (results, given) == ([JoinResult.GIVEN, late], 2 if defects else 1)


def test_seats_that_are_held_are_numbered_from_one() -> None:
    """There is no seat 0."""
    with pytest.raises(ValueError, match=r"^seat: is 0; seats are numbered from 1$"):
        Hold(
            account_id="a",
            key="k",
            wave="1",
            payload="d",
            seat=0,
            at_s=0.0,
            ends_at_s=1.0,
            state=HoldState.HELD,
        )
