"""The roll's side of the books: what the site held before the run, and at each reading after it."""

import filecmp
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from siaga.judge.shelf import Shelf
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import BEFORE, Reading

ENTRY = {
    **dict.fromkeys(("person", "operation", "seat", "content", "lot"), "VARCHAR"),
    "at_s": "DOUBLE",
    "unique": "MAP(VARCHAR, VARCHAR)",
    "steps": "DOUBLE[]",
}

BEFORE_VIEW = f"roll_{BEFORE}"
"""View of the entries that stood there before the run, as they were read."""

_TABLES = """
CREATE TABLE readings (reading VARCHAR, place INTEGER, bit INTEGER);
CREATE TABLE held (part INTEGER, person VARCHAR, operation VARCHAR, seat VARCHAR, at_s DOUBLE,
  content VARCHAR, owned MAP(VARCHAR, VARCHAR), steps DOUBLE[], lot VARCHAR, copy BIGINT, bits INTEGER,
  old BOOLEAN);
CREATE VIEW entries AS
  SELECT part, reading, person, operation, seat, at_s, content, owned, steps, lot, copy, old
  FROM held JOIN readings ON bits & bit > 0;
CREATE VIEW last AS FROM entries
  WHERE NOT old AND reading = (SELECT arg_max(reading, place) FROM readings)"""

_RAW = """CREATE OR REPLACE TEMP TABLE raw
  (bits INTEGER, person VARCHAR, operation VARCHAR, seat VARCHAR, at_s DOUBLE, content VARCHAR,
   owned MAP(VARCHAR, VARCHAR), steps DOUBLE[], lot VARCHAR, copy BIGINT)"""

# Alike but for what they hold, they have the same numbers at every reading, whatever its order.
_READ = """INSERT INTO raw
  SELECT $bits, person, operation, seat, at_s, content, "unique", steps, lot,
         row_number() OVER (PARTITION BY person, operation, seat, at_s
                            ORDER BY hash(content, "unique", steps)) FROM {name}"""

# Those that stand on several readings are one row, with a bit for each; 0 is for before the run. An
# application from before it may have been drawn since.
_HELD = """INSERT INTO held
  WITH alike AS (
    SELECT person, operation, seat, at_s, content, owned, steps, lot, copy, bit_or(bits) AS bits
    FROM raw WHERE bits > 0 GROUP BY ALL),
  before AS (FROM raw WHERE bits = 0)
  SELECT $part, a.person, a.operation, a.seat, a.at_s, a.content, a.owned, a.steps, a.lot, a.copy,
         a.bits, b.person IS NOT NULL
  FROM alike a LEFT JOIN before b
    ON (a.person, a.copy) = (b.person, b.copy) AND a.operation IS NOT DISTINCT FROM b.operation
    AND (a.seat IS NOT DISTINCT FROM b.seat OR a.lot = b.lot AND b.seat IS NULL)
    AND a.at_s IS NOT DISTINCT FROM b.at_s"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Volume:
    """One file of entries, and the readings that found just these.

    Attributes:
        name: of its parts on the shelf.
        readings: those that it stands for; the first one's file is read.
        bits: the bits of those readings; 0 for the one from before the run.
    """

    name: str
    readings: tuple[Reading, ...]
    bits: int


def lay_roll(
    engine: duckdb.DuckDBPyConnection, shelf: Shelf, folder: RunFolder, whole: Sequence[Reading]
) -> None:
    """Make the tables readings and held, and the views entries, last and `BEFORE_VIEW`.

    That last one is there only if the roll was read before the run.

    Args:
        engine: where they are made.
        shelf: splits the readings.
        folder: the run.
        whole: readings that found every entry, in order, that from before the run first.

    Raises:
        ValueError: the file of a reading is damaged.
    """
    engine.execute(_TABLES)
    for place, reading in enumerate(_after(whole)):
        engine.execute("INSERT INTO readings VALUES ($1, $2, $3)", [reading.name, place, 1 << place])
    volumes = _volumes(folder, whole)
    for volume in volumes:
        shelve(engine, shelf, folder, volume.name, volume.readings)
    for part in range(shelf.parts):
        engine.execute(_RAW)
        for volume in volumes:
            shelf.take(volume.name, part)
            engine.execute(_READ.format(name=volume.name), {"bits": volume.bits})
        engine.execute(_HELD, {"part": part})
    engine.execute("DROP TABLE raw")
    for volume in volumes:
        if not volume.bits:
            shelf.take(volume.name)


def shelve(
    engine: duckdb.DuckDBPyConnection,
    shelf: Shelf,
    folder: RunFolder,
    name: str,
    equal: Sequence[Reading],
) -> None:
    """Put the file of readings that are equal on the shelf, under a name; its view is of all of it.

    Raises:
        ValueError: the file has lost something: it must not count as lost by the site.
    """
    shelf.put(name, [folder.roll_reading(equal[0].name)], ENTRY, tolerant=False)
    shelf.take(name)
    there = engine.execute(f"FROM {name} SELECT count(*) WHERE person IS NOT NULL").fetchall()[0][0]
    for reading in equal:
        if there != reading.entries:
            raise ValueError(
                f"roll: reading {reading.name!r} found {reading.entries:,} entries and its file holds"
                f" {there:,}; it is damaged"
            )


def _after(whole: Sequence[Reading]) -> list[Reading]:
    return [one for one in whole if one.name != BEFORE]


def _volumes(folder: RunFolder, whole: Sequence[Reading]) -> list[_Volume]:
    """Put readings after the run together whose files are equal byte for byte, as most are."""
    volumes = [_Volume(name=BEFORE_VIEW, readings=(one,), bits=0) for one in whole if one.name == BEFORE]
    groups: list[list[tuple[int, Reading]]] = []
    for place, reading in enumerate(_after(whole)):
        path = folder.roll_reading(reading.name)
        for group in groups:
            if _equal(folder.roll_reading(group[0][1].name), path):
                group.append((place, reading))
                break
        else:
            groups.append([(place, reading)])
    for group in groups:
        bits = sum(1 << place for place, _reading in group)
        readings = tuple(reading for _place, reading in group)
        volumes.append(_Volume(name=f"roll_{readings[0].name}", readings=readings, bits=bits))
    return volumes


def _equal(one: Path, other: Path) -> bool:
    return filecmp.cmp(one, other, shallow=False)
