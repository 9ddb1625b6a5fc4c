"""The SqliteDatabase: a file of SQLite, opened so that nothing can be written in it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from siaga.roll.entry import RollError
from siaga.roll.table import Table

LOCK_DEADLINE_S = 10.0
PORTION_DEADLINE_S = 60.0
"""A query that gives no further rows for this long is ended."""

PORTION = 1_000
STEPS = 10_000
"""So many steps of SQLite's machine pass between two looks at the clock."""

_REFUSALS = (sqlite3.Error, sqlite3.Warning)


class SqliteDatabase:
    """One file.

    Args:
        path: where it is, from the working folder.
        shown: what messages call it.
        portion_deadline_s: how long the next rows may take, in seconds.
    """

    def __init__(self, path: str, shown: str, portion_deadline_s: float = PORTION_DEADLINE_S) -> None:
        self._path = Path(path)
        self._shown = shown
        self._portion_deadline_s = portion_deadline_s
        self._ends_s = 0.0

    @contextmanager
    def table(self, statement: str) -> Iterator[Table]:
        """Give the rows of a statement, as long as the context lasts.

        Raises:
            RollError: there is no such file, it is none of SQLite, or it refuses the statement.
        """
        if not self._path.is_file():
            raise RollError(f"roll: {self._shown}: there is no such file; name one of SQLite")
        try:
            uri = f"file:{quote(str(self._path.resolve()))}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=LOCK_DEADLINE_S)) as connection:
                connection.set_progress_handler(self._late, STEPS)
                self._begin()
                cursor = connection.execute(statement)
                names = [column[0] for column in cursor.description or ()]
                yield Table(names=names, rows=self._rows(cursor))
        except _REFUSALS as error:
            raise self._error(error) from None

    def _rows(self, cursor: sqlite3.Cursor) -> Iterator[tuple[object, ...]]:
        while portion := cursor.fetchmany(PORTION):
            yield from portion
            self._begin()

    def _begin(self) -> None:
        self._ends_s = time.monotonic() + self._portion_deadline_s

    def _late(self) -> bool:
        return time.monotonic() > self._ends_s

    def _error(self, error: Exception) -> RollError:
        if str(error) == "interrupted":
            said = f"gives no row for {self._portion_deadline_s:g} s; that long is allowed"
            return RollError(f"roll: {self._shown}: the query {said}")
        return RollError(f"roll: {self._shown}: cannot be read ({error})")
