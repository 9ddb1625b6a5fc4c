"""In PostgreSQL, too, a write waits for a transaction no longer than the store has patience."""

import asyncio

import asyncpg
import pytest

from mock_site.layers import Level
from mock_site.store.conduct import Conduct
from mock_site.store.postgres import PostgresEngine, PostgresLimits
from mock_site.store.postgres_commit import PostgresCommit
from mock_site.store.role import NOT_IN_TIME, StoreError
from tests.mock_site.store.kinds import Commits, Letters, PostgresPlace
from tests.mock_site.store.numbers import put


async def test_a_write_that_waits_too_long_for_a_transaction_is_refused_for_certain() -> None:
    """The one before it hangs; whoever has not begun is told so, and is not done later."""
    begun, gone = asyncio.Event(), asyncio.Event()

    async def connect() -> None:
        """Hang, and then fail."""
        begun.set()
        await gone.wait()
        raise OSError

    conduct = Conduct(patience_s=0.02)
    commit = PostgresCommit(connect, Commits(), Letters(), 9, 20.0, conduct=conduct)
    commit.start()
    first = asyncio.ensure_future(commit.do(put(1)))
    await begun.wait()
    with pytest.raises(StoreError, match=f"^{NOT_IN_TIME}$") as caught:
        await commit.do(put(2))
    assert caught.value.certain
    gone.set()
    with pytest.raises(StoreError, match=r"^the store cannot be written$"):
        await first
    await commit.stop()


@pytest.mark.parametrize(("level", "lock"), [(Level.HARDENED, "4s"), (Level.NAIVE, "10s")])
async def test_the_lock_is_waited_for_as_long_as_the_layer_says(
    database: PostgresPlace, level: Level, lock: str
) -> None:
    """Naive, as long as other processes' transactions may take."""
    limits = PostgresLimits(conduct=Conduct(access=level, patience_s=4.0))
    engine = PostgresEngine(database.url, Commits(), Letters(), limits)
    connection = await asyncpg.connect(database.url, **engine._settings())
    assert await connection.fetchval("SHOW lock_timeout") == lock
    await connection.close()
