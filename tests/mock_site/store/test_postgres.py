"""The PostgreSQL store asks in a way that lasts, and stands a database that is not there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import pytest

from mock_site.store.postgres import PostgresEngine, PostgresLimits, PostgresStore
from mock_site.store.role import StoreError
from mock_site.store.situation import HELD, SITUATION, WITH_HOLDS
from mock_site.store.statement import Question, Statement
from mock_site.store.store_load import StoreLoad
from mock_site.store.usual import asked_of
from mock_site.testing import SetClock
from tests.mock_site.store.kinds import Commits, Letters, PostgresPlace


@dataclass(slots=True)
class Pool:
    """Stands in for a pool of connections, whose answers take until they may come.

    Attributes:
        answers: set when they may.
        error: raised in place of one.
    """

    answers: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None

    @asynccontextmanager
    async def acquire(self, *, timeout: float) -> AsyncIterator[Self]:  # noqa: ASYNC109 - as asyncpg
        """Give a connection."""
        assert timeout > 0
        yield self

    async def fetch(self, *_question: object) -> list[object]:
        """Answer."""
        await self.answers.wait()
        if self.error is not None:
            raise self.error
        return []


@pytest.mark.parametrize("question", [SITUATION, WITH_HOLDS, HELD])
async def test_a_join_reads_no_table_from_end_to_end(database: PostgresPlace, question: str) -> None:
    """Not even while the tables are so small that it would be quicker: the plan outlives that."""
    await asyncio.to_thread(database.empty, 9)
    await asyncio.to_thread(database.run, "ANALYZE")
    engine = PostgresEngine(database.url, Commits(), Letters(), PostgresLimits())
    await engine.open()
    sql = f"EXPLAIN {question.replace('$1', repr('a')).replace('$2', repr('1'))}"
    plan = await engine.ask(Question(Statement(sql), lambda rows: [str(row[0]) for row in rows]))
    await engine.close()
    assert "Index" in " ".join(plan)
    assert [line for line in plan if "Seq Scan" in line] == []


async def test_joins_that_are_done_together_look_everybody_up_by_their_key(
    database: PostgresPlace,
) -> None:
    """However small the tables are; as they are planned for whatever values come."""
    await asyncio.to_thread(database.empty, 9)
    await asyncio.to_thread(database.run, "ANALYZE")
    engine = PostgresEngine(database.url, Commits(), Letters(), PostgresLimits())
    connection = await engine._connect()
    several = asked_of("1", [f"{number}" for number in range(64)])
    await connection.execute(f"SET plan_cache_mode = force_generic_plan; PREPARE it AS {several.sql}")
    rows = await connection.fetch(f"EXPLAIN EXECUTE it {several.values}")
    await connection.close()
    plan = [str(row[0]).strip() for row in rows]
    assert [one for one in plan if "Seq Scan" in one or "Hash" in one or "Merge" in one] == []
    assert plan.count('Index Cond: (account_id = "*VALUES*".column1)') == 3
    assert sum(" using " in one for one in plan) == sum(one.startswith("Index Cond") for one in plan)


async def test_connections_are_in_use_until_they_are_given_back() -> None:
    """Whatever becomes of the question; whoever has none waits."""
    engine = PostgresEngine("", Commits(), Letters(), PostgresLimits(readers=2, max_pending=7))
    pool = Pool()
    engine._pool = pool
    questions = [Question(Statement("SELECT 1"), lambda rows: rows) for _ in range(2)]
    idle = StoreLoad(readers_most=2, writes_most=7)
    assert engine.load() == idle
    asked = asyncio.gather(*(engine.ask(one) for one in questions))
    await asyncio.sleep(0)
    assert engine.load() == replace(idle, readers_in_use=2)
    pool.answers.set()
    await asked
    assert engine.load() == idle
    pool.error = OSError("gone")
    with pytest.raises(StoreError, match=r"^the store cannot be read$"):
        await engine.ask(questions[0])
    assert engine.load() == idle


async def test_whoever_asks_while_all_connections_are_in_use_waits(database: PostgresPlace) -> None:
    """With one connection, of three who ask at once two wait; writes wait for their transaction."""
    await asyncio.to_thread(database.empty, 9)
    limits = PostgresLimits(readers=1, max_pending=7)
    async with PostgresStore(database.url, Commits(), SetClock(), limits) as store:
        await store.depth()
        asked = asyncio.gather(*(store.depth() for _ in range(3)), store.open_account("a@b.test", "h"))
        await asyncio.sleep(0)
        found = store.load()
        assert (found.readers_in_use + found.readers_waiting, found.writes_waiting) == (3, 1)
        assert (found.readers_waiting >= 2, found.readers_most, found.writes_most) == (True, 1, 7)
        await asked
        assert store.load() == StoreLoad(readers_most=1, writes_most=7)


async def test_a_database_that_is_not_there_is_a_certain_refusal(tmp_path: Path) -> None:
    """Of a read and of a write; the store opens nevertheless, since it may come."""
    commits = Commits()
    url = f"postgresql://site@/site?host={tmp_path}"
    store = PostgresStore(url, commits, SetClock(), PostgresLimits())
    async with store:
        with pytest.raises(StoreError, match=r"^the store cannot be written$") as caught:
            await store.open_account("ana@warga.test", "hash")
        assert caught.value.certain
        with pytest.raises(StoreError, match=r"^the store cannot be read$"):
            await store.depth()
        with pytest.raises(StoreError, match=r"^the store cannot be read$"):
            await anext(store.roll())
