"""The PostgreSQL store asks in a way that lasts, and stands a database that is not there."""

import asyncio
from pathlib import Path

import pytest

from mock_site.store.postgres import PostgresEngine, PostgresLimits, PostgresStore
from mock_site.store.role import StoreError
from mock_site.store.situation import HELD, SITUATION
from mock_site.store.statement import Question, Statement
from mock_site.testing import SetClock
from tests.mock_site.store.kinds import Commits, Letters, PostgresPlace


@pytest.mark.parametrize("question", [SITUATION, HELD])
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


async def test_a_database_that_is_not_there_is_a_certain_refusal(tmp_path: Path) -> None:
    """Of a read and of a write; the store opens nevertheless, since it may come."""
    store = PostgresStore(
        f"postgresql://site@/site?host={tmp_path}", Commits(), SetClock(), PostgresLimits()
    )
    async with store:
        with pytest.raises(StoreError, match=r"^the store cannot be written$") as caught:
            await store.open_account("ana@warga.test", "hash")
        assert caught.value.certain
        with pytest.raises(StoreError, match=r"^the store cannot be read$"):
            await store.depth()
        with pytest.raises(StoreError, match=r"^the store cannot be read$"):
            await anext(store.roll())
