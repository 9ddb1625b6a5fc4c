"""What is written of a sign-up is there once it was acknowledged, and else whole or not at all."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count, pairwise
from pathlib import Path

import pytest

from mock_site.store.message import MessageKind
from mock_site.store.sql_store import SqlStore
from mock_site.testing import NOW_S, SetClock, form
from tests.mock_site.store.kinds import Place, PostgresPlace, SqlitePlace, opened
from tests.mock_site.store.nursery import MANY, Nursery
from tests.mock_site.store.sign_up import (
    ACTIONS,
    COMES,
    TAKEN_BACK,
    Whole,
    begin,
    give_ids,
    undisturbed,
    whole,
)

STRIDE = 7
"""Of all places at which a sign-up can be killed, every so manyth is tried where there is no time."""

New = Callable[[], Place]


@pytest.fixture(params=["sqlite", "postgresql"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> New:
    """Give a function that makes a new store of either kind with a hundred seats."""
    if request.param == "sqlite":
        numbers = count()
        return lambda: SqlitePlace(tmp_path / f"{next(numbers)}.db", quota=100)
    database: PostgresPlace = request.getfixturevalue("database")

    def emptied() -> Place:
        """Empty the one that there is."""
        database.empty(quota=100)
        return database

    return emptied


async def hold_together(store: SqlStore) -> None:
    """Check that seats and letters of a sign-up that is done agree with everything else."""
    roll = [entry async for portion in store.roll() for entry in portion]
    told = [one.registration_id async for portion in store.notices() for one in portion]
    seats = await store.seats("1")
    assert [(one.person, one.seat) for one in roll] == [(form(COMES)["nik"], 1)]
    assert (seats.given, seats.taken, seats.held, seats.confirmed, seats.expired) == (1, 1, 0, 1, 1)
    assert [one for one in told if one != TAKEN_BACK] == [roll[0].registration_id]
    rows = await whole(store)
    email = form(COMES)["email"]
    account = await store.account_by_email(email)
    assert account is not None
    own = repr(account.account_id)
    kinds = Counter(row.split("'")[1] for row in rows["messages"] if own in row)
    codes = [row for row in rows["codes"] if own in row]
    assert kinds[MessageKind.OTP.value] == len(codes)
    assert kinds[MessageKind.RESULT.value] == kinds[MessageKind.SEAT.value] == 1


async def ahead(place: Place, said: Sequence[tuple[str, str]], held: list[Whole]) -> int:
    """Check what a store holds by what was acknowledged, and that it can all be done again.

    Gives how many actions it holds that were not acknowledged, 0 or 1.
    """
    acknowledged = len(said)
    async with opened(place, SetClock(NOW_S + 10.0)) as store:
        give_ids(store, "again")
        done = held[acknowledged : acknowledged + 2].index(await whole(store))
        again = [(name, repr(await action(store))) for name, action in ACTIONS.items()]
        assert again[:acknowledged] == [*said]
        await hold_together(store)
        assert [(name, repr(await action(store))) for name, action in ACTIONS.items()] == again
        await hold_together(store)
    return done


async def _killed_at_every(stride: int, new: New, nursery: Nursery) -> list[int]:
    """Kill sign-ups; give for each whether the store was ahead of what was acknowledged."""
    place = new()
    held = await undisturbed(place)
    assert all(before != after for before, after in pairwise(held))
    place = new()
    await begin(place)
    *said, (_, left) = nursery.bear("sign-up", place.url).said
    assert await ahead(place, said, held) == 0
    steps = MANY - int(left)
    assert steps > 4 * len(ACTIONS)
    found = []
    for killed_after in range(0, steps, stride):
        place = new()
        await begin(place)
        life = nursery.bear("sign-up", place.url, killed_after)
        assert life.is_killed
        found.append(await ahead(place, life.said, held))
    return found


async def test_a_sign_up_that_is_killed_somewhere_goes_on_where_it_was(
    new: New, nursery: Nursery
) -> None:
    """Every so manyth statement: what was acknowledged is there, and is answered alike when repeated."""
    assert set(await _killed_at_every(STRIDE, new, nursery)) == {0, 1}


@pytest.mark.slow
async def test_a_sign_up_that_is_killed_anywhere_goes_on_where_it_was(
    new: New, nursery: Nursery
) -> None:
    """Before each of its statements, each commit and each acknowledgement."""
    assert sum(await _killed_at_every(1, new, nursery)) == len(ACTIONS)
