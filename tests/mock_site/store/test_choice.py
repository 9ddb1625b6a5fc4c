"""A URL names its store; anything else, and a password for all to read, is refused."""

import asyncio
from contextlib import nullcontext
from pathlib import Path

import pytest

from mock_site.errors import UsageError
from mock_site.store import choice, postgres_schema
from mock_site.store.embedded import EmbeddedServer
from mock_site.store.migration import SCHEMA_VERSION
from mock_site.store.postgres import PostgresEngine, PostgresLimits, PostgresStore
from mock_site.store.sqlite import SqliteStore
from mock_site.store.statement import Question, Statement
from mock_site.testing import SetClock
from tests.mock_site.store.kinds import Commits, Letters, PostgresPlace


def made(url: str, busy_timeout_s: float = 10.0) -> object:
    """Make the store of a URL."""
    return choice.make_store(url, Commits(), SetClock(), max_pending=9, busy_timeout_s=busy_timeout_s)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("sqlite:///a.db", SqliteStore),
        ("postgresql://site@db.example.org/site", PostgresStore),
        ("postgres://site@db.example.org/site", PostgresStore),
        ("postgresql+embedded:///srv/pg", PostgresStore),
    ],
)
def test_a_url_names_its_store(url: str, kind: type[object]) -> None:
    """By its scheme."""
    assert type(made(url)) is kind
    assert type(made(url, busy_timeout_s=120.0)) is kind


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://x", r"has an unknown scheme; write sqlite:///PATH, postgresql://DSN or postgresql"),
        ("postgresql+embedded://", r"names no folder; write postgresql\+embedded://DIR"),
        ("postgresql://site:secret@db/site", r"has a password in its URL.*; put it into PGPASSWORD"),
        ("postgresql://db/site?user=site&password=secret", r"has a password in its URL"),
    ],
)
def test_any_other_url_is_refused(url: str, message: str) -> None:
    """The message says what to write, and does not repeat a password."""
    with pytest.raises(UsageError, match=message) as caught:
        made(url)
    assert "secret" not in str(caught.value)
    with pytest.raises(UsageError, match=message):
        choice.folder_of(url)


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:////srv/a.db", Path("/srv")),
        ("postgresql+embedded:///srv/pg", Path("/srv/pg")),
        ("postgresql+embedded://pg", Path("pg")),
        ("postgresql://site@db/site", None),
    ],
)
def test_files_of_the_site_lie_beside_its_store(url: str, folder: Path | None) -> None:
    """Unless the store is somewhere else altogether."""
    assert choice.folder_of(url) == folder


def test_only_an_embedded_database_has_to_be_served() -> None:
    """The others run by themselves."""
    for url in ("sqlite:///a.db", "postgresql://site@db/site"):
        assert isinstance(choice.served(url, lambda _: None), nullcontext)


def test_an_embedded_store_is_prepared_where_its_server_listens(server: EmbeddedServer) -> None:
    """Twice changes nothing."""
    url = f"postgresql+embedded://{server.folder}"
    assert [choice.prepare(url, "1", quota) for quota in (20, 30)] == [20, 20]


@pytest.mark.parametrize(
    "limits",
    [
        {"max_pending": 0},
        {"readers": 0},
        {"busy_timeout_s": 0.0},
        {"busy_timeout_s": 30.0, "statement_timeout_s": 30.0},
    ],
)
def test_limits_that_allow_nothing_are_refused(limits: dict[str, float]) -> None:
    """A store that may not wait, queue or read is none."""
    with pytest.raises(ValueError, match=r"^limits: are "):
        PostgresLimits(**limits)  # type: ignore[arg-type]


@pytest.mark.parametrize("version", [1, SCHEMA_VERSION + 1])
def test_a_database_of_a_version_that_is_not_understood_is_refused(
    database: PostgresPlace, version: int
) -> None:
    """It is left alone."""
    database.empty(20)
    database.run(f"UPDATE schema_version SET version = {version}")  # noqa: S608 - a number
    try:
        with pytest.raises(UsageError, match=rf"^store: has schema version {version}; this site reads"):
            choice.prepare(database.url, "1", 20)
    finally:
        database.run(f"UPDATE schema_version SET version = {SCHEMA_VERSION}")  # noqa: S608 - a number
    assert choice.prepare(database.url, "1", 20) >= 0


def test_a_database_of_something_else_is_refused(server: EmbeddedServer) -> None:
    """It may be somebody's; nothing is written to it."""
    database = PostgresPlace(server.dsn)
    database.run("DROP TABLE schema_version")
    with pytest.raises(UsageError, match=r"^store: the database has tables of something else"):
        choice.prepare(database.url, "1", 20)


def test_a_database_that_does_not_flush_is_refused(
    database: PostgresPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was acknowledged would not outlive a crash; another that is off stands for it here."""
    monkeypatch.setattr(postgres_schema, "_DURABLE", ("fsync", "jit"))
    with pytest.raises(UsageError, match=r"^store: the database has jit off; a seat has to outlive"):
        choice.prepare(database.url, "1", 20)


def test_a_store_flushes_whatever_its_database_is_used_to(server: EmbeddedServer) -> None:
    """A commit is answered after the flush."""
    database = PostgresPlace(server.dsn)
    name = database.url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
    database.run(f"ALTER DATABASE {name} SET synchronous_commit = off")
    assert database.rows("SHOW synchronous_commit") == [("off",)]

    async def asked() -> str:
        """Ask over a connection of the store."""
        engine = PostgresEngine(database.url, Commits(), Letters(), PostgresLimits())
        await engine.open()
        try:
            question = Question(Statement("SHOW synchronous_commit"), lambda rows: str(rows[0][0]))
            return await engine.ask(question)
        finally:
            await engine.close()

    assert asyncio.run(asked()) == "on"


def test_a_database_that_is_not_there_is_named_so(tmp_path: Path) -> None:
    """In one line."""
    with pytest.raises(UsageError, match=r"^store: the database cannot be used \(.*\)$"):
        choice.prepare(f"postgresql://site@/site?host={tmp_path}", "1", 20)
