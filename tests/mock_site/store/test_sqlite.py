"""The SQLite store gives each seat once, whichever process is asked."""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from mock_site.metrics import Metrics
from mock_site.settings import Settings
from mock_site.store.records import (
    JoinRequest,
    JoinResult,
    NewAccount,
    Notice,
    Seats,
    WaveChange,
    WaveState,
)
from mock_site.store.role import StoreError
from mock_site.store.schema import prepare
from mock_site.store.sqlite import PORTION, SqliteLimits, SqliteStore
from mock_site.testing import SetClock, form


def make_store(path: Path) -> SqliteStore:
    """Give a store as a process of its own would open it."""
    metrics = Metrics(CollectorRegistry(), Settings(store="sqlite:///unused"), SetClock())
    return SqliteStore(path, metrics, SetClock(), SqliteLimits())


@pytest.fixture
async def stores(store_path: Path) -> AsyncIterator[tuple[SqliteStore, SqliteStore]]:
    """Give two open stores on one file."""
    async with make_store(store_path) as one, make_store(store_path) as other:
        yield one, other


def account(number: int) -> NewAccount:
    """Give the numbered person's account."""
    filled = form(number)
    return NewAccount(
        nik=filled["nik"],
        kk=filled["kk"],
        name=filled["name"],
        birth_date=dt.date.fromisoformat(filled["birth_date"]),
        email=filled["email"],
        phone=filled["phone"],
        password="scrypt$...",
    )


async def opened(store: SqliteStore, number: int) -> str:
    """Open the numbered person's account."""
    account_id = await store.open_account(account(number))
    assert account_id is not None
    return account_id


def wish(account_id: str, key: str = "k") -> JoinRequest:
    """Give a wish for a seat of wave 1."""
    return JoinRequest(account_id=account_id, wave="1", key=key, payload="d")


async def test_one_store_sees_what_the_other_acknowledged(
    stores: tuple[SqliteStore, SqliteStore],
) -> None:
    """Accounts, registrations, waves and the secret are shared."""
    one, other = stores
    account_id = await opened(one, 1)
    outcome = await other.join(wish(account_id))
    assert outcome.registration is not None
    assert await one.registrations_of(account_id) == [outcome.registration]
    opening = WaveChange(quota=7, sets_opening=True, opens_at_s=5.0)
    assert await one.change_wave("1", opening)
    assert await one.change_wave("1", WaveChange(sets_closing=True, closes_at_s=6.0))
    stands = WaveState(wave="1", quota=7, given=1, opens_at_s=5.0, closes_at_s=6.0)
    assert await other.wave_state("1") == stands
    assert await other.seats("1") == Seats(quota=7, given=1, highest=1)
    assert await one.secret() == await other.secret()


async def test_two_processes_never_give_a_seat_twice(
    stores: tuple[SqliteStore, SqliteStore],
) -> None:
    """Forty people through two processes for ten seats: seats 1 to 10, thirty refusals."""
    one = stores[0]
    await one.change_wave("1", WaveChange(quota=10))
    ids = [await opened(one, number) for number in range(40)]
    outcomes = await asyncio.gather(
        *(stores[number % 2].join(wish(ids[number])) for number in range(40))
    )
    seats = [one.registration.seat for one in outcomes if one.registration is not None]
    assert sorted(seats) == [*range(1, 11)]
    assert [one.result for one in outcomes].count(JoinResult.FULL) == 30


async def test_one_person_through_two_processes_joins_once(
    stores: tuple[SqliteStore, SqliteStore],
) -> None:
    """The same key at both: one is given, the other is a repetition of it."""
    account_id = await opened(stores[0], 1)
    first, second = await asyncio.gather(*(store.join(wish(account_id)) for store in stores))
    assert {first.result, second.result} == {JoinResult.GIVEN, JoinResult.REPLAYED}
    assert first.registration == second.registration


async def test_an_account_that_is_not_kept_has_no_session(
    stores: tuple[SqliteStore, SqliteStore],
) -> None:
    """A wish of an account that the store does not know gets nothing."""
    outcome = await stores[0].join(wish("0" * 32))
    assert (outcome.result, outcome.registration) == (JoinResult.NO_ACCOUNT, None)


async def test_the_roll_is_read_in_portions_in_order(
    store_path: Path, stores: tuple[SqliteStore, SqliteStore]
) -> None:
    """More than a portion of registrations comes whole, by seat."""
    count = PORTION + 7
    account_id = await opened(stores[0], 1)
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.executemany(
            "INSERT INTO registrations VALUES (?, ?, '1', ?, ?, 'd', ?, 0.0)",
            [(f"r{n}", account_id, f"p{n}", f"k{n}", n) for n in range(count, 0, -1)],
        )
    portions = [portion async for portion in stores[1].roll()]
    assert [len(portion) for portion in portions] == [PORTION, 7]
    assert [entry.seat for portion in portions for entry in portion] == [*range(1, count + 1)]
    assert {entry.nik for portion in portions for entry in portion} == {account(1).nik}


async def test_a_notice_is_as_durable_as_its_registration(
    store_path: Path, stores: tuple[SqliteStore, SqliteStore]
) -> None:
    """Both are of one transaction: where the notice cannot be written, no seat is given."""
    first, second = [await opened(stores[0], number) for number in (1, 2)]
    given = (await stores[0].join(wish(first))).registration
    assert given is not None
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER no_post BEFORE INSERT ON notices BEGIN SELECT raise(ABORT, 'no'); END"
        )
    with pytest.raises(sqlite3.IntegrityError):
        await stores[1].join(wish(second))
    assert await stores[0].registrations_of(second) == []
    notice = Notice(registration_id=given.registration_id, person=given.person, at_s=given.at_s)
    assert [one async for portion in stores[1].notices() for one in portion] == [notice]


async def test_seats_are_counted_one_by_one(
    store_path: Path, stores: tuple[SqliteStore, SqliteStore]
) -> None:
    """A registration that has gone leaves its seat neither given nor left."""
    for number in (1, 2, 3):
        await stores[0].join(wish(await opened(stores[0], number)))
    whole = await stores[1].seats("1")
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.execute("DELETE FROM registrations WHERE seat = 2")
    torn = await stores[1].seats("1")
    assert [(one.issued, one.given, one.left) for one in (whole, torn)] == [(100, 3, 97), (100, 2, 97)]


async def test_a_wave_that_is_not_kept_cannot_be_changed(
    stores: tuple[SqliteStore, SqliteStore],
) -> None:
    """Nor is it made."""
    assert not await stores[0].change_wave("9", WaveChange(quota=7))
    with pytest.raises(StoreError, match=r"^wave 9 is unknown$"):
        await stores[0].seats("9")


async def test_a_roll_is_of_the_instant_at_which_it_began(
    stores: tuple[SqliteStore, SqliteStore],
) -> None:
    """What is given while a roll is read is not half in it."""
    first, second = [await opened(stores[0], number) for number in (1, 2)]
    await stores[0].join(wish(first))
    roll = stores[1].roll()
    seen = [entry.seat for entry in await anext(roll)]
    await stores[0].join(wish(second))
    seen += [entry.seat async for portion in roll for entry in portion]
    assert seen == [1]


async def test_a_wave_that_is_not_kept_is_an_error(
    stores: tuple[SqliteStore, SqliteStore],
) -> None:
    """The message names the wave."""
    with pytest.raises(StoreError, match=r"^wave 9 is unknown$"):
        await stores[0].wave_state("9")


@pytest.mark.parametrize(
    "question",
    [
        lambda store: store.wave_state("1"),
        lambda store: store.registrations_of("a"),
        lambda store: anext(store.roll()),
        lambda store: anext(store.notices()),
        lambda store: store.seats("1"),
    ],
    ids=["wave", "registrations", "roll", "notices", "seats"],
)
async def test_a_store_that_cannot_be_read_says_so(
    store_path: Path, question: Callable[[SqliteStore], asyncio.Future[object]]
) -> None:
    """SQLite's errors do not reach the views as they are."""
    async with make_store(store_path) as store:
        with closing(sqlite3.connect(store_path)) as connection:
            connection.execute("DROP TABLE notices")
            connection.execute("DROP TABLE registrations")
            connection.execute("DROP TABLE waves")
        with pytest.raises(StoreError, match=r"^the store cannot be read$"):
            await question(store)


def test_limits_that_allow_nothing_are_refused() -> None:
    """A store that may not wait or queue is none."""
    with pytest.raises(ValueError, match=r"^limits: are .*max_pending=0"):
        SqliteLimits(max_pending=0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    quota=st.integers(0, 5),
    wishes=st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.integers(0, 1)), max_size=30),
)
def test_any_mix_of_wishes_keeps_every_promise(
    tmp_path_factory: pytest.TempPathFactory,
    quota: int,
    wishes: list[tuple[int, str, int]],
) -> None:
    """One seat a person, seats without gaps, never over the quota, and repetitions are equal."""
    path = tmp_path_factory.mktemp("store") / "site.db"
    prepare(path, "1", quota)

    async def play() -> None:
        """Play the wishes on two stores that share a file."""
        async with AsyncExitStack() as stack:
            pair = [await stack.enter_async_context(make_store(path)) for _ in range(2)]
            ids = [await opened(pair[0], number) for number in range(6)]
            outcomes = await asyncio.gather(
                *(pair[at].join(wish(ids[person], key)) for person, key, at in wishes)
            )
            roll = [entry async for portion in pair[0].roll() for entry in portion]
            told = [one async for portion in pair[1].notices() for one in portion]
        people = {person for person, _, _ in wishes}
        assert [entry.seat for entry in roll] == [*range(1, min(quota, len(people)) + 1)]
        assert len({entry.person for entry in roll}) == len(roll)
        promised = {one.registration for one in outcomes if one.registration is not None}
        assert {(one.registration_id, one.seat) for one in promised} == {
            (entry.registration_id, entry.seat) for entry in roll
        }
        assert [one.registration_id for one in told] == [entry.registration_id for entry in roll]
        assert [one.result for one in outcomes].count(JoinResult.GIVEN) == len(roll)

    asyncio.run(play())
