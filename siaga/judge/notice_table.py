"""The table of notices: whom the site told of a seat during the run, and how often."""

from collections.abc import Mapping

import duckdb

from siaga.judge.roll_books import shelve
from siaga.judge.shelf import Shelf
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import NOTICES, NOTICES_BEFORE, Reading

_SHELVED = {NOTICES_BEFORE: "notices_before", NOTICES: "notices_after"}
"""What the readings are called on the shelf."""

_TABLE = """CREATE TABLE notices (part INTEGER, person VARCHAR, operation VARCHAR, seat VARCHAR,
  at_s DOUBLE, copies BIGINT)"""

_NEW = """INSERT INTO notices
  WITH sent AS (
    SELECT person, operation, seat, at_s, count(*) AS copies FROM notices_after
    WHERE person IS NOT NULL GROUP BY ALL),
  before AS (
    SELECT person, operation, seat, at_s, count(*) AS copies FROM notices_before GROUP BY ALL)
  SELECT $part, s.person, s.operation, s.seat, s.at_s, s.copies - coalesce(b.copies, 0)
  FROM sent s LEFT JOIN before b
    ON s.person = b.person AND s.operation IS NOT DISTINCT FROM b.operation
    AND s.seat IS NOT DISTINCT FROM b.seat AND s.at_s IS NOT DISTINCT FROM b.at_s
  WHERE s.copies > coalesce(b.copies, 0)"""


def lay_notices(
    engine: duckdb.DuckDBPyConnection, shelf: Shelf, folder: RunFolder, taken: Mapping[str, Reading]
) -> bool:
    """Make the table `notices`, and give whether they were read; else it is empty.

    What stood there before the run is taken out, as often as it stood there.

    Args:
        engine: where it is made.
        shelf: splits the readings.
        folder: the run.
        taken: readings by name.

    Raises:
        ValueError: a reading is damaged.
    """
    engine.execute(_TABLE)
    whole = [taken[name] for name in _SHELVED if name in taken and taken[name].whole]
    if len(whole) < len(_SHELVED):
        return False
    for reading in whole:
        shelve(engine, shelf, folder, _SHELVED[reading.name], [reading])
    for part in range(shelf.parts):
        for name in _SHELVED.values():
            shelf.take(name, part)
        engine.execute(_NEW, {"part": part})
    return True
