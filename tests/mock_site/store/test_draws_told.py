"""What people are told of a draw, and what becomes of one where a defect is planted."""

import asyncio

import pytest

from mock_site.defects import Defect, Defects
from mock_site.store.draws import MOST
from mock_site.store.message import MessageKind
from mock_site.store.records import JoinResult
from mock_site.store.sql_store import SqlStore
from mock_site.testing import SetClock, finished_account
from tests.mock_site.store.kinds import Place, opened
from tests.mock_site.store.lots import (
    CLOSES_S,
    SEED,
    application,
    applied,
    closing,
    due,
    seats_on_roll,
    to_be_drawn,
)
from tests.mock_site.store.test_planted import planted_or_not

Pair = tuple[SqlStore, SqlStore]


@pytest.fixture(autouse=True)
def _drawn(place: Place) -> None:
    to_be_drawn(place)


async def test_everybody_is_told_once(stores: Pair, clock: SetClock) -> None:
    """Of the seat or that there is none, some in a transaction, whichever process does it."""
    await closing(stores[0], quota=2)
    made = [one.registration_id for one in await applied(stores[0], range(5))]
    before = await stores[0].depth()
    assert await stores[0].tell_of_draw("1") == 0
    clock.now_s = CLOSES_S
    assert await stores[0].draw("1")
    told = await asyncio.gather(*(stores[number % 2].tell_of_draw("1") for number in range(4)))
    assert sorted(told) == [0, 0, 0, 5]
    seats = due(made, 2)
    messages = [one for one in await stores[0].unsent(clock.now_s + 1, 1_000) if one.body in made]
    assert {one.body: one.kind for one in messages} == {
        one: MessageKind.SEAT if one in seats else MessageKind.NOT_DRAWN for one in made
    }
    assert await stores[0].depth() == before + 5
    notices = [one async for portion in stores[1].notices() for one in portion]
    assert sorted(one.registration_id for one in notices) == sorted(made)


async def test_people_are_told_some_at_a_time(store: SqlStore, place: Place, clock: SetClock) -> None:
    """Each transaction is short; what it leaves is the next one's."""
    await closing(store, quota=2)
    ana = await finished_account(store, 1)
    rows = ", ".join(
        f"('r{number}', '{ana}', '1', 'p{number}', 'k{number}', 'd', 0, 'l{number}')"
        for number in range(MOST + 3)
    )
    columns = "registration_id, account_id, wave, person, key, payload, at_s, lot"
    place.run(f"INSERT INTO registrations ({columns}) VALUES {rows}")  # noqa: S608 - our own rows
    clock.now_s = CLOSES_S
    assert await store.draw("1")
    assert [await store.tell_of_draw("1") for _ in range(3)] == [MOST, 3, 0]


@planted_or_not(Defect.DRAWS_TWICE)
async def test_each_process_draws_once(place: Place, defects: Defects) -> None:
    """From those who have no seat yet: then there are twice as many as there should be."""
    clock = SetClock()
    async with (
        opened(place, clock, defects=defects) as one,
        opened(place, clock, defects=defects) as two,
    ):
        await closing(one, quota=3)
        made = [application.registration_id for application in await applied(one, range(9))]
        clock.now_s = CLOSES_S
        done = [await store.draw("1") for store in (one, two, one, two)]
        seats = await seats_on_roll(one)
    assert done == [True, bool(defects), False, False]
    assert seats == due(made, 6 if defects else 3)


@planted_or_not(Defect.DRAWS_EARLIEST)
async def test_those_who_applied_first_have_the_seats(place: Place, defects: Defects) -> None:
    """Whatever their lots say."""
    clock = SetClock()
    async with opened(place, clock, defects=defects) as store:
        await closing(store, quota=4)
        made: list[str] = []
        for number in range(12):
            clock.now_s += 1
            made += [one.registration_id for one in await applied(store, [number])]
        clock.now_s = CLOSES_S
        await store.draw("1")
        seats = await seats_on_roll(store)
    earliest = {one: seat for seat, one in enumerate(made[:4], start=1)}
    assert seats == (earliest if defects else due(made, 4))


@planted_or_not(Defect.DRAW_LOSES)
async def test_applications_that_were_not_drawn_are_gone(place: Place, defects: Defects) -> None:
    """With what they were promised: to be on record."""
    clock = SetClock()
    async with opened(place, clock, defects=defects) as store:
        await closing(store, quota=2)
        await applied(store, range(5))
        clock.now_s = CLOSES_S
        await store.draw("1")
        roll = [entry async for portion in store.roll() for entry in portion]
    assert len(roll) == (2 if defects else 5)


@planted_or_not(Defect.SEED_SHOWN)
async def test_the_seed_is_known_before_joining_closes(place: Place, defects: Defects) -> None:
    """So that whoever has applied knows their lot, and nobody is any the wiser by the digest."""
    async with opened(place, defects=defects) as store:
        await closing(store)
        draw = (await store.wave_state("1")).draw
    assert draw is not None
    assert (draw.seed, draw.is_done) == (SEED if defects else None, False)


@pytest.mark.parametrize(
    ("defect", "told"), [(Defect.LOST_NOTICE, 0), (Defect.DUPLICATE_NOTICE, 2), (None, 1)]
)
async def test_the_tenth_seat_is_told_of_as_where_it_is_given_at_once(
    place: Place, defect: Defect | None, told: int
) -> None:
    """Not at all, or twice, where that is the defect."""
    clock, defects = SetClock(), frozenset({defect} if defect else ())
    async with opened(place, clock, defects=defects) as store:
        await closing(store, quota=10)
        made = [one.registration_id for one in await applied(store, range(11))]
        clock.now_s = CLOSES_S
        await store.draw("1")
        assert await store.tell_of_draw("1") == 11
        notices = [one async for portion in store.notices() for one in portion]
    tenth = next(one for one, seat in due(made, 10).items() if seat == 10)
    assert sum(one.registration_id == tenth for one in notices) == told
    assert len(notices) == 10 + told


@planted_or_not(Defect.LATE_ACCEPTANCE)
async def test_who_applies_after_the_draw_is_let_in(place: Place, defects: Defects) -> None:
    """And has no lot that anybody draws."""
    clock = SetClock()
    async with opened(place, clock, defects=defects) as store:
        await closing(store, quota=2)
        await applied(store, [1])
        clock.now_s = CLOSES_S
        await store.draw("1")
        outcome = await store.join(application(await finished_account(store, 2)))
    assert outcome.result is (JoinResult.APPLIED if defects else JoinResult.CLOSED)
