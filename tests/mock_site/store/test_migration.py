"""An older store is brought to the newest version with everything that it holds, or is left alone."""

import asyncio
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from mock_site.store import choice
from mock_site.store.migration import SCHEMA_VERSION
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult
from tests.mock_site.store.kinds import Place, PostgresPlace, SqlitePlace, opened
from tests.mock_site.store.nursery import PREPARE, Nursery
from tests.mock_site.store.older import OLDEST, REGISTRATION, columns, everything, put_older, rows

STRIDE = 5
"""Of all places at which a migration can be killed, every so manyth is tried where there is no time."""

EVERY = [(dialect, version) for dialect in OLDEST for version in range(OLDEST[dialect], SCHEMA_VERSION)]
LOST = {"accounts.at_s", "accounts.code_digest", "accounts.code_ends_at_s"}
"""What a later version keeps in another way, or not at all."""

MakeOlder = Callable[[str, int], Place]


@pytest.fixture
def make_older(request: pytest.FixtureRequest, tmp_path: Path) -> MakeOlder:
    """Give a function that makes a store of a dialect and an earlier version."""
    numbers = count()

    def made(dialect: str, version: int) -> Place:
        """Make one."""
        place: Place
        if dialect == "sqlite":
            place = SqlitePlace(tmp_path / f"{next(numbers)}.db", quota=100)
        else:
            place = PostgresPlace(request.getfixturevalue("server").dsn)
        put_older(place, version)
        return place

    return made


async def _joined_again(place: Place) -> JoinOutcome:
    async with opened(place) as store:
        return await store.join(JoinRequest(account_id="old", wave="1", key="k", payload="d"))


@pytest.mark.parametrize(("dialect", "version"), EVERY)
def test_every_older_version_is_brought_to_the_newest_with_its_rows(
    make_older: MakeOlder, dialect: str, version: int
) -> None:
    """Each value in its column; and what was promised is repeated."""
    place = make_older(dialect, version)
    before = {name: of for name, of in columns(place).items() if name != "schema_version"}
    held = {name: rows(place, name, of) for name, of in before.items()}
    assert all(held.values())
    assert choice.prepare(place.url, "1", 99) == 20
    after = columns(place)
    assert set(before) - set(after) <= {"notices"}
    for name in set(before) & set(after):
        kept = [one for one in before[name] if one in after[name]]
        assert {f"{name}.{one}" for one in before[name] if one not in kept} <= LOST
        places = [before[name].index(one) for one in kept]
        was = [tuple(row[one] for one in places) for row in held[name]]
        assert rows(place, name, kept) == sorted(was, key=repr)
    outcome = asyncio.run(_joined_again(place))
    assert outcome.result is JoinResult.REPLAYED
    assert outcome.registration is not None
    assert outcome.registration.registration_id == REGISTRATION


def _kill_at_every(stride: int, place: Place) -> None:
    """Prepare a store until nobody is killed meanwhile, who leaves it as it was."""
    was, after = everything(place), 0
    with Nursery() as nursery:
        while nursery.bear(PREPARE, place.url, after).is_killed:
            assert everything(place) == was
            after += stride
    assert after >= 2 * stride
    assert everything(place) != was


@pytest.mark.parametrize(("dialect", "version"), OLDEST.items())
def test_a_migration_that_is_killed_somewhere_leaves_the_older_store(
    make_older: MakeOlder, dialect: str, version: int
) -> None:
    """Every so manyth statement: it is as it was, and the next start brings it to the newest."""
    undisturbed, place = (make_older(dialect, version) for _ in range(2))
    choice.prepare(undisturbed.url, "1", 99)
    _kill_at_every(STRIDE, place)
    assert everything(place) == everything(undisturbed)


@pytest.mark.parametrize("dialect", OLDEST)
def test_a_new_store_whose_making_is_killed_is_no_store_yet(make_older: MakeOlder, dialect: str) -> None:
    """Nothing is there, and the next start makes it."""
    made, place = (make_older(dialect, 0) for _ in range(2))
    assert choice.prepare(made.url, "1", 99) == 99
    _kill_at_every(STRIDE, place)
    assert columns(place) == columns(made)
    assert choice.prepare(place.url, "1", 99) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("dialect", "version"), EVERY)
def test_a_migration_that_is_killed_anywhere_leaves_the_older_store(
    make_older: MakeOlder, dialect: str, version: int
) -> None:
    """From each version, and before each statement."""
    undisturbed, place = (make_older(dialect, version) for _ in range(2))
    choice.prepare(undisturbed.url, "1", 99)
    _kill_at_every(1, place)
    assert everything(place) == everything(undisturbed)
