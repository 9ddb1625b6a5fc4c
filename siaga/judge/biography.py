"""A Biography: everything that a run knows of a person, line by line in order of time."""

import glob
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from siaga.judge.books import Books
from siaga.roll.reading import Reading

MOST_LINES = 200
"""Lines told of one person; of more, as many from either end."""

Line = Mapping[str, Any]
"""What happened: `at_s` in run seconds (None: nobody knows when), `person`, `event`, and details."""

LEFT_OUT = "left out"

_BEFORE = """
  UNION ALL
  SELECT person, 'before', operation, seat, at_s, content, "unique", steps,
         row_number() OVER (PARTITION BY person, operation, seat, at_s)
  FROM read_json($before, format = 'newline_delimited', columns = {
         person: 'VARCHAR', operation: 'VARCHAR', seat: 'VARCHAR', at_s: 'DOUBLE', content: 'VARCHAR',
         "unique": 'MAP(VARCHAR, VARCHAR)', steps: 'DOUBLE[]'})
  WHERE person IN (FROM named)"""

_LINES = """
WITH named AS (SELECT unnest($people::VARCHAR[]) AS person),
taken AS (SELECT unnest($readings::VARCHAR[]) AS reading, unnest($taken_s::DOUBLE[]) AS at_s,
                 unnest(range(len($readings))) AS place),
asked AS MATERIALIZED (FROM operations WHERE person IN (FROM named)),
stood AS MATERIALIZED (
  SELECT person, reading, operation, seat, at_s, content, owned, steps, copy FROM entries
  WHERE person IN (FROM named){before}),
lines AS (
  SELECT person, round(at_s, 6) AS at_s, 2 AS turn, 'asked' AS event, op, kind AS step, key,
         nullif(content, '') AS content, nullif(visitor, -1) AS visitor
  FROM asked
  UNION ALL BY NAME
  SELECT person, round(ended_s, 6) AS at_s, 3 AS turn,
         CASE WHEN ended_s IS NULL THEN 'never answered' ELSE 'answered' END AS event, op,
         kind AS step, outcome, status, nullif(receipt, '') AS receipt, nullif(means, '') AS means, why
  FROM asked
  UNION ALL BY NAME
  SELECT person, round(at_s, 6) AS at_s, 4 AS turn, 'saw' AS event, what, round(began_s, 6) AS began_s,
         CASE WHEN what <> 'remaining' THEN text END AS text, number, nullif(visitor, -1) AS visitor
  FROM sightings WHERE person IN (FROM named)
  UNION ALL BY NAME
  SELECT DISTINCT person, round(steps[place] - $t0_s::DOUBLE, 6) AS at_s, 1 AS turn,
         CASE WHEN steps[place] IS NULL THEN 'step not taken' ELSE 'step taken' END AS event,
         step, operation
  FROM stood, way WHERE len(steps) > 0
  UNION ALL BY NAME
  SELECT person, round(at_s - $t0_s::DOUBLE, 6) AS at_s, 6 AS turn, 'notified' AS event, operation, seat,
         copies
  FROM notices WHERE person IN (FROM named)
  UNION ALL BY NAME
  SELECT person, round(s.at_s - $t0_s::DOUBLE, 6) AS at_s, 5 AS turn, 'given' AS event, operation, seat,
         content, nullif(array_to_string(list_transform(map_entries(owned),
           lambda one: one.key || ' ' || one.value), ', '), '') AS owned,
         string_agg(reading, ', ' ORDER BY place) AS readings
  FROM stood s JOIN (SELECT reading, place FROM taken) USING (reading)
  GROUP BY person, operation, seat, s.at_s, content, owned, copy
  UNION ALL BY NAME
  SELECT person, round(t.at_s - $t0_s::DOUBLE, 6) AS at_s, 7 AS turn, 'roll read' AS event, reading,
         count(s.copy) AS entries
  FROM named CROSS JOIN taken t LEFT JOIN stood s USING (person, reading)
  GROUP BY person, reading, t.at_s)
SELECT * EXCLUDE (turn)
FROM (SELECT *, count(*) OVER (PARTITION BY person) AS lines, row_number() OVER
        (PARTITION BY person ORDER BY at_s NULLS LAST, turn, op, what, text, number, began_s, operation,
         seat, content, readings, reading) AS nth
      FROM lines)
WHERE nth <= $most // 2 OR nth > lines - $most // 2 ORDER BY person, nth"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The readings of a roll that are whole, in order.

    Attributes:
        taken: when each was taken.
        t0_s: wall time of the first phase, Unix seconds; None where nobody knows.
        before: entries of the reading before the run; None where it is not whole.
    """

    taken: Sequence[Reading]
    t0_s: float | None
    before: Path | None


def biographies(
    books: Books, people: Sequence[str], readings: Readings, most: int = MOST_LINES
) -> Mapping[str, Sequence[Line]]:
    """Tell the lives of some people, all with one question; those of whom nothing is known have none.

    Args:
        books: ledger and roll.
        people: as the ledger and the roll name them.
        readings: of the roll.
        most: lines of one person, an even number; in place of more stands one that says how many.
    """
    told: dict[str, list[Line]] = {}
    question = _LINES.format(before=_BEFORE if readings.before is not None else "")
    for row in books.rows(question, **_given(people, readings, most)):
        lines = told.setdefault(row["person"], [])
        lines.append(_line(row))
        if row["nth"] == most // 2 and row["lines"] > most:
            lines.append(_left_out(row, row["lines"] - most))
    return {person: lines for person, lines in told.items() if _knows(lines)}


def _given(people: Sequence[str], readings: Readings, most: int) -> dict[str, object]:
    given: dict[str, object] = {
        "people": sorted(set(people)),
        "readings": [one.name for one in readings.taken],
        "taken_s": [one.at_s for one in readings.taken],
        "t0_s": readings.t0_s,
        "most": most,
    }
    if readings.before is not None:
        given["before"] = glob.escape(str(readings.before))
    return given


def _line(row: Mapping[str, Any]) -> Line:
    first = {name: row[name] for name in ("at_s", "person", "event")}
    rest = {name: value for name, value in row.items() if value is not None}
    return first | {name: rest[name] for name in rest if name not in {*first, "lines", "nth"}}


def _left_out(row: Mapping[str, Any], many: int) -> Line:
    return {"at_s": row["at_s"], "person": row["person"], "event": LEFT_OUT, "lines": many}


def _knows(lines: Sequence[Line]) -> bool:
    """Tell whether anything is known of somebody but that the roll was read."""
    return any(line["event"] != "roll read" for line in lines)
