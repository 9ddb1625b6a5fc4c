"""The Books of a run: ledger and roll as tables of a columnar engine, whatever their length.

Tables, times in seconds:

    operations  op, kind, person, key, at_s, ended_s, outcome, status, receipt, why, visitor, content,
                means
    sightings   what, person, visitor, text, number, began_s, at_s: at_s is when the look had ended
    people      person, outcome (the best of all operations: ok, unknown, refused), operations, at_s
    entries     reading, person, operation, seat, at_s, content, owned, steps, copy, old: every entry of
                every reading after the run, at_s in Unix seconds; `old` stood there before the run,
                `copy` numbers entries that are alike in person, operation, seat and at_s; `owned` maps
                the names of columns to values that may have one owner only
    last        the new entries of the last reading
    readings    reading, place: those after the run that are whole, in order
    wave        quota: one row, the first quota
    quotas      from_s, quota: from when it holds, Unix seconds

The numbers of `Terms.variables` are there as variables of the same names.
"""

import glob
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import duckdb

from siaga.judge.terms import Terms
from siaga.record.json_lines import is_torn
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import BEFORE, FIRST, RESTARTED, SECOND, Reading, readings

MEMORY = "1500MB"
LONGEST_LINE_BYTES = 1_048_576
ORDER = (BEFORE, FIRST, SECOND, RESTARTED)

_TEXTS = (
    "e",
    "op",
    "kind",
    "person",
    "key",
    "outcome",
    "seat",
    "why",
    "content",
    "means",
    "what",
    "text",
)
_WHOLES = ("status", "visitor", "number")
RECORD = {
    **dict.fromkeys(_TEXTS, "VARCHAR"),
    **dict.fromkeys(_WHOLES, "BIGINT"),
    **dict.fromkeys(("at_s", "began_s"), "DOUBLE"),
}
ENTRY = {
    **dict.fromkeys(("person", "operation", "seat", "content"), "VARCHAR"),
    "at_s": "DOUBLE",
    "unique": "MAP(VARCHAR, VARCHAR)",
    "steps": "DOUBLE[]",
}

_OPERATIONS = """CREATE TABLE operations AS
  SELECT i.op, i.kind, i.person, i.key, i.at_s, c.at_s AS ended_s,
         coalesce(c.outcome, 'unknown') AS outcome, c.status, c.seat AS receipt,
         coalesce(c.why, 'no completion was written') AS why,
         coalesce(i.visitor, -1) AS visitor, coalesce(i.content, '') AS content,
         coalesce(c.means, '') AS means
  FROM (FROM records WHERE e = 'invoke') i LEFT JOIN (FROM records WHERE e = 'complete') c USING (op)"""

_SIGHTINGS = """CREATE TABLE sightings AS
  SELECT what, person, visitor, text, number, began_s, at_s FROM records WHERE e = 'sight'"""

_PEOPLE = """CREATE TABLE people AS
  SELECT person, count(*) AS operations, min(at_s) AS at_s,
         CASE WHEN bool_or(outcome = 'ok') THEN 'ok'
              WHEN bool_or(outcome = 'unknown') THEN 'unknown' ELSE 'refused' END AS outcome
  FROM operations GROUP BY person"""

_SOUND = """op IS NOT NULL AND at_s IS NOT NULL AND
  (e = 'invoke' AND person IS NOT NULL OR e = 'complete' AND outcome IN ('ok', 'refused', 'unknown')
   OR e = 'sight' AND what IS NOT NULL AND person IS NOT NULL AND began_s <= at_s)"""
_UNSOUND = f"FROM records WHERE ({_SOUND}) IS NOT TRUE"
_TWICE = "SELECT 1 FROM records WHERE e IS NOT NULL GROUP BY e, op HAVING count(*) > 1"
_ORPHANS = """FROM (FROM records WHERE e = 'complete') c
  ANTI JOIN (FROM records WHERE e = 'invoke') i USING (op)"""

_RAW = """CREATE TABLE raw
  (reading VARCHAR, person VARCHAR, operation VARCHAR, seat VARCHAR, at_s DOUBLE, content VARCHAR,
   owned MAP(VARCHAR, VARCHAR), steps DOUBLE[], copy BIGINT)"""

_READ = """INSERT INTO raw
  SELECT $reading, person, operation, seat, at_s, content, "unique", steps,
         row_number() OVER (PARTITION BY person, operation, seat, at_s) FROM incoming"""

_ENTRIES = """CREATE TABLE entries AS
  SELECT r.*, b.person IS NOT NULL AS old
  FROM (FROM raw WHERE reading <> 'before') r LEFT JOIN (FROM raw WHERE reading = 'before') b
    ON (r.person, r.copy) = (b.person, b.copy) AND r.operation IS NOT DISTINCT FROM b.operation
    AND r.seat IS NOT DISTINCT FROM b.seat AND r.at_s IS NOT DISTINCT FROM b.at_s"""

_LAST = """CREATE VIEW last AS FROM entries
  WHERE NOT old AND reading = (SELECT arg_max(reading, place) FROM readings)"""


class Books:
    """Asks questions of ledger and roll; made by `open_books`.

    Attributes:
        after: readings after the run that are whole, in order.
        before: whether there is a whole reading from before the run.
        complete: whether every worker left a ledger, and each holds something.
    """

    def __init__(
        self, engine: duckdb.DuckDBPyConnection, whole: Sequence[Reading], *, complete: bool = True
    ) -> None:
        self._engine = engine
        self._whole = tuple(whole)
        self.after = tuple(one.name for one in whole if one.name != BEFORE)
        self.before = len(self.after) < len(whole)
        self.complete = complete

    def count(self, question: str) -> int:
        """Give how many rows a query gives."""
        return int(self._engine.sql(question).count("*").fetchall()[0][0])

    def find(self, question: str) -> None:
        """Keep the rows that a query gives as the table `found`, in place of those of the last one."""
        self._engine.execute(f"CREATE OR REPLACE TEMP TABLE found AS {question}")

    def number(self, question: str) -> int:
        """Give the one whole number that a query gives; none counts as 0."""
        return int(self._engine.sql(question).fetchall()[0][0] or 0)

    def first(self, question: str, order: str) -> dict[str, Any]:
        """Give the first row of a query that gives any, in an order."""
        row = self._engine.sql(question).order(order).limit(1)
        return dict(zip(row.columns, row.fetchall()[0], strict=True))

    def fill(self, folder: RunFolder, terms: Terms) -> Self:
        """Read ledger and roll into the tables.

        Raises:
            ValueError: the ledger or a reading is damaged.
        """
        self._read_ledger(folder.ledgers())
        self._read_roll(folder)
        self._agree_on(terms)
        return self

    def _agree_on(self, terms: Terms) -> None:
        self._engine.execute(
            "CREATE TABLE wave AS SELECT $quota::BIGINT AS quota", {"quota": terms.site.quota}
        )
        self._engine.execute("CREATE TABLE quotas (from_s DOUBLE, quota BIGINT)")
        for from_s, quota in terms.quotas():
            self._engine.execute("INSERT INTO quotas VALUES ($1, $2)", [from_s, quota])
        for name, value in terms.variables().items():
            self._engine.execute(f"SET VARIABLE {name} = $1::DOUBLE", [value])

    def _read_ledger(self, ledgers: Sequence[Path]) -> None:
        self._read(ledgers, RECORD, tolerant=True).create("records")
        damaged, halves = self.count(_UNSOUND), sum(map(_ends_in_half, ledgers))
        if damaged > halves:
            raise ValueError(f"ledger: {damaged - halves} whole lines are no records; it is damaged")
        twice, orphans = self.count(_TWICE), self.count(_ORPHANS)
        if twice or orphans:
            raise ValueError(
                f"ledger: {twice} records stand twice, {orphans} operations ended without having"
                " begun; it is damaged"
            )
        self._engine.execute(_OPERATIONS)
        self._engine.execute(_SIGHTINGS)
        self._engine.execute(_PEOPLE)
        self._engine.execute("DROP TABLE records")

    def _read_roll(self, folder: RunFolder) -> None:
        self._engine.execute(_RAW)
        self._engine.execute("CREATE TABLE readings (reading VARCHAR, place INTEGER)")
        for place, reading in enumerate(self._whole):
            self._read_entries(folder.roll_reading(reading.name), reading)
            if reading.name != BEFORE:
                self._engine.execute("INSERT INTO readings VALUES ($1, $2)", [reading.name, place])
        self._engine.execute(_ENTRIES)
        self._engine.execute("DROP TABLE raw")
        self._engine.execute(_LAST)

    def _read_entries(self, path: Path, reading: Reading) -> None:
        """Read what one reading found: what its file has lost must not count as lost by the site."""
        self._read([path], ENTRY, tolerant=False).create_view("incoming", replace=True)
        self._engine.execute(_READ, {"reading": reading.name})
        there = self.count(f"FROM raw WHERE reading = '{reading.name}' AND person IS NOT NULL")
        if there != reading.entries:
            raise ValueError(
                f"roll: reading {reading.name!r} found {reading.entries:,} entries and its file holds"
                f" {there:,}; it is damaged"
            )

    def _read(
        self, paths: Sequence[Path], columns: dict[str, str], *, tolerant: bool
    ) -> duckdb.DuckDBPyRelation:
        return self._engine.read_json(
            [glob.escape(str(path)) for path in paths],  # type: ignore[arg-type] # the stubs know one file only
            columns=columns,
            format="newline_delimited",
            ignore_errors=tolerant,
        )


@contextmanager
def open_books(folder: RunFolder, terms: Terms, *, workers: int | None = None) -> Iterator[Books]:
    """Open the books of a run that has a ledger; what does not fit into memory goes to scratch files.

    Args:
        folder: the run.
        terms: what the site is held to.
        workers: how many ledgers there should be; None where nobody knows.

    Raises:
        ValueError: the ledger, the list of readings or a reading is damaged.
    """
    taken, ledgers = readings(folder), folder.ledgers()
    whole = [taken[name] for name in ORDER if name in taken and taken[name].whole]
    complete = workers is None or sum(path.stat().st_size > 0 for path in ledgers) == workers
    with TemporaryDirectory(prefix="siaga-books-") as scratch, duckdb.connect() as engine:
        engine.execute("SET memory_limit = $1", [MEMORY])
        engine.execute("SET temp_directory = $1", [scratch])
        try:
            yield Books(engine, whole, complete=complete).fill(folder, terms)
        except duckdb.Error as error:
            raise ValueError(f"books: cannot be read ({str(error).splitlines()[0]})") from None


def _ends_in_half(path: Path) -> bool:
    """Tell whether a ledger ends in half a record, as one does whose worker was killed."""
    if not is_torn(path):
        return False
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - LONGEST_LINE_BYTES, 0))
        end = file.read().rsplit(b"\n", 1)[-1]
    try:
        json.loads(end)
    except (ValueError, RecursionError):
        return True
    return False
