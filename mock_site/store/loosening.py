"""Loosening: the constraints that a schema lacks where a defect would else be stopped by them.

A store that was loosened stays so, but where a migration makes the table anew: version 7 does so with
SQLite's registrations, and refuses those that break the constraints.
"""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass

import asyncpg

from mock_site.defects import Defect, Defects
from mock_site.store.schema import connect, store_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A constraint that can be taken away.

    Attributes:
        table: that has it.
        name: in PostgreSQL.
        text: in SQLite's CREATE TABLE.
        without: the same text without it.
    """

    table: str
    name: str
    text: str
    without: str = ""


_PERSON = Constraint(
    table="registrations", name="registrations_wave_person_key", text="UNIQUE (wave, person),"
)
_KEY = Constraint(
    table="registrations", name="registrations_account_id_key_key", text="UNIQUE (account_id, key),"
)
_NIK = Constraint(table="accounts", name="accounts_nik_key", text="nik TEXT UNIQUE", without="nik TEXT")
_BY_DEFECT = {
    Defect.IDEMPOTENCY_IGNORED: (_PERSON, _KEY),
    Defect.DUPLICATE_PERSON: (_NIK, _PERSON),
}


def loosen(url: str, defects: Defects) -> None:
    """Take away what stands in the way of the defects.

    Args:
        url: of a store that was prepared; of a database its DSN.
        defects: that are planted.
    """
    found = {one for defect in defects for one in _BY_DEFECT.get(defect, ())}
    if not found:
        return
    if url.startswith("sqlite:///"):
        with closing(connect(store_path(url), 10.0)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            for one in found:
                _loosen_file(connection, one)
    else:
        asyncio.run(_loosen_database(url, found))


def _loosen_file(connection: sqlite3.Connection, constraint: Constraint) -> None:
    """Make the table anew without the constraint, since SQLite cannot drop one."""
    table = constraint.table
    ask = "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL"
    ((old,),) = connection.execute(ask, (table, "table")).fetchall()
    if constraint.text not in old:
        return
    columns = old[old.index("(") :].replace(constraint.text, constraint.without)
    indexes = [sql for (sql,) in connection.execute(ask, (table, "index")).fetchall()]
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"CREATE TABLE loose {columns}")
    connection.execute(f"INSERT INTO loose SELECT * FROM {table}")  # noqa: S608 - our own names
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"ALTER TABLE loose RENAME TO {table}")
    for sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")


async def _loosen_database(dsn: str, constraints: set[Constraint]) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for one in constraints:
            await connection.execute(f"ALTER TABLE {one.table} DROP CONSTRAINT IF EXISTS {one.name}")
    finally:
        connection.terminate()
