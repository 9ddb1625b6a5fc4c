"""A Biography: everything that a run knows of a person, line by line in order of time."""

from collections.abc import Mapping, Sequence
from typing import Any

from siaga.judge.books import Books
from siaga.judge.roll_books import BEFORE_VIEW

MOST_LINES = 200
"""Lines told of one person; of more, as many from either end."""

Line = Mapping[str, Any]
"""What happened: `at_s` in run seconds (None: nobody knows when), `person`, `event`, and details."""

LEFT_OUT = "left out"

_STOOD = """
  UNION ALL
  SELECT person, 'before', operation, seat, at_s, content, "unique", steps,
         row_number() OVER (PARTITION BY person, operation, seat, at_s)
  FROM {view}
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
  SELECT DISTINCT person, round(steps[place] - getvariable('t0_s'), 6) AS at_s, 1 AS turn,
         CASE WHEN steps[place] IS NULL THEN 'step not taken' ELSE 'step taken' END AS event,
         step, operation
  FROM stood, way WHERE len(steps) > 0
  UNION ALL BY NAME
  SELECT person, round(at_s - getvariable('t0_s'), 6) AS at_s, 6 AS turn, 'notified' AS event, operation,
         seat, copies
  FROM notices WHERE person IN (FROM named)
  UNION ALL BY NAME
  SELECT person, round(s.at_s - getvariable('t0_s'), 6) AS at_s, 5 AS turn, 'given' AS event, operation,
         seat, content, nullif(array_to_string(list_transform(map_entries(owned),
           lambda one: one.key || ' ' || one.value), ', '), '') AS owned,
         string_agg(reading, ', ' ORDER BY place) AS readings
  FROM stood s JOIN (SELECT reading, place FROM taken) USING (reading)
  GROUP BY person, operation, seat, s.at_s, content, owned, copy
  UNION ALL BY NAME
  SELECT person, round(t.at_s - getvariable('t0_s'), 6) AS at_s, 7 AS turn, 'roll read' AS event,
         reading, count(s.copy) AS entries
  FROM named CROSS JOIN taken t LEFT JOIN stood s USING (person, reading)
  GROUP BY person, reading, t.at_s)
SELECT * EXCLUDE (turn)
FROM (SELECT *, count(*) OVER (PARTITION BY person) AS lines, row_number() OVER
        (PARTITION BY person ORDER BY at_s NULLS LAST, turn, op, what, text, number, began_s, operation,
         seat, content, readings, reading) AS nth
      FROM lines)
WHERE nth <= $most // 2 OR nth > lines - $most // 2 ORDER BY person, nth"""


def biographies(
    books: Books, people: Sequence[str], most: int = MOST_LINES
) -> Mapping[str, Sequence[Line]]:
    """Tell the lives of some people, all with one question; those of whom nothing is known have none.

    Args:
        books: ledger and roll.
        people: as the ledger and the roll name them.
        most: lines of one person, an even number; in place of more stands one that says how many.
    """
    told: dict[str, list[Line]] = {}
    for row in books.rows(_question(books), **_given(books, people, most)):
        lines = told.setdefault(row["person"], [])
        lines.append(_line(row))
        if row["nth"] == most // 2 and row["lines"] > most:
            lines.append(_left_out(row, row["lines"] - most))
    return {person: lines for person, lines in told.items() if _knows(lines)}


def _question(books: Books) -> str:
    return _LINES.format(before=_STOOD.format(view=BEFORE_VIEW) if books.before else "")


def _given(books: Books, people: Sequence[str], most: int) -> dict[str, object]:
    return {
        "people": sorted(set(people)),
        "readings": [one.name for one in books.whole],
        "taken_s": [one.at_s for one in books.whole],
        "most": most,
    }


def _line(row: Mapping[str, Any]) -> Line:
    first = {name: row[name] for name in ("at_s", "person", "event")}
    rest = {name: value for name, value in row.items() if value is not None}
    return first | {name: rest[name] for name in rest if name not in {*first, "lines", "nth"}}


def _left_out(row: Mapping[str, Any], many: int) -> Line:
    return {"at_s": row["at_s"], "person": row["person"], "event": LEFT_OUT, "lines": many}


def _knows(lines: Sequence[Line]) -> bool:
    """Tell whether anything is known of somebody but that the roll was read."""
    return any(line["event"] != "roll read" for line in lines)
