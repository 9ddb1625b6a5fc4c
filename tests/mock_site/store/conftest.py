"""Fixtures of the stores' tests: a prepared store of each kind, opened as often as a test wants."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mock_site.store.embedded import EmbeddedServer
from mock_site.store.schema import connect
from mock_site.store.sql_store import SqlStore
from mock_site.testing import SetClock
from tests.mock_site.store.kinds import (
    Letters,
    Place,
    PostgresPlace,
    SqlitePlace,
    embedded_server,
    opened,
)
from tests.mock_site.store.nursery import Nursery


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a database with a table of distinct numbers."""
    with closing(connect(tmp_path / "numbers.db", 1.0)) as connection:
        connection.execute("CREATE TABLE numbers (number INTEGER UNIQUE)")
    return tmp_path / "numbers.db"


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """Give a PostgreSQL that runs as long as the tests do."""
    with embedded_server() as one:
        yield one


@pytest.fixture(scope="session")
def database(server: EmbeddedServer) -> PostgresPlace:
    """Give a database that tests share, one after the other."""
    return PostgresPlace(server.dsn)


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    """Give a nursery."""
    with Nursery() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Give a prepared store of each kind with 100 seats."""
    if request.param == "sqlite":
        return SqlitePlace(tmp_path / "site.db", quota=100)
    database: PostgresPlace = request.getfixturevalue("database")
    database.empty(quota=100)
    return database


@pytest.fixture
def clock() -> SetClock:
    """Give the stores' clock."""
    return SetClock()


@pytest.fixture
def post() -> Letters:
    """Give what the first store said of its messages."""
    return Letters()


@pytest.fixture
async def store(place: Place, clock: SetClock, post: Letters) -> AsyncIterator[SqlStore]:
    """Give an open store."""
    async with opened(place, clock, post) as one:
        yield one


@pytest.fixture
async def stores(
    place: Place, clock: SetClock, store: SqlStore
) -> AsyncIterator[tuple[SqlStore, SqlStore]]:
    """Give two open stores in one place, as two processes have them."""
    async with opened(place, clock) as other:
        yield store, other
