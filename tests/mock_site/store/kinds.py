"""The kinds of store that the tests run on: made, opened, looked into and broken from outside."""

import asyncio
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import asyncpg
import pytest

from mock_site.defects import NONE, Defects
from mock_site.errors import UsageError
from mock_site.store import choice
from mock_site.store.attempts import Attempts
from mock_site.store.conduct import Conduct
from mock_site.store.embedded import EmbeddedServer
from mock_site.store.message import Message
from mock_site.store.sql_store import SqlStore
from mock_site.store.strain import AT_EASE, Strain
from mock_site.testing import SetClock
from tests.observe.component import DEMANDED

TABLES = (
    "messages", "codes", "documents", "holds", "registrations", "accounts", "freed_seats", "quotas",
    "draws", "waves",
)  # fmt: skip
"""All but the secret's, those that refer to others first."""

CUT = "pg_terminate_backend"


@dataclass
class Commits:
    """Commits, noted down."""

    operations: list[int] = field(default_factory=list)
    durations_s: list[float] = field(default_factory=list)

    def committed(self, operations: int, duration_s: float) -> None:
        """Note one."""
        self.operations.append(operations)
        self.durations_s.append(duration_s)


@dataclass
class Letters:
    """Messages that were said to be durable, noted down."""

    messages: list[Message] = field(default_factory=list)

    def written(self, messages: Sequence[Message]) -> None:
        """Note them."""
        self.messages.extend(messages)


class Place(Protocol):
    """Where a prepared store is."""

    url: str

    def run(self, *statements: str) -> None:
        """Execute statements behind the store's back."""
        ...

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Read what another process would see."""
        ...


@contextmanager
def without_tables(place: Place) -> Iterator[None]:
    """Give a while in which the store finds nothing where it looks."""
    place.run(*(f"ALTER TABLE {name} RENAME TO lost_{name}" for name in TABLES))
    try:
        yield
    finally:
        place.run(*(f"ALTER TABLE lost_{name} RENAME TO {name}" for name in TABLES))


def opened(
    place: Place,
    clock: Callable[[], float] | None = None,
    post: Letters | None = None,
    commits: Commits | None = None,
    defects: Defects = NONE,
    attempts: Attempts | None = None,
    strain: Strain = AT_EASE,
) -> SqlStore:
    """Give a store as a process of its own would open it; those of one site have the same attempts."""
    return choice.make_store(
        place.url,
        commits or Commits(),
        clock or SetClock(),
        max_pending=2_000,
        busy_timeout_s=10.0,
        post=post,
        conduct=Conduct(defects=defects, attempts=attempts, strain=strain),
    )


class SqlitePlace:
    """A file.

    Args:
        path: of it.
        quota: of its wave.
    """

    def __init__(self, path: Path, quota: int) -> None:
        self.url = f"sqlite:///{path}"
        self._path = path
        choice.prepare(self.url, "1", quota)

    def run(self, *statements: str) -> None:
        """Execute statements behind the store's back."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Read what another process would see."""
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(question).fetchall()


class PostgresPlace:
    """A database of its own on a server, emptied as often as a test wants a fresh one.

    Args:
        server: DSN of its database `postgres`.
    """

    def __init__(self, server: str) -> None:
        self._server, self._name = server, f"site_{secrets.token_hex(4)}"
        self.url = server.replace("/postgres?", f"/{self._name}?")
        _execute(server, f"CREATE DATABASE {self._name}")
        choice.prepare(self.url, "1", 100)

    def empty(self, quota: int) -> None:
        """Leave nothing but the wave and the secret; deleting is quicker than making anew."""
        self.run(
            *(f"DELETE FROM {name}" for name in TABLES),  # noqa: S608 - our own names
            "ALTER SEQUENCE messages_message_id_seq RESTART",
            f"INSERT INTO waves VALUES ('1', {quota}, NULL, NULL)",  # noqa: S608 - a number
            f"INSERT INTO quotas (wave, at_s, quota) VALUES ('1', 0.0, {quota})",  # noqa: S608 - a number
        )

    @contextmanager
    def gone(self) -> Iterator[None]:
        """Give a while in which it has ended its connections and takes no others."""
        allow = f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS "
        ended = f"SELECT {CUT}(pid) FROM pg_stat_activity WHERE datname = '{self._name}'"  # noqa: S608 - our own name
        _execute(self._server, allow + "false", ended)
        try:
            yield
        finally:
            _execute(self._server, allow + "true")

    def cut(self, connection: Any) -> None:  # noqa: ANN401 - asyncpg has no types
        """End a connection."""
        _execute(self._server, f"SELECT {CUT}({connection.get_server_pid()})")

    def run(self, *statements: str) -> None:
        """Execute statements behind the store's back."""
        _execute(self.url, *statements)

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Read what another process would see."""
        return _execute(self.url, question)


def _execute(dsn: str, *statements: str) -> list[tuple[Any, ...]]:
    """Execute statements and give the rows of the last; in a thread, since a test may have a loop."""

    async def executed() -> list[tuple[Any, ...]]:
        """Do so over one connection."""
        connection = await asyncpg.connect(dsn)
        try:
            rows: list[Any] = []
            for statement in statements:
                rows = await connection.fetch(statement)
            return [tuple(row) for row in rows]
        finally:
            await connection.close()

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, executed()).result()


@contextmanager
def embedded_server() -> Iterator[EmbeddedServer]:
    """Run a server in a scratch folder; skip where it is not installed, or fail on request."""
    with tempfile.TemporaryDirectory(prefix="siaga-pg-") as scratch:
        # The account that the server runs as, where this is root, has to get there.
        Path(scratch).chmod(0o755)
        try:
            server = EmbeddedServer(Path(scratch) / "store", lambda _: None)
        except UsageError as error:
            if os.environ.get(DEMANDED) == "1":
                pytest.fail(f"{error}; {DEMANDED} demands it")
            pytest.skip(str(error))
        with server:
            yield server
