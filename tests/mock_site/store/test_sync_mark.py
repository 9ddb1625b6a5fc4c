"""What was flushed outlives a power loss, what was not is gone, and SQLite opens what is left."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mock_site.layers import Level
from mock_site.store import sync_mark
from mock_site.store.schema import connect

ROWS = 1_300
"""Enough for a checkpoint and a log that is begun anew."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Give a database with a table in it, open nowhere."""
    path = tmp_path / "site.db"
    with closing(connect(path, 1.0)) as connection:
        connection.execute("CREATE TABLE numbers (number INTEGER)")
    return path


def written(database: Path, flushing: Level, count: int) -> sqlite3.Connection:
    """Write numbers, each in a transaction of its own, and give the connection."""
    sync_mark.begin(database, is_flushed=flushing is not Level.OFF)
    connection = connect(database, 1.0, flushing, records_syncs=True)
    for number in range(count):
        connection.execute("INSERT INTO numbers VALUES (?)", (number,))
    return connection


def left(database: Path) -> int:
    """Give how many numbers there are, once the database has been found to hold together."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        numbers = [number for (number,) in connection.execute("SELECT number FROM numbers")]
    assert numbers == [*range(len(numbers))]
    return len(numbers)


def crashed(database: Path, folder: Path) -> Path:
    """Give what a process that holds a database open would leave if it were killed now."""
    folder.mkdir()
    for file in database.parent.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    return folder / database.name


@pytest.mark.parametrize(
    ("flushing", "count", "fewest", "most"),
    [
        (Level.HARDENED, 20, 20, 20),
        (Level.NAIVE, 20, 0, 0),
        (Level.NAIVE, ROWS, 900, ROWS - 1),
        (Level.OFF, ROWS, 0, 0),
    ],
)
def test_only_what_was_flushed_is_left(
    database: Path, tmp_path: Path, flushing: Level, count: int, fewest: int, most: int
) -> None:
    """Every commit, those of before the last checkpoint, or none; and the loss is told in bytes."""
    with closing(written(database, flushing, count)):
        copy = crashed(database, tmp_path / "crashed")
    lost_bytes = sync_mark.lose(copy)
    rows = left(copy)
    assert fewest <= rows <= most
    assert (lost_bytes > 0) == (rows < count)


def test_a_second_loss_takes_nothing(database: Path, tmp_path: Path) -> None:
    """What is left is on the disk."""
    with closing(written(database, Level.HARDENED, 5)):
        copy = crashed(database, tmp_path / "crashed")
    assert [sync_mark.lose(copy), sync_mark.lose(copy), left(copy)] == [0, 0, 5]


def test_a_database_without_a_log_loses_nothing(database: Path) -> None:
    """It was closed well."""
    sync_mark.begin(database, is_flushed=True)
    assert (sync_mark.lose(database), left(database)) == (0, 0)


def test_a_mark_does_not_go_back_nor_to_a_log_that_is_no_more(database: Path) -> None:
    """Whoever flushed earlier, or before the log was begun anew, says it too late."""
    with closing(written(database, Level.HARDENED, 5)):
        first = sync_mark.marked(database)
        assert first == sync_mark.written(database)
        sync_mark.mark(database, sync_mark.Extent(salt=first.salt, end=first.end - 1))
        sync_mark.mark(database, sync_mark.Extent(salt=b"12345678", end=10**6))
        assert sync_mark.marked(database) == first


def test_only_the_log_s_own_frames_count_as_written(database: Path) -> None:
    """What is left of it from before it was begun anew does not, nor half a header."""
    with closing(written(database, Level.HARDENED, 3)) as connection:
        whole = sync_mark.written(database)
        connection.execute("PRAGMA wal_checkpoint(RESTART)")
        connection.execute("INSERT INTO numbers VALUES (3)")
        anew = sync_mark.written(database, whole)
        assert anew.salt != whole.salt
        assert anew.end < whole.end
    sync_mark.log_path(database).write_bytes(b"x")
    assert sync_mark.written(database) == sync_mark.NOTHING
