"""The CsvRoll: a roll in a CSV file that the site's team exports."""

import csv
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from siaga.roll.entry import Entry, RollError
from siaga.roll.table import Table
from siaga.scenario.roll_source import CsvSource

LOOK_EVERY_S = 0.1


class CsvRoll:
    """Reads one row a line under a line of names.

    Args:
        source: the file, and which columns mean what.
        since_s: Unix seconds; an older file is not read but waited for. None: any will do.
    """

    def __init__(self, source: CsvSource, since_s: float | None = None) -> None:
        self._path = Path(source.csv)
        self._source = source
        self._since_s = since_s

    def entries(self) -> Iterator[Entry]:
        """Give every entry in the order of the file.

        Raises:
            RollError: there is no such file, it is too old, cut short, changed while it was read, or
                has a line that is no entry.
        """
        try:
            self._wait()
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                yield from self._entries(file)
        except FileNotFoundError:
            said = f"does not exist; name the file that the export writes, from {Path.cwd()}"
            raise self._error(said) from None
        except (OSError, UnicodeDecodeError) as error:
            raise self._error(f"cannot be read ({error})") from None

    def _entries(self, file: TextIOWrapper) -> Iterator[Entry]:
        before = _state(file)
        self._whole(file, size_bytes=before[0])
        rows = self._rows(file)
        names = next(rows, None)
        if names is None:
            raise self._error("is empty; the first line has to name the columns")
        filled = ([field or None for field in row] for row in rows)
        yield from Table(names=names, rows=filled).entries(self._source)
        if _state(file) != before:
            said = "was written to while it was read; let the export write another file and rename it"
            raise self._error(said)

    def _rows(self, file: TextIOWrapper) -> Iterator[list[str]]:
        """Give every line that is not blank, each as long as the first."""
        reader = csv.reader(file, strict=True)
        width = 0
        try:
            for row in filter(None, reader):
                width = width or len(row)
                if len(row) != width:
                    said = f"line {reader.line_num} has {len(row)} fields; the first line has {width}"
                    raise self._error(said)
                yield row
        except csv.Error as error:
            raise self._error(f"line {reader.line_num} is no CSV ({error})") from None

    def _whole(self, file: TextIOWrapper, size_bytes: int) -> None:
        """Refuse a file whose last line does not end: half of a name would be taken for a name."""
        if size_bytes and os.pread(file.fileno(), 1, size_bytes - 1) not in b"\r\n":
            raise self._error("ends inside a line; a whole file ends with a line break")

    def _wait(self) -> None:
        """Wait for a file from after the run: an older one would show everything as lost."""
        deadline_s = time.monotonic() + self._source.wait_s
        while self._since_s is not None and (at_s := self._path.stat().st_mtime) < self._since_s:
            if time.monotonic() >= deadline_s:
                old, run = (datetime.fromtimestamp(one_s, UTC) for one_s in (at_s, self._since_s))
                said = f"is from {old:%H:%M:%S} UTC, and the sending ended at {run:%H:%M:%S}"
                raise self._error(f"{said}; export it within {self._source.wait_s:g} s (`wait`)")
            time.sleep(LOOK_EVERY_S)

    def _error(self, said: str) -> RollError:
        return RollError(f"roll: {self._path}: {said}")


def _state(file: TextIOWrapper) -> tuple[int, int]:
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns
