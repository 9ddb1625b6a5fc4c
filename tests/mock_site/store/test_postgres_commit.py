"""Group commit in PostgreSQL shares transactions, tries again where it helps, and says what it knows."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import asyncpg
import pytest

from mock_site.store.batch import MAX_BATCH
from mock_site.store.embedded import EmbeddedServer
from mock_site.store.postgres_commit import MOST_TRIES, PostgresCommit
from mock_site.store.role import StoreError
from mock_site.store.statement import Work
from tests.mock_site.store.kinds import Commits, Letters
from tests.mock_site.store.numbers import fail, put

Fails = Callable[[str], BaseException | None]


class Wrapped:
    """A connection in which a statement can be made to fail, and which notes what it was asked.

    Args:
        connection: does the work.
        fails: gives the error that a statement meets, if any.
    """

    def __init__(self, connection: Any, fails: Fails) -> None:  # noqa: ANN401 - asyncpg has no types
        self._connection = connection
        self._fails = fails
        self.asked: list[str] = []

    async def execute(self, statement: str) -> str:
        """Execute a statement, or fail."""
        self._meet(statement)
        return str(await self._connection.execute(statement))

    async def fetch(self, statement: str, *values: object) -> list[Any]:
        """Execute a statement and give its rows, or fail."""
        self._meet(statement)
        rows: list[Any] = await self._connection.fetch(statement, *values)
        return rows

    def is_closed(self) -> bool:
        """Whether it is."""
        return bool(self._connection.is_closed())

    def terminate(self) -> None:
        """Cut it."""
        self._connection.terminate()

    def _meet(self, statement: str) -> None:
        self.asked.append(statement)
        error = self._fails(statement)
        if error is not None:
            raise error


class Numbers:
    """A table of distinct numbers, and connections to it."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.connections: list[Wrapped] = []

    async def all(self) -> list[int]:
        """Read what another process would see."""
        connection = await asyncpg.connect(self.dsn)
        try:
            return [row[0] for row in await connection.fetch("SELECT number FROM numbers ORDER BY 1")]
        finally:
            await connection.close()

    @asynccontextmanager
    async def commit(
        self,
        fails: Fails = lambda _: None,
        commits: Commits | None = None,
        post: Letters | None = None,
        max_pending: int = 2_000,
        deadline_s: float = 20.0,
    ) -> AsyncIterator[PostgresCommit]:
        """Give a running group commit."""

        async def connect() -> Wrapped:
            """Give one more connection."""
            self.connections.append(Wrapped(await asyncpg.connect(self.dsn), fails))
            return self.connections[-1]

        one = PostgresCommit(connect, commits or Commits(), post or Letters(), max_pending, deadline_s)
        one.start()
        try:
            yield one
        finally:
            await one.stop()


@pytest.fixture
async def numbers(server: EmbeddedServer) -> Numbers:
    """Give an empty table."""
    connection = await asyncpg.connect(server.dsn)
    await connection.execute(
        "DROP TABLE IF EXISTS numbers; CREATE TABLE numbers (number INTEGER UNIQUE)"
    )
    await connection.close()
    return Numbers(server.dsn)


def failing(times: int, start: str, error: BaseException) -> Fails:
    """Let the first statements that begin in a way fail."""
    left = [times]

    def fails(statement: str) -> BaseException | None:
        """Fail while there are failures left."""
        if not left[0] or not statement.startswith(start):
            return None
        left[0] -= 1
        return error

    return fails


async def test_writes_that_wait_share_a_transaction(numbers: Numbers) -> None:
    """A thousand writes at once need few commits, none larger than allowed, and all are there."""
    commits, post = Commits(), Letters()
    async with numbers.commit(commits=commits, post=post) as commit:
        results = await asyncio.gather(*(commit.do(put(one)) for one in range(1_000)))
        assert [message.message_id for message in post.messages] == [*range(1_000)]
    assert results == [*range(1_000)] == await numbers.all()
    assert sum(commits.operations) == 1_000
    assert len(commits.operations) < 10
    assert max(commits.operations) <= MAX_BATCH


@pytest.mark.parametrize("error", [ValueError("no"), asyncpg.UniqueViolationError("twice")])
async def test_a_write_that_fails_fails_alone(numbers: Numbers, error: Exception) -> None:
    """The others of its batch are done again with care, and nothing of it is left."""
    post = Letters()
    async with numbers.commit(post=post) as commit:
        results = await asyncio.gather(
            commit.do(put(1)), commit.do(fail(error)), commit.do(put(2)), return_exceptions=True
        )
    assert [*results] == [1, error, 2]
    assert await numbers.all() == [1, 2]
    assert [message.message_id for message in post.messages] == [1, 2]


async def test_a_write_that_fails_the_second_time_was_not_written_the_first(numbers: Numbers) -> None:
    """What a batch had written before it was rolled back is nobody's result, and no message goes out."""
    post, begun = Letters(), count(1)

    def unlucky() -> Work[int]:
        """Fail the second time."""
        if next(begun) > 1:
            raise ValueError("too late")
        return (yield from put(1)())

    async with numbers.commit(post=post) as commit:
        results = await asyncio.gather(
            commit.do(unlucky), commit.do(fail(ValueError("no"))), return_exceptions=True
        )
    assert [str(one) for one in results] == ["too late", "no"]
    assert await numbers.all() == []
    assert post.messages == []


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.DeadlockDetectedError("deadlock"),
        asyncpg.SerializationError("serialisation"),
        asyncpg.AdminShutdownError("shutdown"),
        ConnectionResetError("reset"),
    ],
)
async def test_what_may_succeed_is_tried_again(numbers: Numbers, error: Exception) -> None:
    """So often and no more: then it has certainly not happened."""
    async with numbers.commit(failing(MOST_TRIES - 1, "INSERT", error)) as commit:
        assert await commit.do(put(1)) == 1
    async with numbers.commit(failing(MOST_TRIES, "INSERT", error)) as commit:
        with pytest.raises(StoreError, match=r"^the store cannot be written$") as caught:
            await commit.do(put(2))
        assert caught.value.certain
        assert caught.value.__cause__ is error
        assert await commit.do(put(3)) == 3
    assert await numbers.all() == [1, 3]


@pytest.mark.parametrize(
    "error", [asyncpg.DiskFullError("full"), asyncpg.TooManyConnectionsError("many")]
)
async def test_what_will_not_succeed_is_not_tried_again(numbers: Numbers, error: Exception) -> None:
    """It is refused for certain at once."""
    async with numbers.commit(failing(1, "INSERT", error)) as commit:
        with pytest.raises(StoreError, match=r"^the store cannot be written$") as caught:
            await commit.do(put(1))
        assert caught.value.certain
    assert await numbers.all() == []


@pytest.mark.parametrize(
    ("error", "certain"),
    [
        (asyncpg.SerializationError("serialisation"), True),
        (asyncpg.ConnectionDoesNotExistError("gone"), False),
        (asyncpg.AdminShutdownError("shutdown"), False),
        (ConnectionResetError("reset"), False),
        (TimeoutError("late"), False),
    ],
)
async def test_a_commit_that_is_not_answered_is_certain_of_nothing(
    numbers: Numbers, error: Exception, *, certain: bool
) -> None:
    """Unless the database has said that it was none; nobody is told of the messages, and all goes on."""
    commits, post = Commits(), Letters()
    async with numbers.commit(failing(1, "COMMIT", error), commits, post) as commit:
        with pytest.raises(StoreError) as caught:
            await commit.do(put(1))
        assert caught.value.certain is certain
        assert (commits.operations, post.messages) == ([], [])
        assert await commit.do(put(2)) == 2


async def test_a_commit_that_was_a_rollback_is_none(numbers: Numbers) -> None:
    """PostgreSQL answers so after an error that went unnoticed; it has certainly not happened."""
    async with numbers.commit() as commit:
        assert await commit.do(put(1)) == 1
        connection = numbers.connections[-1]
        done = connection.execute

        async def rolled_back(statement: str) -> str:
            """Turn the COMMIT into a ROLLBACK."""
            return await done("ROLLBACK" if statement == "COMMIT" else statement)

        connection.execute = rolled_back  # type: ignore[method-assign]
        with pytest.raises(StoreError) as caught:
            await commit.do(put(2))
        assert caught.value.certain
    assert await numbers.all() == [1]


async def test_a_lock_that_is_not_had_in_time_is_a_certain_refusal(numbers: Numbers) -> None:
    """Another process's transaction is waited for, but not forever."""
    other = await asyncpg.connect(numbers.dsn)
    async with numbers.commit(deadline_s=0.3) as commit:
        async with other.transaction():
            await other.execute("SELECT pg_advisory_xact_lock(7337)")
            with pytest.raises(StoreError, match=r"^the store is locked$") as caught:
                await commit.do(put(1))
        assert caught.value.certain
    await other.close()
    async with numbers.commit() as commit:
        assert await commit.do(put(2)) == 2
    assert await numbers.all() == [2]


async def test_more_than_may_wait_is_refused_for_certain(numbers: Numbers) -> None:
    """The third of two is told that nothing happened."""
    async with numbers.commit(max_pending=2) as commit:
        first = [asyncio.ensure_future(commit.do(put(one))) for one in (1, 2)]
        await asyncio.sleep(0)
        with pytest.raises(StoreError, match=r"^no more writes may wait now$") as caught:
            await commit.do(put(3))
        assert caught.value.certain
        await asyncio.gather(*first)
        assert await commit.do(put(4)) == 4


async def test_what_waits_at_the_end_is_still_written(numbers: Numbers) -> None:
    """Stopping commits what is pending, and takes nothing more."""
    async with numbers.commit() as commit:
        waiting = [asyncio.ensure_future(commit.do(put(one))) for one in range(600)]
        await asyncio.sleep(0)
        await commit.stop()
        assert await asyncio.gather(*waiting) == [*range(600)]
        with pytest.raises(StoreError, match=r"^the site is stopping$"):
            await commit.do(put(600))
    assert len(await numbers.all()) == 600


async def test_a_visitor_who_gave_up_does_not_hold_up_the_others(numbers: Numbers) -> None:
    """A cancelled wait is passed over."""
    async with numbers.commit() as commit:
        gone = asyncio.ensure_future(commit.do(put(1)))
        await asyncio.sleep(0)
        gone.cancel()
        assert await commit.do(put(2)) == 2
