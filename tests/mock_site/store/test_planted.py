"""A defect of the store shows in either kind of it, and without it the store is right."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from threading import Event

import pytest

from mock_site.defects import NONE, Defect, Defects
from mock_site.store.embedded import EmbeddedServer
from mock_site.store.loosening import loosen
from mock_site.store.message import MessageKind
from mock_site.store.progress import Step, StepResult
from mock_site.store.records import JoinRequest, JoinResult, WaveChange
from mock_site.store.sql_store import SqlStore
from mock_site.store.steps import FileIdentity, VerifyPhone
from mock_site.testing import NOW_S, SetClock, finished_account, form, steps_of
from tests.mock_site.store.kinds import Commits, Letters, Place, PostgresPlace, SqlitePlace, opened
from tests.mock_site.store.test_taking import account_before, the_step


def planted_or_not(defect: Defect) -> pytest.MarkDecorator:
    """Give the same test with a defect and without."""
    return pytest.mark.parametrize("defects", [NONE, frozenset({defect})], ids=["right", "planted"])


@pytest.fixture(params=["sqlite", "postgresql"])
def loose_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Give a store of each kind of its own, whose constraints may be taken away."""
    if request.param == "sqlite":
        return SqlitePlace(tmp_path / "site.db", quota=100)
    server: EmbeddedServer = request.getfixturevalue("server")
    return PostgresPlace(server.dsn)


@asynccontextmanager
async def two_stores(
    place: Place, defects: Defects, clock: SetClock | None = None
) -> AsyncIterator[tuple[SqlStore, SqlStore]]:
    """Give two processes' stores in one place."""
    clock = clock or SetClock()
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(opened(place, clock, defects=defects))
        yield one, await stack.enter_async_context(opened(place, clock, defects=defects))


def wish(account_id: str, key: str = "k") -> JoinRequest:
    """Give a wish for a seat."""
    return JoinRequest(account_id=account_id, wave="1", key=key, payload="d")


async def results(store: SqlStore, numbers: range) -> list[JoinResult]:
    """Let people join one after the other."""
    accounts = [await finished_account(store, number) for number in numbers]
    return [(await store.join(wish(one))).result for one in accounts]


@planted_or_not(Defect.ACKNOWLEDGE_BEFORE_COMMIT)
async def test_a_seat_is_promised_before_it_is_durable(
    place: Place, defects: Defects, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction is held open until the test has looked from outside."""
    commits, looked, go_on = Commits(), Event(), asyncio.Event()

    async def wait(_pause_s: float) -> None:
        """Wait until it may go on."""
        await go_on.wait()

    async with opened(place, commits=commits, defects=defects) as store:
        account_id = await finished_account(store, 1)
        seats_before = place.rows("SELECT count(*) FROM registrations")
        with monkeypatch.context() as patch:
            patch.setattr(time, "sleep", lambda _: looked.wait())
            patch.setattr("mock_site.store.postgres_commit.asyncio.sleep", wait)
            outcome = await store.join(wish(account_id))
            seats = place.rows("SELECT count(*) FROM registrations")
            looked.set()
            go_on.set()
        assert outcome.result is JoinResult.GIVEN
    assert (seats == seats_before) is bool(defects)
    assert place.rows("SELECT count(*) FROM registrations") == [(1,)]


@planted_or_not(Defect.IDEMPOTENCY_IGNORED)
async def test_a_repeated_join_has_a_second_seat(loose_place: Place, defects: Defects) -> None:
    """With the same key, as a client sends it that has heard no answer."""
    await asyncio.to_thread(loosen, loose_place.url, defects)
    async with opened(loose_place, defects=defects) as store:
        account_id = await finished_account(store, 1)
        outcomes = [await store.join(wish(account_id)) for _ in range(2)]
        seats = [one.registration.seat for one in outcomes if one.registration]
    assert seats == ([1, 2] if defects else [1, 1])
    second = JoinResult.GIVEN if defects else JoinResult.REPLAYED
    assert [one.result for one in outcomes] == [JoinResult.GIVEN, second]


@planted_or_not(Defect.QUOTA_CHECK_THEN_ACT)
async def test_more_seats_are_given_than_there_are(place: Place, defects: Defects) -> None:
    """Three come while the count is that of before the first."""
    async with opened(place, defects=defects) as store:
        await store.change_wave("1", WaveChange(quota=1))
        given = (await results(store, range(3))).count(JoinResult.GIVEN)
    assert given == (3 if defects else 1)


async def test_a_count_is_kept_for_half_a_second(place: Place) -> None:
    """Then it is read again, and says that there is none left."""
    clock = SetClock()
    async with two_stores(place, frozenset({Defect.QUOTA_CHECK_THEN_ACT}), clock) as (store, _):
        await store.change_wave("1", WaveChange(quota=1))
        assert await results(store, range(1)) == [JoinResult.GIVEN]
        clock.now_s += 0.5
        assert await results(store, range(1, 2)) == [JoinResult.FULL]


@planted_or_not(Defect.QUOTA_PER_PROCESS)
async def test_each_process_gives_the_whole_quota(place: Place, defects: Defects) -> None:
    """Two processes, twice the seats."""
    async with two_stores(place, defects) as (one, other):
        await one.change_wave("1", WaveChange(quota=2))
        given = [*await results(one, range(3)), *await results(other, range(3, 6))]
    right = [JoinResult.GIVEN, JoinResult.GIVEN, JoinResult.FULL]
    assert given == (right * 2 if defects else [*right, *[JoinResult.FULL] * 3])


@planted_or_not(Defect.LATE_ACCEPTANCE)
async def test_joining_goes_on_after_it_has_closed(place: Place, defects: Defects) -> None:
    """Nobody looks at the clock."""
    async with opened(place, defects=defects) as store:
        await store.change_wave("1", WaveChange(sets_closing=True, closes_at_s=NOW_S - 1))
        assert await results(store, range(1)) == [JoinResult.GIVEN if defects else JoinResult.CLOSED]


@planted_or_not(Defect.STEP_SKIP)
async def test_the_last_step_is_skipped(place: Place, defects: Defects) -> None:
    """The test was handed in, and nobody has graded it."""
    async with opened(place, defects=defects) as store:
        account_id = await store.open_account(form(1)["email"], "hashed")
        assert account_id is not None
        for step in steps_of(account_id, 1):
            await store.take(step)
        outcome = await store.join(wish(account_id))
    assert outcome.result is (JoinResult.GIVEN if defects else JoinResult.STEP_MISSING)


@pytest.mark.parametrize("defects", [NONE, frozenset({Defect.STEP_SKIP})])
async def test_no_other_step_is_skipped(place: Place, defects: Defects) -> None:
    """The defect is small, as such are."""
    async with opened(place, defects=defects) as store:
        account_id = await account_before(store, VerifyPhone)
        assert (await store.join(wish(account_id))).result is JoinResult.STEP_MISSING


@pytest.mark.parametrize(
    ("defects", "messages"),
    [
        (NONE, 10),
        (frozenset({Defect.LOST_NOTICE}), 9),
        (frozenset({Defect.DUPLICATE_NOTICE}), 11),
    ],
)
async def test_the_tenth_has_no_message_or_two(place: Place, defects: Defects, messages: int) -> None:
    """The other nine are told once."""
    post = Letters()
    async with opened(place, post=post, defects=defects) as store:
        await results(store, range(10))
        notices = [one async for portion in store.notices() for one in portion]
    told = [one for one in post.messages if one.kind is MessageKind.SEAT]
    assert (len(told), len(notices)) == (messages, messages)


@planted_or_not(Defect.OTP_REPLAY)
async def test_a_code_is_taken_again(place: Place, defects: Defects) -> None:
    """After it has verified the phone, which counts from the first time on."""
    clock = SetClock()
    async with opened(place, clock, defects=defects) as store:
        account_id = await account_before(store, VerifyPhone)
        step, found = the_step(account_id, VerifyPhone), []
        for _ in range(2):
            outcome = await store.take(step)
            found.append(outcome.result)
            clock.now_s += 1
    assert outcome.account is not None
    assert outcome.account.done_at_s[Step.PHONE] == NOW_S
    second = StepResult.DONE if defects else StepResult.REPEATED
    assert found == [StepResult.DONE, second]


@planted_or_not(Defect.OTP_ANY_ACCOUNT)
async def test_the_code_of_another_account_is_taken(place: Place, defects: Defects) -> None:
    """One's own code is another one; a code that nobody was sent is wrong all the same."""
    async with opened(place, defects=defects) as store:
        me = await account_before(store, VerifyPhone, 1)
        other = await account_before(store, VerifyPhone, 2)
        place.run(f"UPDATE codes SET digest = 'x' WHERE account_id = '{me}'")  # noqa: S608 - a test
        made_up = await store.take(VerifyPhone(account_id=me, code="654321", most=5))
        theirs = await store.take(VerifyPhone(account_id=me, code="123456", most=5))
        assert made_up.result is StepResult.WRONG
        assert theirs.result is (StepResult.DONE if defects else StepResult.WRONG)
        own = await store.take(VerifyPhone(account_id=other, code="123456", most=5))
        assert own.result is StepResult.DONE


@planted_or_not(Defect.DUPLICATE_PERSON)
async def test_a_person_has_an_account_in_each_process(loose_place: Place, defects: Defects) -> None:
    """The first process still knows them; the second has never seen them, and gives a second seat."""
    await asyncio.to_thread(loosen, loose_place.url, defects)
    async with two_stores(loose_place, defects) as (one, other):
        identity = the_step("", FileIdentity, 1)
        assert isinstance(identity, FileIdentity)
        found = []
        for number, store in enumerate((one, one, other), 1):
            account_id = await account_before(store, FileIdentity, number)
            step = FileIdentity(account_id=account_id, identity=identity.identity, verified=True)
            found.append((await store.take(step)).result)
    last = StepResult.DONE if defects else StepResult.TAKEN
    assert found == [StepResult.DONE, StepResult.TAKEN, last]


@planted_or_not(Defect.KEY_SHARED)
async def test_a_key_hands_out_a_strangers_seat(place: Place, defects: Defects) -> None:
    """Whoever chooses a key that is taken already."""
    async with opened(place, defects=defects) as store:
        accounts = [await finished_account(store, number) for number in (1, 2)]
        outcomes = [await store.join(wish(one)) for one in accounts]
        people = [one.registration.person for one in outcomes if one.registration]
    niks = [form(1)["nik"], form(2)["nik"]]
    assert people == ([niks[0]] * 2 if defects else niks)


@planted_or_not(Defect.ID_ENUMERATION)
async def test_registrations_are_numbered(place: Place, defects: Defects) -> None:
    """So that whoever has one can guess the next."""
    async with opened(place, defects=defects) as store:
        outcomes = [await store.join(wish(await finished_account(store, one))) for one in (1, 2)]
        ids = [one.registration.registration_id for one in outcomes if one.registration]
        assert (ids == ["1-1", "1-2"]) is bool(defects)
        assert await store.registration(ids[1]) == outcomes[1].registration
        assert await store.registration("1-3") is None


@planted_or_not(Defect.LAZY_FSYNC)
async def test_sqlite_does_not_wait_for_the_disk(tmp_path: Path, defects: Defects) -> None:
    """Its connections are set so."""
    async with opened(SqlitePlace(tmp_path / "site.db", quota=1), defects=defects) as store:
        connection = store._engine._connect()  # type: ignore[attr-defined]
        assert connection.execute("PRAGMA synchronous").fetchone() == ((0,) if defects else (2,))
        connection.close()


@planted_or_not(Defect.LAZY_FSYNC)
async def test_postgresql_does_not_wait_for_the_disk(database: PostgresPlace, defects: Defects) -> None:
    """Its connections are set so."""
    async with opened(database, defects=defects) as store:
        connection = await store._engine._connect()  # type: ignore[attr-defined]
        assert await connection.fetchval("SHOW synchronous_commit") == ("off" if defects else "on")
        await connection.close()


async def test_a_store_is_loosened_once_and_keeps_what_is_in_it(loose_place: Place) -> None:
    """Again and again it stays as it is."""
    defects = frozenset({Defect.IDEMPOTENCY_IGNORED, Defect.DUPLICATE_PERSON})
    async with opened(loose_place) as store:
        account_id = await finished_account(store, 1)
        await store.join(wish(account_id))
    for _ in range(2):
        await asyncio.to_thread(loosen, loose_place.url, defects)
    async with opened(loose_place) as store:
        assert [one.seat for one in await store.registrations_of(account_id)] == [1]
        assert (await store.join(wish(account_id))).result is JoinResult.REPLAYED
        account = await store.account(account_id)
    assert account is not None
    assert len(account.done_at_s) == 6


async def test_nothing_is_loosened_for_other_defects(loose_place: Place) -> None:
    """The schema is as it was."""
    await asyncio.to_thread(loosen, loose_place.url, frozenset({Defect.LATE_ACCEPTANCE}))
    async with opened(loose_place) as store:
        account_id = await finished_account(store, 1)
        await store.join(wish(account_id))
    copied = (
        "INSERT INTO registrations (registration_id, account_id, wave, person, key, payload, seat, at_s)"
        " SELECT 'x', account_id, wave, person, key, payload, 2, at_s"
        " FROM registrations"
    )
    with pytest.raises(Exception, match=r"(?i)unique"):
        loose_place.run(copied)
