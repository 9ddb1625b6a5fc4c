"""The Books of a run: ledger and roll as tables of a columnar engine, whatever their length.

Tables, times in seconds; every table that is about people has a `part`, and everything about one person
lies in one part:

    operations  op, kind, person, key, at_s, ended_s, outcome, status, receipt, why, visitor, content,
                means
    sightings   what, person, visitor, text, number, began_s, at_s: at_s is when the look had ended
    people      person, outcome (the best of all operations: ok, unknown, refused), operations, at_s
    held        person, operation, seat, at_s, content, owned, steps, lot, copy, bits, old: each
                different entry of the readings after the run once; `bits` says which of them have
                it, `old` that it stood there before the run, `copy` numbers entries that are alike in
                person, operation, seat and at_s (Unix seconds); `owned` maps the names of columns to
                values that may have one owner only; where seats are drawn, `lot` is what the entry's
                lot is made of, and `seat` is NULL where it has none
    entries     the same with `reading` in place of `bits`: an entry of two readings is there twice
    last        the new entries of the last reading
    readings    reading, place, bit: those after the run that are whole, in order
    notices     person, operation, seat, at_s, copies: how many the site sent during the run
    way         place, step: what comes before an entry, in order, by the names of the columns
    quotas      from_s, until_s, quota: from when until when it may hold, Unix seconds; two overlap while
                nobody knows which of them holds
    bank        at_s, issued, accounted: the site's own account of its seats, scrape by scrape
    counter     at_s, grown, shown, reset: by how much the site's own counter has grown at each scrape
    faults      kind, target, from_s, until_s: what harmed the site; until_s NULL: to the end
    lates       from_s, until_s, late_s: when a worker was later than may be, and by how much

The numbers of `Terms.variables` are there as variables of the same names; `last_quota` is the quota at
the end, `stood_before` how many entries the roll had before the run. In the
schema `one_part` the tables about people hold one part at a time.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import duckdb

from siaga.judge.fault_table import lay_faults
from siaga.judge.handover import ledgers_may_be_short
from siaga.judge.late_table import lay_lates
from siaga.judge.ledger_books import lay_ledger
from siaga.judge.notice_table import lay_notices
from siaga.judge.quota_table import lay_quotas
from siaga.judge.roll_books import lay_roll
from siaga.judge.scrape_tables import lay_scrapes
from siaga.judge.shelf import Shelf, parts_for
from siaga.judge.terms import Terms
from siaga.judge.way_table import lay_way
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import BEFORE, FIRST, RESTARTED, SECOND, Reading, readings

MEMORY = "1200MB"
"""What the engine may hold; beside it come its own buffers and Python."""

_CONFIG = {"memory_limit": MEMORY, "preserve_insertion_order": "false"}

ORDER = (BEFORE, FIRST, SECOND, RESTARTED)

_PARTED = ("operations", "sightings", "people", "held", "entries", "last", "notices")


class Books:
    """Asks questions of ledger and roll; made by `open_books`.

    Attributes:
        whole: readings that found every entry, in order, that from before the run first.
        after: names of those after the run.
        before: whether there is a whole reading from before the run.
        complete: whether every worker left a ledger, each holds something, and none may be short.
        notices: whether notices were read before the run and after it.
    """

    notices: bool
    _parts: int

    def __init__(
        self, engine: duckdb.DuckDBPyConnection, taken: Mapping[str, Reading], *, complete: bool
    ) -> None:
        self._engine = engine
        self._taken = taken
        self.whole = tuple(taken[name] for name in ORDER if name in taken and taken[name].whole)
        self.after = tuple(one.name for one in self.whole if one.name != BEFORE)
        self.before = len(self.after) < len(self.whole)
        self.complete = complete

    def count(self, question: str) -> int:
        """Give how many rows a query gives."""
        return self.number(f"FROM ({question}) SELECT count(*)")

    def find(self, question: str, *, by_person: bool = False) -> None:
        """Keep the rows that a query gives as the table `found`, in place of those of the last one.

        Args:
            question: the query.
            by_person: whether it decides each person apart, so that it can be asked of each part of the
                people; else it is asked once, of all.
        """
        if not by_person or self._parts == 1:
            self._engine.execute(f"CREATE OR REPLACE TEMP TABLE found AS {question}")
            return
        self._engine.execute("SET search_path = 'one_part,main'")
        for part in range(self._parts):
            self._engine.execute("SET VARIABLE part = $1::INTEGER", [part])
            begin = "INSERT INTO temp.found" if part else "CREATE OR REPLACE TEMP TABLE found AS"
            self._engine.execute(f"{begin} {question}")
        self._engine.execute("SET search_path = 'main'")

    def number(self, question: str) -> int:
        """Give the one whole number that a query gives; none counts as 0."""
        return int(self._engine.execute(question).fetchall()[0][0] or 0)

    def first(self, question: str, order: str) -> dict[str, Any]:
        """Give the first row of a query that gives any, in an order."""
        return self.rows(f"FROM ({question}) ORDER BY {order} LIMIT 1")[0]

    def rows(self, question: str, **given: object) -> list[dict[str, Any]]:
        """Give every row that a query gives; `given` are its named parameters."""
        found = self._engine.execute(question, given or None)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def fill(self, folder: RunFolder, terms: Terms, scratch: Path) -> Self:
        """Read ledger and roll into the tables.

        Raises:
            ValueError: the ledger or a reading is damaged.
        """
        ledgers = folder.ledgers()
        rolls = [folder.roll_reading(one.name) for one in self.whole]
        shelf = Shelf(self._engine, scratch, parts_for([*ledgers, *rolls]))
        self._parts = shelf.parts
        lay_ledger(self._engine, shelf, ledgers)
        lay_roll(self._engine, shelf, folder, self.whole)
        self.notices = lay_notices(self._engine, shelf, folder, self._taken)
        lay_way(self._engine, terms)
        self._agree_on(terms)
        lay_faults(self._engine, folder.faults)
        lay_lates(self._engine, terms)
        lay_scrapes(self._engine, folder, terms)
        if self._parts > 1:
            self._part()
        return self

    def _part(self) -> None:
        self._engine.execute("CREATE SCHEMA one_part")
        for table in _PARTED:
            question = f"FROM main.{table} WHERE part = getvariable('part')"
            self._engine.execute(f"CREATE VIEW one_part.{table} AS {question}")

    def _agree_on(self, terms: Terms) -> None:
        lay_quotas(self._engine, terms)
        stood = sum(one.entries for one in self.whole if one.name == BEFORE)
        self._engine.execute("SET VARIABLE stood_before = $1::BIGINT", [stood])
        for name, value in terms.variables().items():
            self._engine.execute(f"SET VARIABLE {name} = $1::DOUBLE", [value])


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
    taken = readings(folder)
    there = workers is None or sum(path.stat().st_size > 0 for path in folder.ledgers()) == workers
    complete = there and not ledgers_may_be_short(folder)
    with (
        TemporaryDirectory(prefix="siaga-books-") as scratch,
        duckdb.connect(config={**_CONFIG, "temp_directory": f"{scratch}/spilled"}) as engine,
    ):
        engine.execute("SET partitioned_write_flush_threshold = 100_000")
        try:
            yield Books(engine, taken, complete=complete).fill(folder, terms, Path(scratch))
        except (duckdb.Error, OSError) as error:
            raise ValueError(f"books: cannot be read ({str(error).splitlines()[0]})") from None
