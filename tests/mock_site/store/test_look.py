"""Who comes once a wave is full or closed is turned away without a transaction, never for nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest

from mock_site.defects import Defect
from mock_site.store.hold import HoldResult
from mock_site.store.look import look, look_for_hold
from mock_site.store.progress import Step
from mock_site.store.records import JoinRequest, JoinResult, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.store.statement import Question
from mock_site.store.steps import WriteProfile
from mock_site.testing import NOW_S, SetClock, finished_account
from tests.mock_site.store.kinds import Commits, Place, opened
from tests.mock_site.store.lots import application, to_be_drawn
from tests.mock_site.store.test_holds import wish as wish_for_a_held_one
from tests.mock_site.store.test_joins import given, wish
from tests.mock_site.store.test_taking import account_before

CLOSED_BY_NOW = WaveChange(sets_closing=True, closes_at_s=NOW_S)


class Counting:
    """A store whose transactions are counted, beside another process's."""

    def __init__(self, store: SqlStore, other: SqlStore, commits: Commits) -> None:
        self.store, self.other = store, other
        self._commits = commits

    async def told(self, wished: JoinRequest) -> tuple[JoinResult, int]:
        """Join, and give the result and how many transactions that took."""
        before = sum(self._commits.operations)
        outcome = await self.store.join(wished)
        return outcome.result, sum(self._commits.operations) - before

    async def held(self, account_id: str, key: str = "k") -> tuple[HoldResult, int]:
        """Hold a seat for a minute, and give the same."""
        before = sum(self._commits.operations)
        outcome = await self.store.hold(wish_for_a_held_one(account_id, key), 60.0)
        return outcome.result, sum(self._commits.operations) - before


@pytest.fixture
async def counting(place: Place, clock: SetClock, store: SqlStore) -> AsyncIterator[Counting]:
    """Give such a store, in which nobody has asked for anything."""
    commits = Commits()
    async with opened(place, clock, commits=commits) as one:
        yield Counting(one, store, commits)


async def people(counting: Counting, count: int) -> list[str]:
    """Give the accounts of people who may join, come by way of the other process."""
    return [await finished_account(counting.other, number) for number in range(count)]


async def test_a_full_wave_turns_away_without_a_transaction(counting: Counting) -> None:
    """All but the first, who finds out, and whoever has a seat; whoever has a step to go is told so."""
    ana, budi, citra = await people(counting, 3)
    unfinished = await account_before(counting.other, WriteProfile, 9)
    await counting.other.change_wave("1", WaveChange(quota=1))
    registration = await given(counting.other, wish(ana))
    assert await counting.told(wish(budi)) == (JoinResult.FULL, 1)
    assert await counting.told(wish(citra)) == (JoinResult.FULL, 0)
    for again, result in (
        (wish(ana), JoinResult.REPLAYED),
        (wish(ana, payload="e"), JoinResult.KEY_REUSED),
        (wish(ana, key="l"), JoinResult.ALREADY_JOINED),
    ):
        assert await counting.told(again) == (result, 1)
        assert (await counting.store.join(again)).registration == registration
    assert (await counting.store.join(wish(unfinished))).missing is Step.PROFILE
    assert (await counting.store.join(wish("0" * 32))).result is JoinResult.NO_ACCOUNT


async def test_a_crowd_is_turned_away_at_once(counting: Counting) -> None:
    """By looks that many share; who is not there yet is told so among them."""
    everybody = await people(counting, 70)
    unfinished = await account_before(counting.other, WriteProfile, 99)
    await counting.other.change_wave("1", WaveChange(quota=1))
    await given(counting.other, wish(everybody[0]))
    assert await counting.told(wish(everybody[1])) == (JoinResult.FULL, 1)
    told = await asyncio.gather(*(counting.told(wish(one)) for one in (*everybody[1:], unfinished)))
    assert told == [*[(JoinResult.FULL, 0)] * 69, (JoinResult.STEP_MISSING, 0)]
    assert await counting.told(wish(everybody[0])) == (JoinResult.REPLAYED, 1)


async def test_a_seat_that_comes_back_is_given_at_once(counting: Counting) -> None:
    """Whatever another process has done about it since somebody was turned away here."""
    ana, budi, citra, dewi = await people(counting, 4)
    await counting.other.change_wave("1", WaveChange(quota=1))
    registration = await given(counting.other, wish(ana))
    assert (await counting.store.join(wish(citra))).result is JoinResult.FULL
    await counting.other.change_wave("1", WaveChange(quota=2))
    assert await counting.told(wish(budi)) == (JoinResult.GIVEN, 1)
    assert (await counting.store.join(wish(citra))).result is JoinResult.FULL
    assert await counting.told(wish(citra)) == (JoinResult.FULL, 0)
    assert await counting.other.remove(registration.registration_id)
    assert await counting.told(wish(citra)) == (JoinResult.GIVEN, 1)
    assert await counting.told(wish(dewi)) == (JoinResult.FULL, 1)


async def test_a_quota_below_what_is_taken_is_counted_in_a_transaction(counting: Counting) -> None:
    """A free number below the highest says nothing then; where there is none, the wave is full."""
    ana, budi, citra, dewi = await people(counting, 4)
    registrations = [await given(counting.other, wish(one)) for one in (ana, budi, citra)]
    await counting.other.change_wave("1", WaveChange(quota=2))
    assert [await counting.told(wish(dewi)) for _ in range(2)] == [
        (JoinResult.FULL, 1),
        (JoinResult.FULL, 0),
    ]
    await counting.other.remove(registrations[0].registration_id)
    assert [await counting.told(wish(dewi)) for _ in range(2)] == [(JoinResult.FULL, 1)] * 2
    await counting.other.remove(registrations[1].registration_id)
    assert await counting.told(wish(dewi)) == (JoinResult.GIVEN, 1)


async def test_a_closed_wave_turns_away_without_a_transaction(counting: Counting) -> None:
    """Until it is opened again, by whichever process; and one that is not open yet likewise."""
    ana, budi = await people(counting, 2)
    await counting.other.change_wave("1", CLOSED_BY_NOW)
    assert await counting.told(wish(ana)) == (JoinResult.CLOSED, 1)
    assert await counting.told(wish(budi)) == (JoinResult.CLOSED, 0)
    assert (await counting.store.join(wish(budi))).turns_at_s == NOW_S
    not_yet = WaveChange(sets_opening=True, opens_at_s=NOW_S + 5, sets_closing=True, closes_at_s=None)
    await counting.other.change_wave("1", not_yet)
    assert await counting.told(wish(budi)) == (JoinResult.NOT_OPEN, 0)
    await counting.other.change_wave("1", WaveChange(sets_opening=True, opens_at_s=None))
    assert await counting.told(wish(budi)) == (JoinResult.GIVEN, 1)
    assert await counting.told(wish(ana)) == (JoinResult.GIVEN, 1)


async def test_held_seats_are_for_a_transaction_to_end(counting: Counting, clock: SetClock) -> None:
    """A look does not say that a wave is full in which somebody holds a seat, but that it is closed."""
    ana, budi, citra = await people(counting, 3)
    await counting.other.change_wave("1", WaveChange(quota=2))
    await counting.other.hold(wish_for_a_held_one(ana), 60.0)
    assert (await given(counting.other, wish(budi))).seat == 2
    assert [await counting.told(wish(citra)) for _ in range(2)] == [(JoinResult.FULL, 1)] * 2
    clock.now_s += 60.0
    assert await counting.told(wish(citra)) == (JoinResult.GIVEN, 1)
    asked = wish_for_a_held_one(ana, key="l")
    assert [await counting.told(asked) for _ in range(2)] == [(JoinResult.HOLD_EXPIRED, 1)] * 2
    await counting.other.change_wave("1", CLOSED_BY_NOW)
    assert await counting.told(asked) == (JoinResult.CLOSED, 1)
    assert await counting.told(asked) == (JoinResult.CLOSED, 0)


async def test_who_wants_a_seat_held_is_turned_away_alike(counting: Counting, clock: SetClock) -> None:
    """While all are held or given, but never where the time of a hold is over; nor who has held one."""
    ana, budi, citra, dewi = await people(counting, 4)
    await counting.other.change_wave("1", WaveChange(quota=2))
    await given(counting.other, wish(budi))
    await counting.other.hold(wish_for_a_held_one(ana), 60.0)
    assert await counting.held(citra) == (HoldResult.FULL, 1)
    assert await counting.held(dewi) == (HoldResult.FULL, 0)
    assert await counting.held(ana) == (HoldResult.REPLAYED, 1)
    assert await counting.held(budi) == (HoldResult.ALREADY_JOINED, 1)
    clock.now_s += 60.0
    assert await counting.held(citra) == (HoldResult.HELD, 1)
    assert await counting.held(dewi) == (HoldResult.FULL, 1)
    assert await counting.held(ana, key="l") == (HoldResult.FULL, 1)
    await counting.other.change_wave("1", WaveChange(quota=3))
    assert await counting.held(dewi) == (HoldResult.HELD, 1)
    await counting.other.change_wave("1", WaveChange(sets_closing=True, closes_at_s=NOW_S + 60.0))
    (eka,) = [await finished_account(counting.other, 7)]
    assert [await counting.held(eka) for _ in range(2)] == [
        (HoldResult.CLOSED, 1),
        (HoldResult.CLOSED, 0),
    ]


async def test_a_quota_below_a_held_seat_is_counted_in_a_transaction(counting: Counting) -> None:
    """Where a seat below it was given back; else it is full."""
    ana, budi, citra, dewi = await people(counting, 4)
    registrations = [await given(counting.other, wish(one)) for one in (ana, budi)]
    await counting.other.hold(wish_for_a_held_one(citra), 60.0)
    await counting.other.change_wave("1", WaveChange(quota=2))
    assert await counting.held(dewi) == (HoldResult.FULL, 1)
    assert await counting.held(dewi) == (HoldResult.FULL, 0)
    await counting.other.remove(registrations[0].registration_id)
    assert await counting.held(dewi) == (HoldResult.FULL, 1)
    await counting.other.remove(registrations[1].registration_id)
    assert await counting.held(dewi) == (HoldResult.HELD, 1)


async def test_who_comes_too_late_for_a_draw_is_turned_away_alike(
    place: Place, counting: Counting
) -> None:
    """Who has applied is told so."""
    ana, budi = await people(counting, 2)
    to_be_drawn(place)
    assert await counting.told(application(ana)) == (JoinResult.APPLIED, 1)
    await counting.other.change_wave("1", CLOSED_BY_NOW)
    assert await counting.told(application(budi)) == (JoinResult.CLOSED, 1)
    assert await counting.told(application(budi)) == (JoinResult.CLOSED, 0)
    assert await counting.told(application(ana)) == (JoinResult.REPLAYED, 1)


async def test_a_closing_that_comes_meanwhile_is_for_a_transaction_to_see(
    counting: Counting, clock: SetClock
) -> None:
    """It may have been put off between the read and the clock: only what was closed before is closed."""
    (ana,) = await people(counting, 1)
    await counting.other.change_wave("1", CLOSED_BY_NOW)

    looks: Sequence[Callable[..., Question[Any]]] = (look, look_for_hold)
    for asked in looks:
        early, late = [
            await counting.store._engine.ask(asked(wish(ana), at_s, clock))
            for at_s in (NOW_S - 0.001, NOW_S)
        ]
        assert early is None
        assert late is not None
        assert late.result.value == "closed"


async def test_a_site_with_defects_asks_as_it_ever_did(place: Place, clock: SetClock) -> None:
    """What its defects do is done in the transaction."""
    commits = Commits()
    defects = frozenset({Defect.LATE_ACCEPTANCE})
    async with opened(place, clock, commits=commits, defects=defects) as store:
        (ana,) = await people(Counting(store, store, commits), 1)
        await store.change_wave("1", WaveChange(quota=0))
        counting = Counting(store, store, commits)
        assert [await counting.told(wish(ana)) for _ in range(2)] == [(JoinResult.FULL, 1)] * 2
