"""The recording VFS notes the flushes of a log, and is SQLite's own otherwise."""

import ctypes
from contextlib import closing
from pathlib import Path

import pytest

from mock_site.errors import UsageError
from mock_site.layers import Level
from mock_site.store import sync_mark
from mock_site.store.recording_vfs import _recorder
from mock_site.store.schema import connect


def test_a_connection_without_it_notes_nothing(tmp_path: Path) -> None:
    """It is no more than asked for."""
    with closing(connect(tmp_path / "site.db", 1.0)) as connection:
        connection.execute("CREATE TABLE numbers (number INTEGER)")
        assert not sync_mark.mark_path(tmp_path / "site.db").exists()


def test_several_databases_have_their_own_marks(tmp_path: Path) -> None:
    """Each connection flushes the log that it has open."""
    paths = [tmp_path / f"{name} 100%.db" for name in "ab"]
    for count, path in enumerate(paths, 1):
        with closing(connect(path, 1.0, Level.HARDENED, records_syncs=True)) as connection:
            for number in range(count):
                connection.execute(f"CREATE TABLE t{number} (number INTEGER)")
            assert sync_mark.marked(path) == sync_mark.written(path)
    ends = [sync_mark.marked(path).end for path in paths]
    assert 0 < ends[0] < ends[1]


def test_a_mark_that_cannot_be_set_fails_the_commit(tmp_path: Path) -> None:
    """Rather than that something is taken for lost which was acknowledged."""
    path = tmp_path / "site.db"
    with closing(connect(path, 1.0, Level.HARDENED, records_syncs=True)) as connection:
        connection.execute("CREATE TABLE numbers (number INTEGER)")
        sync_mark.mark_path(path).unlink()
        sync_mark.mark_path(path).mkdir()
        with pytest.raises(Exception, match="disk I/O error"):
            connection.execute("INSERT INTO numbers VALUES (1)")


def test_a_python_whose_sqlite_cannot_be_reached_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, when the store is opened."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _path: object())
    with pytest.raises(
        UsageError, match=r"^store: flushes cannot be recorded with this Python's SQLite"
    ):
        _recorder.__wrapped__()
