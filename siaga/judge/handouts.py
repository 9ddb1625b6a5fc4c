"""The Handouts of a run: which rows of its feeds were given to whom, held against whose they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siaga.judge.ledger_view import ledger_view
from siaga.ledger.handout import HANDOUT
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.scenario.allotment import NONE_LEFT, Allotment
from siaga.scenario.arrivals import Arrivals, plan
from siaga.scenario.model import Feed, Scenario

NO_ROW = 0
"""Stands in the numbers of rows, which begin with 1, for a visitor who found none."""

_COLUMNS = {"e": "VARCHAR", "feed": "VARCHAR", "row": "BIGINT", "visitor": "BIGINT"}
_READ = """
  SELECT feed, coalesce("row", 0) AS row, visitor FROM records
  WHERE e = $kind AND feed IN (SELECT unnest($feeds::VARCHAR[]))"""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the ledgers have of handouts, shape (n,) each.

    Attributes:
        feeds: names.
        rows: from 1; `NO_ROW` where none was left.
        visitors: who got them.
    """

    feeds: NDArray[np.object_]
    rows: Numbers
    visitors: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """A row that was handed out more than once.

    Attributes:
        row: its number, from 1.
        visitors: who got it, the first few of them.
    """

    row: int
    visitors: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handouts:
    """What became of one feed.

    Attributes:
        feed: its name.
        again: whether the scenario lets rows be given out again.
        rows: how many rows were handed out, each counted once.
        visitors: how many visitors got one.
        left: how many found none left.
        twice: how many rows were handed out more than once.
        first_twice: the first of them; None where there is none.
        unknown: how many handouts name a row that the file does not have.
        others: how many gave a visitor another row than is its own by seed and plan, or that there is
            one where there is none.
    """

    feed: str
    again: bool
    rows: int = 0
    visitors: int = 0
    left: int = 0
    twice: int = 0
    first_twice: Twice | None = None
    unknown: int = 0
    others: int = 0

    @property
    def faults(self) -> int:
        """How many things should not be; where rows are given out again, twice is none."""
        return self.unknown + self.others + (0 if self.again else self.twice)


def read_handouts(folder: RunFolder, scenario: Scenario, run: RunRecord) -> tuple[Handouts, ...]:
    """Read what was handed out from the ledgers of a run; its feeds' files are not needed.

    Args:
        folder: the run.
        scenario: whose feeds, and who was to get their rows.
        run: which says how many rows there were.

    Raises:
        ValueError: a ledger cannot be read, or the run does not say what its feeds were.
    """
    if not scenario.feeds:
        return ()
    rows = {one.name: one.rows for one in run.feed_sources}
    if missing := [one.name for one in scenario.feeds if one.name not in rows]:
        raise ValueError(f"feed {missing[0]}: run.json does not say how many rows it had")
    everybody = plan(scenario.traffic, scenario.seed)
    told = _told([path for path in folder.ledgers() if path.stat().st_size], list(rows))
    return tuple(_of(feed, scenario, everybody, rows[feed.name], told) for feed in scenario.feeds)


def _of(feed: Feed, scenario: Scenario, everybody: Arrivals, there: int, told: _Told) -> Handouts:
    mine = told.feeds == feed.name
    rows, visitors = told.rows[mine], told.visitors[mine]
    due = Allotment.of(
        feed, everybody, scenario.traffic.populations, rows=there, seed=scenario.seed
    ).rows_of(visitors)
    given = rows[rows != NO_ROW]
    numbers, times = np.unique(given, return_counts=True)
    return Handouts(
        feed=feed.name,
        again=feed.when_out == "begin-again",
        rows=len(numbers),
        visitors=len(np.unique(visitors[rows != NO_ROW])),
        left=len(np.unique(visitors[rows == NO_ROW])),
        twice=int((times > 1).sum()),
        first_twice=_first(numbers[times > 1], rows, visitors),
        unknown=int(((given < 1) | (given > there)).sum()),
        others=int((rows - 1 != due).sum()),
    )


def _first(numbers: Numbers, rows: Numbers, visitors: Numbers) -> Twice | None:
    if not numbers.size:
        return None
    return Twice(row=int(numbers[0]), visitors=tuple(visitors[rows == numbers[0]][:3].tolist()))


def _told(ledgers: Sequence[Path], feeds: Sequence[str]) -> _Told:
    """Give every handout of some feeds, as the ledgers have them."""
    if not ledgers:
        none = np.empty(0, dtype=np.int64)
        return _Told(feeds=np.empty(0, dtype=object), rows=none, visitors=none)
    with ledger_view(ledgers, _COLUMNS) as engine:
        found = engine.execute(_READ, {"kind": HANDOUT, "feeds": list(feeds)}).fetchnumpy()
    return _Told(
        feeds=np.asarray(found["feed"], dtype=object),
        rows=np.ma.filled(found["row"], NO_ROW).astype(np.int64),
        visitors=np.ma.filled(found["visitor"], NONE_LEFT).astype(np.int64),
    )
