"""A store file is made once, kept, and recognised."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mock_site.errors import UsageError
from mock_site.store.schema import connect, prepare, store_path


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


@pytest.mark.parametrize("version", [1, 7])
def test_a_store_of_another_version_is_refused(tmp_path: Path, version: int) -> None:
    """An older one has no closing and no notices, a newer one nobody knows; both are left alone."""
    path = tmp_path / "site.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    message = rf"^store: has schema version {version}; this site reads version 2 alone, give it another"
    with pytest.raises(UsageError, match=message):
        prepare(path, "1", 20)
