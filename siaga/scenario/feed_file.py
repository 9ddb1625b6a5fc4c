"""The FeedFile: a file of rows, of which one is read when it is asked for."""

import csv
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from siaga.scenario.feed import CSV
from siaga.scenario.feed_index import FeedIndex

MOST_BYTES = 1_000_000_000
MOST_ROW_BYTES = 65_536

Row = Mapping[str, Any]
"""Texts by the name of their column, or what a line of JSON holds."""


class FeedFile:
    """Reads rows by their numbers, from 0; a row that is wrong is told without what is in it.

    Args:
        path: the file; closed by `close`.

    Raises:
        OSError: it cannot be read.
        ValueError: it is too large, or has no header that can be read.

    Attributes:
        columns: names of a CSV file's columns; empty for JSON lines.
        rows: how many rows there are.
    """

    def __init__(self, path: Path) -> None:
        self._is_csv = path.suffix.lower() == CSV
        with path.open("rb") as file, ExitStack() as undone:
            size_bytes = file.seek(0, os.SEEK_END)
            if size_bytes > MOST_BYTES:
                raise ValueError(f"is {size_bytes:,} bytes long; up to {MOST_BYTES:,} are allowed")
            # The workers of one machine share what is read of it; nothing of nothing can be mapped.
            self._content = mmap(file.fileno(), 0, access=ACCESS_READ) if size_bytes else mmap(-1, 1)
            undone.callback(self._content.close)
            index = FeedIndex.of(path, quoted=self._is_csv)
            self._starts, self._ends = index.starts, index.ends
            self.columns = self._header() if self._is_csv else ()
            undone.pop_all()
        if self._is_csv:
            self._starts, self._ends = self._starts[1:], self._ends[1:]
        self.rows = len(self._starts)

    def row(self, number: int) -> Row:
        """Give a row.

        Raises:
            IndexError: there is none of that number.
            ValueError: it is wrong: other fields than the header has, no JSON object, not UTF-8.
        """
        if not 0 <= number < self.rows:
            raise IndexError(f"row {number}: is not there; 0 to {self.rows - 1} are")
        text = self._text(number)
        return MappingProxyType(self._by_column(text) if self._is_csv else _object(text))

    def faults(self) -> Iterator[tuple[int, str]]:
        """Read every row, and give the line and the fault of each that is wrong."""
        line, read = 1, 0
        for number, start in enumerate(self._starts.tolist()):
            # A row of CSV may have several lines, and empty ones before it.
            line, read = line + self._content[read:start].count(b"\n"), start
            try:
                self.row(number)
            except ValueError as error:
                yield line, str(error)

    def close(self) -> None:
        """Close the file."""
        self._content.close()

    def __enter__(self) -> Self:
        """Close it at the end of a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _text(self, number: int) -> str:
        start, end = int(self._starts[number]), int(self._ends[number])
        if end - start > MOST_ROW_BYTES:
            raise ValueError(f"is {end - start:,} bytes long; up to {MOST_ROW_BYTES:,} are allowed")
        content = self._content[start:end]
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            wrong = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
            raise ValueError(wrong) from None

    def _header(self) -> tuple[str, ...]:
        if not len(self._starts):
            return ()
        names = _fields(self._text(0))
        if unnamed := [place for place, name in enumerate(names, start=1) if not name.strip()]:
            raise ValueError(f"has no name for column {unnamed[0]}; each column needs one")
        if twice := [name for place, name in enumerate(names) if name in names[:place]]:
            raise ValueError(f"has column {twice[0]!r} twice; names must differ")
        return tuple(names)

    def _by_column(self, text: str) -> dict[str, str]:
        fields = _fields(text)
        if len(fields) != len(self.columns):
            raise ValueError(f"has {len(fields)} fields; {len(self.columns)} are, as in the header")
        return dict(zip(self.columns, fields, strict=True))


def _fields(text: str) -> list[str]:
    try:
        found = list(csv.reader([text], strict=True))
    except csv.Error as error:
        raise ValueError(f"is no CSV ({error})") from None
    return found[0]


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON; each line has to be an object") from None
    if isinstance(found, dict):
        return found
    raise ValueError("is no object of JSON; each line has to be one")
