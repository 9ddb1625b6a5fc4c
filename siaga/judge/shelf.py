"""The Shelf: ledger and roll of a run of any length, split by people into parts that fit into memory.

Everything about one person lies in one part. A part is read back as often as it is asked for.
"""

import glob
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

PART_BYTES = 250_000_000
"""Length of the files that make one part: of a million operations, about."""

MOST_PARTS = 256

_INCOMING = """read_json([{files}], columns = {{{columns}}}, format = 'newline_delimited',
                          ignore_errors = {tolerant})"""
_SPLIT = """COPY (SELECT *, (hash(coalesce(person, '')) % {parts})::INTEGER AS part FROM {incoming})
  TO {folder} (FORMAT parquet, PARTITION_BY (part), DICTIONARY_SIZE_LIMIT 1)"""


def parts_for(paths: Sequence[Path]) -> int:
    """Give how many parts files are split into, 1 or more."""
    total_bytes = sum(path.stat().st_size for path in paths)
    return min(max(-(-total_bytes // PART_BYTES), 1), MOST_PARTS)


class Shelf:
    """Splits files of JSON lines and gives their parts.

    Args:
        engine: reads and writes.
        scratch: an empty folder.
        parts: how many, 1 or more.
    """

    def __init__(self, engine: duckdb.DuckDBPyConnection, scratch: Path, parts: int) -> None:
        self._engine = engine
        self._scratch = scratch
        self._columns: dict[str, Mapping[str, str]] = {}
        self.parts = parts

    def put(
        self, name: str, paths: Sequence[Path], columns: Mapping[str, str], *, tolerant: bool
    ) -> None:
        """Split files; a line that is none of JSON is a row of nothing, if that is tolerated.

        Args:
            name: what the files are called here.
            paths: the files, of which empty ones hold nothing.
            columns: type by name; one is `person`.
            tolerant: whether a line may be damaged.

        Raises:
            duckdb.Error: a line is damaged, or the disk is full.
        """
        self._columns[name] = columns
        written = [glob.escape(str(path)) for path in paths if path.stat().st_size]
        if not written:
            return
        incoming = _INCOMING.format(
            files=_texts(written),
            columns=", ".join(f"{_text(column)}: {_text(kind)}" for column, kind in columns.items()),
            tolerant=tolerant,
        )
        folder = _text(str(self._scratch / name))
        self._engine.execute(_SPLIT.format(parts=self.parts, incoming=incoming, folder=folder))

    def take(self, name: str, part: int | None = None) -> None:
        """Make the view `name` of one part of what was put under it; None: of all of it."""
        columns = self._columns[name]
        which = "*" if part is None else part
        written = sorted(map(str, (self._scratch / name).glob(f"part={which}/*.parquet")))
        named = ", ".join(f'"{column}"' for column in columns)
        nothing = ", ".join(f"NULL::{kind}" for kind in columns.values())
        there = f"FROM read_parquet([{_texts(written)}], hive_partitioning = false) SELECT {named}"
        empty = f"FROM (VALUES ({nothing})) AS nothing ({named}) WHERE false"
        self._engine.execute(f"CREATE OR REPLACE VIEW {name} AS {there if written else empty}")


def _text(text: str) -> str:
    """Write a text as the engine's language has it."""
    return "'" + text.replace("'", "''") + "'"


def _texts(texts: Sequence[str]) -> str:
    return ", ".join(map(_text, texts))
