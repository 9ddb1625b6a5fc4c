"""The schema of the SQLite store: how a store file is made, opened and recognised."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from mock_site.errors import UsageError
from mock_site.layers import Level
from mock_site.store.draw import new_seed
from mock_site.store.draws import IS_BEGUN, begun, refuse_mixture
from mock_site.store.migration import Migration, first_rows, migrations
from mock_site.store.recording_vfs import recording_vfs
from mock_site.store.statement import Statement
from mock_site.store.transaction import execute

_PREFIX = "sqlite:///"
_SYNCHRONOUS = {Level.HARDENED: "FULL", Level.NAIVE: "NORMAL", Level.OFF: "OFF"}


def store_path(url: str) -> Path:
    """Give the file of a store URL `sqlite:///PATH`; an absolute path makes it four slashes.

    Raises:
        UsageError: the URL has another scheme or no file.
    """
    if not url.startswith(_PREFIX):
        raise UsageError(
            f"store: '{url}' has an unknown scheme; write sqlite:///PATH, postgresql://DSN"
            " or postgresql+embedded://DIR"
        )
    path = url.removeprefix(_PREFIX)
    if path in ("", ":memory:"):
        raise UsageError(f"store: '{url}' names no file; several processes have to share it")
    return Path(path)


def prepare(
    path: Path,
    wave: str,
    quota: int,
    clock: Callable[[], float] = time.time,
    *,
    draws_lots: bool = False,
) -> int:
    """Make the store file if there is none, bring it to this version, and give the quota it holds.

    Args:
        path: of the file; its folder has to exist.
        wave: the wave of a new store.
        quota: of that wave, in a new store only; a store that exists keeps its own.
        clock: Unix seconds.
        draws_lots: whether the wave's seats are drawn.

    Raises:
        UsageError: the file cannot be opened, is a store of a version that is not understood, or gives
            its seats in another way.
    """
    if not path.parent.is_dir():
        raise UsageError(f"store: folder '{path.parent}' does not exist; make it first")
    try:
        path.touch(mode=0o600)
        with closing(connect(path, 10.0)) as connection:
            return _prepared(connection, wave, quota, clock, draws_lots=draws_lots)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"store: '{path}' cannot be opened ({error})") from None


def connect(
    path: Path, busy_timeout_s: float, flushing: Level = Level.HARDENED, *, records_syncs: bool = False
) -> sqlite3.Connection:
    """Open a connection in which transactions begin and end only where the code says so.

    Args:
        path: of the file.
        busy_timeout_s: wait for other connections' transactions.
        flushing: hardened, a commit waits for the disk; naive, as is often recommended for WAL, only a
            checkpoint does; off, nothing does.
        records_syncs: whether to note what is on the disk.
    """
    vfs = f"?vfs={recording_vfs()}" if records_syncs else ""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}{vfs}",
        timeout=busy_timeout_s,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {_SYNCHRONOUS[flushing]}")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _prepared(
    connection: sqlite3.Connection,
    wave: str,
    quota: int,
    clock: Callable[[], float],
    *,
    draws_lots: bool,
) -> int:
    # A migration makes tables anew under their old names; what refers to them is looked at afterwards.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    for migration in migrations("sqlite", _version(connection)):
        _migrate(connection, migration)
    if connection.execute("SELECT count(*) FROM waves").fetchone() == (0,):
        for statement in first_rows(wave, quota, clock()):
            execute(connection, statement)
    if draws_lots:
        execute(connection, begun(wave, new_seed()))
    (is_begun,) = execute(connection, Statement(IS_BEGUN, (wave,))).fetchone()
    refuse_mixture(is_begun=is_begun > 0, draws_lots=draws_lots)
    row = connection.execute("SELECT quota FROM waves WHERE wave = ?", (wave,)).fetchone()
    connection.execute("COMMIT")
    return int(row[0])


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == 0 and tables > 0:
        raise UsageError("store: is a database of something else; give the site a file of its own")
    return int(version)


def _migrate(connection: sqlite3.Connection, migration: Migration) -> None:
    for statement in migration.statements:
        connection.execute(statement)
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise UsageError(f"store: does not hold together at version {migration.version}")
    connection.execute(f"PRAGMA user_version = {migration.version}")
