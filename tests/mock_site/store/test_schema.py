"""A store file is made once, kept, and recognised."""

import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path

import pytest

from mock_site.errors import UsageError
from mock_site.store.progress import Step
from mock_site.store.records import JoinRequest, JoinResult, Notice, QuotaChange, WaveState
from mock_site.store.schema import connect, prepare, store_path
from mock_site.store.sqlite import SqliteLimits, SqliteStore
from tests.mock_site.store.kinds import Commits


@pytest.mark.parametrize(
    ("url", "path"), [("sqlite:///a/b.db", "a/b.db"), ("sqlite:////srv/b.db", "/srv/b.db")]
)
def test_a_url_names_a_relative_or_absolute_file(url: str, path: str) -> None:
    """Three slashes and a path; an absolute path begins with its own."""
    assert store_path(url) == Path(path)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("postgresql://x", r"'postgresql://x' has an unknown scheme; write sqlite:///PATH"),
        ("site.db", r"'site.db' has an unknown scheme"),
        ("sqlite:///", r"names no file"),
        ("sqlite:///:memory:", r"names no file"),
    ],
)
def test_any_other_url_is_refused(url: str, message: str) -> None:
    """The message says what to write."""
    with pytest.raises(UsageError, match=message):
        store_path(url)


def test_a_store_that_exists_keeps_its_quota_and_secret(tmp_path: Path) -> None:
    """Preparing twice changes nothing."""
    path = tmp_path / "site.db"
    assert prepare(path, "1", 20) == 20
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("SELECT * FROM secrets").fetchall()
    assert prepare(path, "1", 30) == 20
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM secrets").fetchall() == before


def test_a_new_store_is_the_owners_alone(tmp_path: Path) -> None:
    """Personal details are not for other accounts of the machine."""
    prepare(tmp_path / "site.db", "1", 20)
    assert (tmp_path / "site.db").stat().st_mode & 0o777 == 0o600


def test_a_connection_waits_for_the_disk(tmp_path: Path) -> None:
    """The journal is a WAL and every commit is flushed (2 is FULL)."""
    with closing(connect(tmp_path / "site.db", 0.1)) as connection:
        modes = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert modes == ["wal", 2, 1, 100]


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    """The message says which folder to make."""
    with pytest.raises(UsageError, match=r"^store: folder '.*/no' does not exist; make it first$"):
        prepare(tmp_path / "no" / "site.db", "1", 20)


@pytest.mark.parametrize("content", [b"not a store, by any means" * 40, b""], ids=["text", "folder"])
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file of something else, or a folder, is not touched."""
    path = tmp_path / "site.db"
    if content:
        path.write_bytes(content)
    else:
        path.mkdir()
    with pytest.raises(UsageError, match=r"^store: '.*site.db' cannot be opened"):
        prepare(path, "1", 20)
    assert path.is_dir() or path.read_bytes() == content


@pytest.mark.parametrize("version", [1, 8])
def test_a_store_of_a_version_that_is_not_understood_is_refused(tmp_path: Path, version: int) -> None:
    """One too old has no closing and no notices, a newer one nobody knows; both are left alone."""
    path = tmp_path / "site.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    message = rf"^store: has schema version {version}; this site reads versions 2 to 7, give it another"
    with pytest.raises(UsageError, match=message):
        prepare(path, "1", 20)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    """It may be somebody's; nothing is written to it."""
    path = tmp_path / "site.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(UsageError, match=r"^store: is a database of something else"):
        prepare(path, "1", 20)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("recipes",)]


def of_version_2(path: Path) -> None:
    """Make a store of version 2 with two accounts, one of which has a seat and its notice."""
    script = resources.files("mock_site.store.migrations") / "0002.sqlite.sql"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(script.read_text("utf-8"))
        connection.execute("PRAGMA user_version = 2")
        connection.execute("INSERT INTO secrets VALUES ('session', x'0102')")
        connection.execute("INSERT INTO waves VALUES ('1', 20, NULL, 2000.0)")
        for one in "ab":
            connection.execute(
                "INSERT INTO accounts VALUES (?, ?, 'kk', 'Ana', '1990-08-05', ?, ?, 'hash', 1000.0)",
                (one, f"nik-{one}", f"{one}@warga.test", f"+62{one}"),
            )
        connection.execute(
            "INSERT INTO registrations VALUES ('r', 'a', '1', 'nik-a', 'k', 'd', 1, 1500.0)"
        )
        connection.execute("INSERT INTO notices VALUES (1, 'r', 'nik-a', 1500.0)")


async def test_a_store_of_version_2_is_brought_to_this_one(tmp_path: Path) -> None:
    """Seats, secret, wave and notices stay; what version 2 took at its word counts as done."""
    path = tmp_path / "site.db"
    of_version_2(path)
    assert prepare(path, "1", 99) == 20
    async with SqliteStore(path, Commits(), lambda: 1800.0, SqliteLimits()) as store:
        assert await store.secret() == b"\x01\x02"
        assert await store.wave_state("1") == WaveState(
            wave="1", quota=20, given=1, opens_at_s=None, closes_at_s=2000.0
        )
        assert await store.quota_log("1") == [QuotaChange(at_s=0.0, quota=20)]
        account = await store.account("b")
        assert account is not None
        assert account.done_at_s == dict.fromkeys((Step.EMAIL, Step.IDENTITY, Step.PHONE), 1000.0)
        assert account.missing() is Step.PROFILE
        wish = JoinRequest(account_id="a", wave="1", key="k", payload="d")
        assert (await store.join(wish)).result is JoinResult.REPLAYED
        (notice,) = [one async for portion in store.notices() for one in portion]
        assert notice == Notice(registration_id="r", person="nik-a", at_s=1500.0)
        assert await store.depth() == 0


def test_a_migration_that_fails_leaves_the_old_store(tmp_path: Path) -> None:
    """It is one transaction: a store that does not hold together is as it was."""
    path = tmp_path / "site.db"
    of_version_2(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM accounts WHERE account_id = 'a'")
    with pytest.raises(UsageError, match=r"^store: does not hold together at version 3$"):
        prepare(path, "1", 20)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM notices").fetchone() == (1,)


def test_a_new_store_notes_its_first_quota(tmp_path: Path) -> None:
    """With the time of its making."""
    path = tmp_path / "site.db"
    prepare(path, "1", 20, lambda: 7.0)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT wave, at_s, quota FROM quotas").fetchall() == [("1", 7.0, 20)]
