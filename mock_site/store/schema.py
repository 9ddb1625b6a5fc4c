"""The schema of the SQLite store: how a store file is made, opened and recognised."""

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from mock_site.errors import UsageError

SCHEMA_VERSION = 2
SECRET_BYTES = 32
_PREFIX = "sqlite:///"

# Accounts and registrations are only ever added, so the highest seat of a wave is also the number
# of its seats given, and costs one step in an index to find. Notices are an outbox: they are written
# with what they tell of, and have no index of their own, so that one costs a join next to nothing.
_TABLES = """
CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
CREATE TABLE waves (
    wave TEXT PRIMARY KEY,
    quota INTEGER NOT NULL CHECK (quota >= 0),
    opens_at_s REAL,
    closes_at_s REAL,
    CHECK (opens_at_s IS NULL OR closes_at_s IS NULL OR opens_at_s < closes_at_s)
) STRICT;
CREATE TABLE accounts (
    account_id TEXT PRIMARY KEY,
    nik TEXT NOT NULL UNIQUE,
    kk TEXT NOT NULL,
    name TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    at_s REAL NOT NULL
) STRICT;
CREATE TABLE registrations (
    registration_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts,
    wave TEXT NOT NULL REFERENCES waves,
    person TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    seat INTEGER NOT NULL CHECK (seat >= 1),
    at_s REAL NOT NULL,
    UNIQUE (wave, person),
    UNIQUE (account_id, key),
    UNIQUE (wave, seat)
) STRICT;
CREATE TABLE notices (
    notice_id INTEGER PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations,
    person TEXT NOT NULL,
    at_s REAL NOT NULL
) STRICT;
"""


def store_path(url: str) -> Path:
    """Give the file of a store URL `sqlite:///PATH`; an absolute path makes it four slashes.

    Raises:
        UsageError: the URL has another scheme or no file.
    """
    if not url.startswith(_PREFIX):
        raise UsageError(f"store: '{url}' has an unknown scheme; write sqlite:///PATH")
    path = url.removeprefix(_PREFIX)
    if path in ("", ":memory:"):
        raise UsageError(f"store: '{url}' names no file; several processes have to share it")
    return Path(path)


def prepare(path: Path, wave: str, quota: int) -> int:
    """Make the store file if there is none, and give the quota that the store holds.

    Args:
        path: of the file; its folder has to exist.
        wave: the wave of a new store.
        quota: of that wave, in a new store only; a store that exists keeps its own.

    Raises:
        UsageError: the file cannot be opened, or is no store of this version.
    """
    if not path.parent.is_dir():
        raise UsageError(f"store: folder '{path.parent}' does not exist; make it first")
    try:
        path.touch(mode=0o600)
        with closing(connect(path, 10.0)) as connection:
            return _prepared(connection, wave, quota)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"store: '{path}' cannot be opened ({error})") from None


def connect(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    """Open a connection in which transactions begin and end only where the code says so."""
    connection = sqlite3.connect(
        path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _prepared(connection: sqlite3.Connection, wave: str, quota: int) -> int:
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == 0 and tables == 0:
        _make(connection, wave, quota)
    elif version != SCHEMA_VERSION:
        raise UsageError(
            f"store: has schema version {version}; this site reads version {SCHEMA_VERSION} alone,"
            " give it another file"
        )
    row = connection.execute("SELECT quota FROM waves WHERE wave = ?", (wave,)).fetchone()
    connection.execute("COMMIT")
    return int(row[0])


def _make(connection: sqlite3.Connection, wave: str, quota: int) -> None:
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    secret = secrets.token_bytes(SECRET_BYTES)
    connection.execute("INSERT INTO secrets VALUES ('session', ?)", (secret,))
    connection.execute("INSERT INTO waves VALUES (?, ?, NULL, NULL)", (wave, quota))
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
