"""The SQLite store refuses limits that allow nothing, and says when its file cannot be used."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mock_site.layers import Level
from mock_site.store.conduct import Conduct
from mock_site.store.role import NOT_IN_TIME, NobodyTold, StoreError
from mock_site.store.schema import connect, prepare
from mock_site.store.sqlite import SqliteEngine, SqliteLimits, SqliteStore
from mock_site.store.statement import Question, Statement
from mock_site.store.store_load import StoreLoad
from mock_site.testing import SetClock
from tests.mock_site.store.kinds import Commits


@pytest.mark.parametrize("limits", [{"max_pending": 0}, {"busy_timeout_s": 0.0}])
def test_limits_that_allow_nothing_are_refused(limits: dict[str, float]) -> None:
    """A store that may not wait or queue is none."""
    with pytest.raises(ValueError, match=r"^limits: are .*; max_pending is 1 or more"):
        SqliteLimits(**limits)  # type: ignore[arg-type]


async def test_ids_and_times_are_as_given(tmp_path: Path) -> None:
    """Both are arguments, so that a run can be repeated."""
    prepare(tmp_path / "site.db", "1", 9)
    commits = Commits()
    store = SqliteStore(
        tmp_path / "site.db", commits, SetClock(5.0), SqliteLimits(), ids=iter("ab").__next__
    )
    async with store:
        ids = [await store.open_account(f"{one}@warga.test", "hash") for one in range(2)]
        account = await store.account("b")
    assert ids == ["a", "b"]
    assert account is not None
    assert account.opened_at_s == 5.0
    assert commits.operations == [1, 1]


async def test_more_than_may_wait_is_refused(tmp_path: Path) -> None:
    """As its limits say."""
    prepare(tmp_path / "site.db", "1", 9)
    limits = SqliteLimits(max_pending=3)
    async with SqliteStore(tmp_path / "site.db", Commits(), SetClock(), limits) as store:
        results = await asyncio.gather(
            *(store.remind(f"{one}@warga.test") for one in range(9)), return_exceptions=True
        )
    refused = [one for one in results if isinstance(one, StoreError)]
    assert len(refused) == 6
    assert all(one.certain for one in refused)


async def test_a_reader_that_is_busy_is_in_use_and_others_wait_for_it(tmp_path: Path) -> None:
    """However long the loop takes to hear of the answer; a quick question takes no reader."""
    prepare(tmp_path / "site.db", "1", 9)
    engine = SqliteEngine(tmp_path / "site.db", Commits(), NobodyTold(), SqliteLimits(max_pending=3))
    goes_on = threading.Event()
    slow = [Question(Statement("SELECT 1"), lambda _: goes_on.wait(20)) for _ in range(3)]
    idle = StoreLoad(readers_most=1, writes_most=3)
    await engine.open()
    assert (
        await engine.ask(Question(Statement("SELECT 1"), lambda _: engine.load(), is_quick=True)) == idle
    )
    asked = asyncio.gather(*(engine.ask(one) for one in slow))
    await asyncio.sleep(0)
    assert engine.load() == replace(idle, readers_in_use=1, readers_waiting=2)
    goes_on.set()
    engine._reader.submit(int).result(20)
    assert engine.load() == idle
    assert await asked == [True] * 3
    await engine.close()


async def test_a_listing_of_a_file_that_cannot_be_opened_is_an_error_of_the_store(
    tmp_path: Path,
) -> None:
    """Each listing has a connection of its own, which may fail as any question may."""
    prepare(tmp_path / "site.db", "1", 9)
    store = SqliteStore(tmp_path / "site.db", Commits(), SetClock(), SqliteLimits())
    async with store:
        (tmp_path / "site.db").rename(tmp_path / "gone.db")
        (tmp_path / "site.db").mkdir()
        with pytest.raises(StoreError, match=r"^the store cannot be read$"):
            await anext(store.roll())


@pytest.mark.parametrize("level", Level)
async def test_a_page_that_reads_waits_for_no_write_where_the_access_is_hardened(
    tmp_path: Path, level: Level
) -> None:
    """Over one connection it waits behind a write that waits for another process's lock."""
    prepare(tmp_path / "site.db", "1", 9)
    limits = SqliteLimits(conduct=Conduct(access=level))
    store = SqliteStore(tmp_path / "site.db", Commits(), SetClock(), limits)
    with closing(connect(tmp_path / "site.db", 1.0)) as other:
        async with store:
            other.execute("BEGIN IMMEDIATE")
            writing = asyncio.ensure_future(store.open_account("a@warga.test", "hash"))
            await asyncio.sleep(0)
            reading = asyncio.ensure_future(store.wave_state("1"))
            if level is Level.HARDENED:
                assert (await reading).quota == 9
            else:
                await asyncio.wait({reading}, timeout=0.05)
                assert not reading.done()
            assert not writing.done()
            other.execute("ROLLBACK")
            assert await writing is not None
            assert (await reading).quota == 9


@pytest.mark.parametrize("level", [Level.HARDENED, Level.NAIVE])
async def test_a_question_that_waits_too_long_for_a_reader_is_refused_where_the_access_is_hardened(
    tmp_path: Path, level: Level
) -> None:
    """Without a patience it waits, however long."""
    prepare(tmp_path / "site.db", "1", 9)
    limits = SqliteLimits(conduct=Conduct(access=level, patience_s=0.02))
    engine = SqliteEngine(tmp_path / "site.db", Commits(), NobodyTold(), limits)
    question = Question(Statement("SELECT 1"), lambda rows: rows[0][0])
    await engine.open()
    free = threading.Event()
    engine._reader.submit(free.wait)
    asked = asyncio.ensure_future(engine.ask(question))
    if level is Level.HARDENED:
        with pytest.raises(StoreError, match=f"^{NOT_IN_TIME}$") as caught:
            await asked
        assert caught.value.certain
        free.set()
    else:
        await asyncio.wait({asked}, timeout=0.05)
        assert not asked.done()
        free.set()
        assert await asked == 1
    await engine.close()


async def test_a_quick_question_waits_for_no_reader_where_the_access_is_hardened(tmp_path: Path) -> None:
    """Whoever asks for a row by its key is answered though somebody counts them all."""
    prepare(tmp_path / "site.db", "1", 9)
    store = SqliteStore(tmp_path / "site.db", Commits(), SetClock(), SqliteLimits())
    async with store:
        account_id = await store.open_account("a@warga.test", "hash")
        assert account_id is not None
        free = threading.Event()
        engine = store._engine
        assert isinstance(engine, SqliteEngine)
        engine._reader.submit(free.wait)
        for found in (await store.account(account_id), await store.account_by_email("a@warga.test")):
            assert found is not None
            assert found.account_id == account_id
        assert await store.registrations_of(account_id) == []
        assert await store.registration("none") is None
        free.set()


async def test_a_quick_question_that_finds_a_lock_waits_for_it_in_the_thread(tmp_path: Path) -> None:
    """The event loop must not."""
    prepare(tmp_path / "site.db", "1", 9)
    store = SqliteStore(tmp_path / "site.db", Commits(), SetClock(), SqliteLimits())
    async with store:
        account_id = await store.open_account("a@warga.test", "hash")
        assert account_id is not None
        engine = store._engine
        assert isinstance(engine, SqliteEngine)

        class Locked:
            """A connection in whose way somebody's lock is."""

            def execute(self, *_given: object) -> None:
                """Find the lock."""
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = sqlite3.SQLITE_BUSY
                raise error

            def close(self) -> None:
                """Close."""

        engine._quick.close()  # type: ignore[union-attr]
        engine._quick = Locked()  # type: ignore[assignment]
        found = await store.account(account_id)
        assert found is not None
        assert found.account_id == account_id


async def test_a_quick_question_that_cannot_be_answered_is_no_error_of_the_site(tmp_path: Path) -> None:
    """It is told as one of the store, as any other."""
    prepare(tmp_path / "site.db", "1", 9)
    engine = SqliteEngine(tmp_path / "site.db", Commits(), NobodyTold(), SqliteLimits())
    await engine.open()
    question = Question(Statement("SELECT nothing FROM nowhere"), len, is_quick=True)
    with pytest.raises(StoreError, match=r"^the store cannot be read$"):
        await engine.ask(question)
    await engine.close()
