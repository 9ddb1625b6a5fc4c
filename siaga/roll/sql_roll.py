"""The SqlRoll: a roll that a query finds in the site's database, opened for reading only."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from siaga.roll.entry import Entry, RollError
from siaga.roll.postgres_database import PostgresDatabase
from siaga.roll.sqlite_database import SqliteDatabase
from siaga.roll.table import Table
from siaga.scenario.reference import resolved
from siaga.scenario.roll_source import SqlSource

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


class Database(Protocol):
    """A database in which nothing can be written."""

    def table(self, statement: str) -> AbstractContextManager[Table]:
        """Give the rows of a statement, as long as the context lasts.

        Raises:
            RollError: the database does not answer, refuses the account, or refuses the statement.
        """
        ...


class SqlRoll:
    """Reads the rows of one statement.

    Args:
        source: statement, database, and which columns mean what.
        environ: where the reference to the database is looked up.

    Raises:
        UsageError: the reference is to a variable that is not set.
    """

    def __init__(self, source: SqlSource, environ: Mapping[str, str]) -> None:
        self._source = source
        self._dsn = resolved(source.dsn, environ)

    def entries(self) -> Iterator[Entry]:
        """Give every entry in the order of the query.

        Raises:
            RollError: the database or its answer cannot be read to its end.
        """
        with self._database().table(self._source.sql) as table:
            yield from table.entries(self._source)

    def _database(self) -> Database:
        """Choose by the scheme; what else the DSN says is told to nobody."""
        if self._dsn.startswith(_SQLITE):
            return SqliteDatabase(self._dsn.removeprefix(_SQLITE), shown=self._source.dsn)
        if self._dsn.startswith(_POSTGRES):
            return PostgresDatabase(self._dsn, shown=self._source.dsn)
        raise RollError(
            f"roll: {self._source.dsn}: names no database that can be read; it has to begin with"
            f" {_POSTGRES[0]} or {_SQLITE}"
        )
