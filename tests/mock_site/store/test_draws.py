"""Either store takes applications while joining is open, and draws lots once after it has closed."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from mock_site.errors import UsageError
from mock_site.store import choice
from mock_site.store.records import JoinResult, Standing, WaveChange
from mock_site.store.role import StoreError
from mock_site.store.sql_store import SqlStore
from mock_site.testing import NOW_S, SetClock, finished_account
from tests.mock_site.store.kinds import Place
from tests.mock_site.store.lots import (
    CLOSES_S,
    SEED,
    application,
    applied,
    closing,
    due,
    lot,
    seats_on_roll,
    to_be_drawn,
)

Pair = tuple[SqlStore, SqlStore]


@pytest.fixture(autouse=True)
def _drawn(place: Place) -> None:
    to_be_drawn(place)


async def test_an_application_is_kept_and_has_no_seat(stores: Pair) -> None:
    """It is on the roll, and nobody is told of anything yet."""
    made = await applied(stores[0], range(3))
    assert [one.lot for one in made] == [lot(one.registration_id) for one in made]
    roll = [entry async for portion in stores[1].roll() for entry in portion]
    assert {one.registration_id: (one.seat, one.standing) for one in roll} == {
        one.registration_id: (None, Standing.APPLIED) for one in made
    }
    assert [one async for portion in stores[1].notices() for one in portion] == []
    state, seats = await stores[1].wave_state("1"), await stores[1].seats("1")
    assert (state.given, state.left) == (0, 100)
    assert (seats.given, seats.left, seats.applications, seats.drawn) == (0, 100, 3, 0)


async def test_what_everybody_may_know_is_the_digest_before_and_the_seed_afterwards(
    stores: Pair, clock: SetClock
) -> None:
    """So that nobody can foresee a lot, nor make it another one."""
    await closing(stores[0], quota=2)
    made = await applied(stores[0], range(3))
    before = (await stores[1].wave_state("1")).draw
    assert before is not None
    assert before.commitment == hashlib.sha256(SEED.encode()).hexdigest()
    assert (before.applications, before.seed, before.drawn, before.last_lot) == (3, None, 0, None)
    clock.now_s = CLOSES_S + 1
    assert await stores[0].draw("1")
    after = (await stores[1].wave_state("1")).draw
    assert after is not None
    assert (after.commitment, after.seed, after.is_done) == (before.commitment, SEED, True)
    assert (after.drawn, after.drawn_at_s) == (2, CLOSES_S + 1)
    assert after.last_lot == sorted(lot(one.registration_id) for one in made)[1]


async def test_a_repetition_is_answered_as_for_a_seat(stores: Pair, clock: SetClock) -> None:
    """The same key gives the same application, another one says that there is one, also afterwards."""
    await closing(stores[0])
    ana = await finished_account(stores[0], 0)
    (first,) = await applied(stores[0], [1])
    made = (await stores[0].join(application(ana))).registration
    assert made is not None
    for now_s in (NOW_S, CLOSES_S, CLOSES_S + 1):
        clock.now_s = now_s
        if now_s > CLOSES_S:
            assert await stores[1].draw("1")
        again = await stores[1].join(application(ana))
        assert again.result is JoinResult.REPLAYED
        assert again.registration is not None
        assert again.registration.registration_id == made.registration_id
        assert again.registration.standing is Standing.APPLIED
        assert (await stores[1].join(application(ana, "other"))).result is JoinResult.ALREADY_JOINED
        changed = await stores[1].join(application(ana, payload="else"))
        assert changed.result is JoinResult.KEY_REUSED
    state = await stores[0].wave_state("1")
    assert state.draw is not None
    assert state.draw.applications == 2
    assert first.registration_id in await seats_on_roll(stores[0])


async def test_what_stands_in_the_way_of_a_seat_does_so_of_an_application(
    stores: Pair, clock: SetClock
) -> None:
    """But that none is left: there is no such thing before lots are drawn."""
    ana, budi = [await finished_account(stores[0], number) for number in range(2)]
    opening = WaveChange(quota=0, sets_opening=True, opens_at_s=NOW_S + 5)
    await stores[0].change_wave("1", opening)
    await closing(stores[0], quota=0)
    assert (await stores[0].join(application(ana))).result is JoinResult.NOT_OPEN
    assert (await stores[0].join(application(ana, wave="9"))).result is JoinResult.UNKNOWN_WAVE
    assert (await stores[0].join(application("x"))).result is JoinResult.NO_ACCOUNT
    unfinished = await stores[0].open_account("chandra@warga.test", "hashed")
    assert unfinished is not None
    assert (await stores[0].join(application(unfinished))).result is JoinResult.STEP_MISSING
    clock.now_s = CLOSES_S - 0.001
    assert (await stores[0].join(application(ana))).result is JoinResult.APPLIED
    clock.now_s = CLOSES_S
    late = await stores[0].join(application(budi))
    assert (late.result, late.turns_at_s) == (JoinResult.CLOSED, CLOSES_S)


async def test_the_lowest_lots_have_the_seats_in_their_order(stores: Pair, clock: SetClock) -> None:
    """Whoever came first has no advantage, and anybody can recompute it."""
    await closing(stores[0], quota=5)
    made = [one.registration_id for one in await applied(stores[0], range(12))]
    clock.now_s = CLOSES_S - 0.001
    assert not await stores[0].draw("1")
    clock.now_s = CLOSES_S
    assert await stores[1].draw("1")
    assert await seats_on_roll(stores[0]) == due(made, 5)
    roll = [entry async for portion in stores[0].roll() for entry in portion]
    assert [one.seat for one in roll if one.seat is not None] == [1, 2, 3, 4, 5]
    assert {one.standing for one in roll if one.seat is not None} == {Standing.DRAWN}
    assert [one.standing for one in roll if one.seat is None] == [Standing.NOT_DRAWN] * 7
    shown = await stores[0].registration(made[0])
    assert shown is not None
    assert (shown.seat, shown.drawn_at_s) == (due(made, 5).get(made[0]), CLOSES_S)
    seats = await stores[0].seats("1")
    assert (seats.given, seats.taken, seats.left, seats.issued) == (5, 5, 0, 5)
    assert (seats.applications, seats.drawn, seats.drawn_at_s) == (12, 5, CLOSES_S)


async def test_lots_are_drawn_once_whoever_wants_to(stores: Pair, clock: SetClock) -> None:
    """Ten processes at the same time, and again later: one has done it, and nothing changes."""
    await closing(stores[0], quota=3)
    made = [one.registration_id for one in await applied(stores[0], range(8))]
    clock.now_s = CLOSES_S
    done = await asyncio.gather(*(stores[number % 2].draw("1") for number in range(10)))
    assert sorted(done) == [False] * 9 + [True]
    clock.now_s += 1_000
    assert not await stores[1].draw("1")
    assert await seats_on_roll(stores[0]) == due(made, 3)


@pytest.mark.parametrize(("quota", "seats"), [(0, 0), (4, 4), (5, 4)])
async def test_there_are_as_many_seats_as_quota_and_applications_allow(
    store: SqlStore, clock: SetClock, quota: int, seats: int
) -> None:
    """All who applied where there are enough, nobody where there are none."""
    await closing(store, quota)
    made = [one.registration_id for one in await applied(store, range(4))]
    clock.now_s = CLOSES_S
    assert await store.draw("1")
    assert await seats_on_roll(store) == due(made, seats)
    assert (await store.seats("1")).drawn == seats


async def test_the_quota_is_that_of_the_moment_of_closing(store: SqlStore, clock: SetClock) -> None:
    """Raised before it counts; lowered or raised after it, while nobody has drawn yet, does not."""
    await closing(store, quota=1)
    made = [one.registration_id for one in await applied(store, range(6))]
    await store.change_wave("1", WaveChange(quota=3))
    clock.now_s = CLOSES_S + 0.5
    await store.change_wave("1", WaveChange(quota=5))
    assert await store.draw("1")
    assert await seats_on_roll(store) == due(made, 3)
    await store.change_wave("1", WaveChange(quota=2))
    assert not await store.draw("1")
    assert await seats_on_roll(store) == due(made, 3)


@pytest.mark.parametrize(
    ("changes", "seats"),
    [
        ([{"quota": 3, "sets_closing": True, "closes_at_s": NOW_S + 49}], 3),
        ([{"quota": 3}, {"sets_closing": True, "closes_at_s": NOW_S + 49}], 3),
        ([{"quota": 3}, {"quota": 1, "sets_closing": True, "closes_at_s": NOW_S + 49}], 1),
        (
            [
                {"sets_closing": True, "closes_at_s": NOW_S + 49},
                {"quota": 3, "sets_closing": True, "closes_at_s": NOW_S + 49.5},
            ],
            1,
        ),
    ],
)
async def test_the_quota_of_a_wave_that_is_closed_at_once_is_that_of_its_closing(
    store: SqlStore, clock: SetClock, changes: Sequence[Mapping[str, Any]], seats: int
) -> None:
    """Though that is past when it arrives: in the same call or before it; but not in a later one."""
    await store.change_wave("1", WaveChange(quota=1))
    made = [one.registration_id for one in await applied(store, range(6))]
    clock.now_s = NOW_S + 50
    for change in changes:
        await store.change_wave("1", WaveChange(**change))
    assert (await store.quota_log("1"))[-1].quota == changes[-1].get("quota", 3 if seats == 3 else 1)
    assert await store.draw("1")
    assert await seats_on_roll(store) == due(made, seats)


async def test_nobody_applies_any_more_once_lots_are_drawn(stores: Pair, clock: SetClock) -> None:
    """Also where joining is opened again, or a process has a clock that is behind."""
    await closing(stores[0], quota=1)
    await applied(stores[0], range(2))
    ana, budi = [await finished_account(stores[0], number) for number in (8, 9)]
    clock.now_s = CLOSES_S
    assert await stores[0].draw("1")
    stores[1]._clock = SetClock(CLOSES_S - 10)
    assert (await stores[1].join(application(ana))).result is JoinResult.CLOSED
    for closes_at_s in (None, CLOSES_S + 500):
        await stores[0].change_wave("1", WaveChange(sets_closing=True, closes_at_s=closes_at_s))
        late = await stores[0].join(application(budi))
        assert (late.result, late.turns_at_s) == (JoinResult.CLOSED, CLOSES_S)
    clock.now_s = CLOSES_S + 500
    assert not await stores[0].draw("1")
    assert (await stores[0].seats("1")).applications == 2


async def test_a_closing_that_is_put_off_puts_off_the_draw(store: SqlStore, clock: SetClock) -> None:
    """And a wave that stays open is never drawn."""
    await closing(store)
    await store.change_wave("1", WaveChange(sets_closing=True, closes_at_s=None))
    clock.now_s = CLOSES_S + 10_000
    assert not await store.draw("1")
    await applied(store, [1])


async def test_a_removed_registration_leaves_its_seat_to_nobody(
    store: SqlStore, clock: SetClock
) -> None:
    """Lots are drawn once, and what is known of it stays; before that it takes no part any more."""
    await closing(store, quota=3)
    made = [one.registration_id for one in await applied(store, range(5))]
    assert await store.remove(made.pop())
    clock.now_s = CLOSES_S
    assert await store.draw("1")
    assert await seats_on_roll(store) == due(made, 3)
    first = next(iter(due(made, 3)))
    assert await store.remove(first)
    assert await store.remove(next(one for one in made if one not in due(made, 3)))
    assert not await store.draw("1")
    seats, state = await store.seats("1"), await store.wave_state("1")
    assert (seats.given, seats.left, seats.applications, seats.issued) == (2, 1, 2, 3)
    assert state.draw is not None
    assert (state.draw.applications, state.draw.drawn) == (4, 3)


async def test_a_wave_whose_seats_are_not_drawn_takes_no_application(
    place: Place, store: SqlStore
) -> None:
    """Nothing could be drawn for it."""
    place.run("DELETE FROM draws")
    with pytest.raises(StoreError, match=r"^wave 1 has no draw$"):
        await applied(store, [1])
    assert not await store.draw("1")
    assert (await store.wave_state("1")).draw is None


def test_a_store_is_of_one_kind(place: Place) -> None:
    """One that gives seats at once is not drawn later, nor the other way round; its seed stays."""
    with pytest.raises(
        UsageError, match=r"^store: its seats are drawn by lot; start the site with --draw"
    ):
        choice.prepare(place.url, "1", 7)
    assert choice.prepare(place.url, "1", 7, draws_lots=True) == 100
    assert place.rows("SELECT seed FROM draws") == [(SEED,)]
    place.run("DELETE FROM draws")
    choice.prepare(place.url, "1", 7, draws_lots=True)
    ((fresh,),) = place.rows("SELECT seed FROM draws")
    assert len(bytes.fromhex(fresh)) == 32
    place.run(
        "DELETE FROM draws",
        "INSERT INTO holds VALUES ('a', 'k', '1', 'd', 1, 0, 1, 'held')",
    )
    with pytest.raises(
        UsageError, match=r"^store: has seats that were given or held without a draw; --draw n"
    ):
        choice.prepare(place.url, "1", 7, draws_lots=True)
