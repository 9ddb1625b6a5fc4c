"""The ledger's side of the books: operations, the people behind them, and what they were shown."""

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb

from siaga.judge.shelf import Shelf
from siaga.record.json_lines import is_torn, last_lines

RECORDS = "records"

_TEXTS = (
    *("e", "op", "kind", "person", "key", "outcome", "seat", "why", "content", "means"),
    *("what", "text"),
)
_WHOLES = ("status", "visitor", "number")
RECORD = {
    **dict.fromkeys(_TEXTS, "VARCHAR"),
    **dict.fromkeys(_WHOLES, "BIGINT"),
    **dict.fromkeys(("at_s", "began_s"), "DOUBLE"),
}

_TABLES = """
CREATE TABLE operations (part INTEGER, op VARCHAR, kind VARCHAR, person VARCHAR, key VARCHAR,
  at_s DOUBLE, ended_s DOUBLE, outcome VARCHAR, status BIGINT, receipt VARCHAR, why VARCHAR,
  visitor BIGINT, content VARCHAR, means VARCHAR);
CREATE TABLE people (part INTEGER, person VARCHAR, operations BIGINT, at_s DOUBLE, outcome VARCHAR);
CREATE TABLE sightings (part INTEGER, what VARCHAR, person VARCHAR, visitor BIGINT, text VARCHAR,
  number BIGINT, began_s DOUBLE, at_s DOUBLE)"""

_OPERATIONS = """INSERT INTO operations
  SELECT $part, i.op, i.kind, i.person, i.key, i.at_s, c.at_s,
         coalesce(c.outcome, 'unknown'), c.status, c.seat,
         coalesce(c.why, 'no completion was written'), coalesce(i.visitor, -1),
         coalesce(i.content, ''), coalesce(c.means, '')
  FROM (FROM records WHERE e = 'invoke') i LEFT JOIN (FROM records WHERE e = 'complete') c USING (op)"""

_SIGHTINGS = """INSERT INTO sightings
  SELECT $part, what, person, visitor, text, number, began_s, at_s FROM records WHERE e = 'sight'"""

_PEOPLE = """INSERT INTO people
  SELECT $part, person, count(*), min(at_s),
         CASE WHEN bool_or(outcome = 'ok') THEN 'ok'
              WHEN bool_or(outcome = 'unknown') THEN 'unknown' ELSE 'refused' END
  FROM operations WHERE part = $part GROUP BY person"""

_SOUND = """op IS NOT NULL AND person IS NOT NULL AND at_s IS NOT NULL AND
  (e = 'invoke' OR e = 'complete' AND outcome IN ('ok', 'refused', 'unknown')
   OR e = 'sight' AND what IS NOT NULL AND began_s <= at_s
   OR e IN ('misdeed', 'setback', 'handout'))"""
_UNSOUND = f"FROM records SELECT count(*) WHERE ({_SOUND}) IS NOT TRUE"
_CONTRADICTIONS = """
  SELECT count(*) FILTER (invoked > 1 OR completed > 1 OR seen > 1),
         count(*) FILTER (completed > 0 AND invoked = 0)
  FROM (SELECT count(*) FILTER (e = 'invoke') AS invoked, count(*) FILTER (e = 'complete') AS completed,
               count(*) FILTER (e IN ('sight', 'misdeed', 'setback', 'handout')) AS seen
        FROM records WHERE e IS NOT NULL GROUP BY op)"""


def lay_ledger(engine: duckdb.DuckDBPyConnection, shelf: Shelf, ledgers: Sequence[Path]) -> None:
    """Make the tables operations, people and sightings.

    Raises:
        ValueError: the ledger is damaged.
    """
    engine.execute(_TABLES)
    shelf.put(RECORDS, ledgers, RECORD, tolerant=True)
    damaged = twice = orphans = 0
    for part in range(shelf.parts):
        shelf.take(RECORDS, part)
        damaged += engine.execute(_UNSOUND).fetchall()[0][0]
        found = engine.execute(_CONTRADICTIONS).fetchall()[0]
        twice, orphans = twice + found[0], orphans + found[1]
        for question in (_OPERATIONS, _SIGHTINGS, _PEOPLE):
            engine.execute(question, {"part": part})
    _refuse(damaged - sum(map(_ends_in_half, ledgers)), twice, orphans)


def _refuse(damaged: int, twice: int, orphans: int) -> None:
    if damaged > 0:
        raise ValueError(f"ledger: {damaged} whole lines are no records; it is damaged")
    if twice or orphans:
        raise ValueError(
            f"ledger: {twice} records stand twice, {orphans} operations ended without having"
            " begun; it is damaged"
        )


def _ends_in_half(path: Path) -> bool:
    """Tell whether a ledger ends in half a record, as one does whose worker was killed."""
    if not is_torn(path):
        return False
    try:
        json.loads(last_lines(path)[-1])
    except (ValueError, RecursionError):
        return True
    return False
