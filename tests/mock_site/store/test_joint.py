"""Joins that are done together are told and given what they would be one after the other."""

import asyncio
import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mock_site.defects import Defect
from mock_site.store.batch import PendingWrite
from mock_site.store.conduct import PROPER
from mock_site.store.joins import Join, Rules
from mock_site.store.joint import runs
from mock_site.store.postgres_commit import PostgresCommit
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult
from mock_site.store.schema import connect, prepare
from mock_site.store.sql_store import SqlStore
from mock_site.store.transaction import Transactions
from mock_site.testing import NOW_S, SetClock, finished_account
from tests.mock_site.store.kinds import Commits, Letters, Place, PostgresPlace
from tests.mock_site.store.numbers import put
from tests.mock_site.store.test_postgres_commit import Wrapped

DONE = """
  INSERT INTO accounts (account_id, email, password, opened_at_s, email_at_s, identity_at_s,
    profile_at_s, documents_at_s, phone_at_s, assessment_at_s, nik, phone)
  VALUES ('{name}', '{name}', 'hash', 0, 0, 0, 0, 0, 0, {assessed}, 'nik {name}', 'phone {name}')"""
ELSEWHERE = "INSERT INTO registrations VALUES (?, ?, '2', ?, 'l', 'd', ?, 0, NULL, NULL)"
NAMES = "abcdef"
UNFINISHED = "f"


def joining(name: str, key: str = "k", number: int = 0, **more: Any) -> Join:  # noqa: ANN401 - of a wish
    """Give the write of a join."""
    wish = JoinRequest(account_id=name, wave=more.pop("wave", "1"), key=key, payload="d", **more)
    return Join(wish=wish, registration_id=f"{number:032x}", clock=SetClock())


class File:
    """A store's file with some people, all but one of whom may join, written to without a thread."""

    def __init__(self, path: Path, quota: int) -> None:
        prepare(path, "1", quota)
        self.connection = connect(path, 1.0)
        for name in NAMES:
            self.connection.execute(DONE.format(name=name, assessed="NULL" if name == UNFINISHED else 0))
        self.asked: list[str] = []

    def commit(self, writes: Sequence[Join]) -> list[PendingWrite]:
        """Commit some as one batch, and give what became of each."""

        async def committed() -> list[PendingWrite]:
            """Do so in a loop, which futures need."""
            loop = asyncio.get_running_loop()
            batch = [PendingWrite(one, loop.create_future()) for one in writes]
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.set_trace_callback(self.asked.append)
            Transactions(self.connection, Commits(), PROPER, lambda: 0.0, loop).commit(batch, 0.0)
            self.connection.set_trace_callback(None)
            return batch

        return asyncio.run(committed())

    def count(self, *starts: str) -> int:
        """Count the statements that begin in a way."""
        return sum(one.strip().startswith(starts) for one in self.asked)

    def rows(self, question: str) -> list[Any]:
        """Read."""
        return self.connection.execute(question).fetchall()

    def close(self) -> None:
        """End."""
        self.connection.close()


def outcome_of(pending: PendingWrite) -> JoinOutcome:
    """Give how a join ended."""
    assert pending.written is not None
    outcome = pending.written.result
    assert isinstance(outcome, JoinOutcome)
    return outcome


def told(pending: PendingWrite) -> tuple[JoinResult, int | None, list[tuple[int, str, str]]]:
    """Give a result, a seat, and the messages of it."""
    outcome = outcome_of(pending)
    messages = pending.written.messages if pending.written is not None else ()
    seat = None if outcome.registration is None else outcome.registration.seat
    return outcome.result, seat, [(one.message_id, one.to, one.body) for one in messages]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    """Give one with a hundred seats."""
    with closing(File(tmp_path / "site.db", 100)) as one:
        yield one


def test_seats_are_given_with_the_statements_of_one(file: File) -> None:
    """Four people take three: one that asks, one for the seats, one for their messages."""
    batch = file.commit([joining(name, number=number) for number, name in enumerate("abcd")])
    assert (file.count("SELECT"), file.count("INSERT")) == (1, 2)
    assert [told(one) for one in batch] == [
        (JoinResult.GIVEN, seat, [(seat, f"phone {name}", f"{seat - 1:032x}")])
        for seat, name in enumerate("abcd", 1)
    ]
    registration = outcome_of(batch[1]).registration
    assert registration is not None
    assert (registration.person, registration.at_s, registration.key) == ("nik b", NOW_S, "k")


NUMBERS = itertools.count()
HIGHEST = 3
"""Seat of whoever joined before."""

WISHES = st.lists(
    st.tuples(st.sampled_from([*NAMES, "nobody"]), st.sampled_from("kl"), st.sampled_from("111129")),
    min_size=1,
    max_size=9,
)
BEFORE = st.lists(
    st.sampled_from(
        [
            "UPDATE waves SET opens_at_s = NULL, closes_at_s = 5",
            "UPDATE waves SET opens_at_s = 2e9, closes_at_s = NULL",
            "INSERT INTO registrations VALUES ('z', 'a', '1', 'nik a', 'k', 'd', 3, 0, NULL, NULL)",
            "INSERT INTO freed_seats VALUES ('1', 2)",
            "INSERT INTO holds VALUES ('b', 'h', '1', 'd', 1, 0, 2e9, 'held')",
            "INSERT INTO holds VALUES ('c', 'h', '1', 'd', 1, 0, 1, 'held')",
        ]
    ),
    max_size=3,
    unique=True,
).filter(lambda some: sum("holds" in one for one in some) < 2)


@given(quota=st.integers(0, 7), before=BEFORE, wishes=WISHES)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_batch_ends_as_its_joins_do_one_by_one(
    tmp_path: Path, quota: int, before: list[str], wishes: list[tuple[str, str, str]]
) -> None:
    """Whoever asks, again too, and whatever became of the wave's seats before."""
    # A seat above the quota is left where those below it were given back, which is known then.
    above = quota < HIGHEST and any("INTO registrations" in one for one in before)
    assume(not above or any("INTO freed_seats" in one for one in before))
    writes = [joining(name, key, number, wave=wave) for number, (name, key, wave) in enumerate(wishes)]
    found = []
    for at_once in (True, False):
        path = tmp_path / f"{next(NUMBERS)}.db"
        file = File(path, quota)
        for statement in ("INSERT INTO waves VALUES ('2', 2, NULL, NULL)", *before):
            file.connection.execute(statement)
        file.connection.execute(ELSEWHERE, ("other", "d", "nik d", 1))
        batches = [writes] if at_once else [[one] for one in writes]
        said = [told(one) for some in batches for one in file.commit(some)]
        found.append(
            (said, file.rows("SELECT * FROM registrations"), file.rows("SELECT * FROM messages"))
        )
        file.connection.close()
        path.unlink()
    assert found[0] == found[1]


def test_a_join_that_is_at_fault_fails_alone(file: File) -> None:
    """Here its registration has an id that there is already; the others have their seats."""
    batch = file.commit([joining("a", number=1), joining("b", number=1), joining("c", number=2)])
    assert isinstance(batch[1].error, sqlite3.IntegrityError)
    assert [told(one)[:2] for one in (batch[0], batch[2])] == [
        (JoinResult.GIVEN, 1),
        (JoinResult.GIVEN, 2),
    ]
    assert file.rows("SELECT account_id, seat FROM registrations") == [("a", 1), ("c", 2)]
    assert file.rows("SELECT count(*) FROM messages") == [(2,)]


async def test_only_what_stands_together_is_done_together() -> None:
    """The order of a batch stays: what else is written stands where it stood."""
    planted = Join(
        wish=joining("e").wish,
        registration_id="e",
        clock=SetClock(),
        rules=Rules(defects=frozenset({Defect.KEY_SHARED})),
    )
    a, b, c, d, e = (joining(name) for name in "abcde")
    held, drawn = joining("a", needs_hold=True), joining("b", by_lot=True)
    batch = [PendingWrite(one, asyncio.Future()) for one in (a, b, put(1), c, held, drawn, planted)]
    batch += [PendingWrite(one, asyncio.Future()) for one in (joining("c", wave="2"), d, e)]
    assert [joins for _, joins in runs(batch)] == [[a, b], [], [], [], [], [d, e]]
    assert [pending for run, _ in runs(batch) for pending in run] == batch


async def test_who_is_done_by_himself_keeps_his_place(
    place: Place, store: SqlStore, post: Letters
) -> None:
    """Who has joined another wave came second, and so has the second seat and the second message."""
    place.run("INSERT INTO waves VALUES ('2', 9, NULL, NULL)", "UPDATE waves SET quota = 3")
    ids = [await finished_account(store, number) for number in range(4)]
    wishes = [JoinRequest(account_id=one, wave="1", key="k", payload="d") for one in ids]
    await store.join(replace(wishes[1], wave="2", key="l"))
    post.messages.clear()
    outcomes = await asyncio.gather(*map(store.join, wishes))
    assert [one.registration and one.registration.seat for one in outcomes] == [1, 2, 3, None]
    assert [one.account_id for one in post.messages] == ids[:3]
    numbers = [one.message_id for one in post.messages]
    assert numbers == sorted(numbers)


def test_the_last_seat_is_for_whoever_came_first(file: File) -> None:
    """Also where he has joined another wave, and those behind him have not."""
    file.connection.execute("UPDATE waves SET quota = 3")
    file.connection.execute("INSERT INTO waves VALUES ('2', 9, NULL, NULL)")
    for seat, name in enumerate("bd", 1):
        values = (f"other {seat}", name, f"nik {name}", seat)
        file.connection.execute(ELSEWHERE, values)
    batch = file.commit([joining(name, number=number) for number, name in enumerate("aabcde")])
    assert [told(one)[:2] for one in batch] == [
        (JoinResult.GIVEN, 1),
        (JoinResult.REPLAYED, 1),
        (JoinResult.GIVEN, 2),
        (JoinResult.GIVEN, 3),
        (JoinResult.FULL, None),
        (JoinResult.FULL, None),
    ]
    # For the first part, for each of three joins by themselves, and anew for each part behind one.
    assert file.count("SELECT") == 1 + 3 + 2


async def test_postgresql_does_them_together_as_well(database: PostgresPlace) -> None:
    """Three statements for seven; where one is at fault all are done again, each by itself."""
    await asyncio.to_thread(database.empty, 100)
    await asyncio.to_thread(database.run, *(DONE.format(name=one, assessed=0) for one in NAMES))
    connections: list[Wrapped] = []

    async def connected() -> Wrapped:
        """Give a connection that says what it was asked."""
        connections.append(Wrapped(await asyncpg.connect(database.url), lambda _: None))
        return connections[-1]

    post = Letters()
    commit = PostgresCommit(connected, Commits(), post, 100, 20.0)
    commit.start()
    some = [commit.do(joining(name, number=number)) for number, name in enumerate("abcd")]
    outcomes = await asyncio.gather(*some)
    seats = [one.registration and one.registration.seat for one in outcomes]
    assert seats == [1, 2, 3, 4]
    assert [one.split()[0] for one in connections[0].asked] == [
        "BEGIN;", "SELECT", "INSERT", "INSERT", "COMMIT",
    ]  # fmt: skip
    assert [one.to for one in post.messages] == [f"phone {name}" for name in "abcd"]
    faulty = [commit.do(joining("e", number=0)), commit.do(joining("f", number=9))]
    failed, joined = await asyncio.gather(*faulty, return_exceptions=True)
    assert isinstance(failed, asyncpg.UniqueViolationError)
    assert isinstance(joined, JoinOutcome)
    assert joined.registration is not None
    assert joined.registration.seat == 5
    await commit.stop()
