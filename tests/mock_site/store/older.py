"""An older store: one of an earlier schema version, with rows in each of its tables."""

import sqlite3
from contextlib import closing
from typing import Any

from mock_site.store.migration import migrations
from mock_site.store.schema import store_path
from tests.mock_site.store.kinds import Place

OLDEST = {"sqlite": 2, "postgresql": 3}
REGISTRATION = "seat"
"""Of an account `old`, by a key `k`."""

_WAVE = "INSERT INTO waves VALUES ('1', 20, NULL, 3000000000.0)"
_SEAT = "INSERT INTO registrations VALUES ('seat', 'old', '1', 'nik-old', 'k', 'd', 1, 1500.0)"
_FIRST = {
    "sqlite": (
        "INSERT INTO secrets VALUES ('session', x'0102')",
        _WAVE,
        """INSERT INTO accounts VALUES
             ('old', 'nik-old', 'kk', 'Ana', '1990-08-05', 'old@warga.test', '+6284000', 'hash', 9.0)""",
        _SEAT,
        "INSERT INTO notices VALUES (1, 'seat', 'nik-old', 1500.0)",
    ),
    "postgresql": (
        r"INSERT INTO secrets VALUES ('session', '\x0102')",
        _WAVE,
        """INSERT INTO accounts (account_id, email, password, opened_at_s, email_at_s, identity_at_s,
             phone_at_s, nik, kk, name, birth_date, filed_at_s, phone)
           VALUES ('old', 'old@warga.test', 'hash', 9.0, 9.0, 9.0, 9.0, 'nik-old', 'kk', 'Ana',
             '1990-08-05', 9.0, '+6284000')""",
        _SEAT,
        """INSERT INTO messages (kind, account_id, address, body, at_s, sent_at_s)
           VALUES ('seat', 'old', '+6284000', 'seat', 1500.0, 1500.0)""",
    ),
}
_LATER: dict[int, tuple[str, ...]] = {
    3: (
        """INSERT INTO accounts (account_id, email, password, opened_at_s, email_at_s, phone,
             code_digest, code_ends_at_s, code_tries, profile_version)
           VALUES ('three', 'three@warga.test', 'hash', 16.0, 16.1, '+6284003', 'digest', 19.0, 2, 4)""",
        "INSERT INTO documents VALUES ('three', 'ktp', 'digest', 'image/png', 9)",
        "INSERT INTO codes VALUES ('three', '+6284003', 16.2)",
        """INSERT INTO messages (kind, account_id, address, body, at_s)
           VALUES ('otp', 'three', '+6284003', '123456', 16.2)""",
        "INSERT INTO quotas (wave, at_s, quota) VALUES ('1', 17.0, 20)",
    ),
    4: ("INSERT INTO codes VALUES ('three', '+6284004', 16.4, 'digest', 19.4)",),
    5: ("INSERT INTO freed_seats VALUES ('1', 7)",),
    6: ("INSERT INTO holds VALUES ('three', 'k', '1', 'd', 2, 16.6, 19.6, 'expired')",),
}
"""What each version could keep that the one before could not."""


_SHAPE = (
    """(SELECT table_name, column_name, data_type, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public')""",
    "(SELECT indexdef FROM pg_indexes WHERE schemaname = 'public')",
)


def dialect_of(place: Place) -> str:
    """Give that of a store."""
    return place.url.partition(":")[0]


def put_older(place: Place, version: int) -> None:
    """Put a store of a version in the place of another; of version 0: nothing."""
    dialect = dialect_of(place)
    if dialect == "sqlite":
        store_path(place.url).unlink()
    else:
        place.run("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    for script in migrations(dialect, 0):
        if script.version <= version:
            first = _FIRST[dialect] if script.version == OLDEST[dialect] else ()
            place.run(*script.statements, *first, *_LATER.get(script.version, ()))
    if version == 0:
        return
    if dialect == "sqlite":
        place.run(f"PRAGMA user_version = {version}")
    else:
        place.run(
            "CREATE TABLE schema_version (version INTEGER NOT NULL)",
            f"INSERT INTO schema_version VALUES ({version})",  # noqa: S608 - a number
        )


def everything(place: Place) -> list[str]:
    """Read what a store is and holds, down to the last column."""
    if dialect_of(place) == "sqlite":
        with closing(sqlite3.connect(store_path(place.url))) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()
            return [repr(version), *connection.iterdump()]
    tables = [
        f"(SELECT json_agg(t ORDER BY t::text)::text FROM {name} t)"  # noqa: S608 - our own names
        for name in (*_SHAPE, *sorted(columns(place)))
    ]
    whole = place.rows(f"SELECT {', '.join(tables)}")
    return [str(text) for text in whole[0]]


def columns(place: Place) -> dict[str, list[str]]:
    """Give the columns of each table."""
    if dialect_of(place) == "sqlite":
        question = """SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
          WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"""
    else:
        question = """SELECT table_name, column_name FROM information_schema.columns
          WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"""
    found: dict[str, list[str]] = {}
    for table, column in place.rows(question):
        found.setdefault(table, []).append(column)
    return found


def rows(place: Place, table: str, of: list[str]) -> list[tuple[Any, ...]]:
    """Read some columns of a table."""
    return sorted(place.rows(f"SELECT {', '.join(of)} FROM {table}"), key=repr)  # noqa: S608 - our own names
