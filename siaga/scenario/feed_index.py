"""The FeedIndex: where each row of a feed begins and ends, so that it is read when it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

CHUNK_BYTES = 8_388_608
"""How much of a file is in memory while it is looked through."""

_BREAK, _RETURN, _QUOTE = b"\n"[0], b"\r"[0], b'"'[0]
_MARK = b"\xef\xbb\xbf"
"""What some spreadsheets write before the first letter of a file in UTF-8."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedIndex:
    """Places of the rows; equal lengths, 16 bytes a row.

    Attributes:
        starts: first byte of each row, in order.
        ends: the byte after its last one, its line break left out.
    """

    starts: Numbers
    ends: Numbers

    @classmethod
    def of(cls, path: Path, *, quoted: bool) -> "FeedIndex":
        """Look through a file once; empty lines are no rows.

        Args:
            path: the file.
            quoted: whether a line break between quotes belongs to its row, as in CSV.

        Raises:
            OSError: it cannot be read.
        """
        with path.open("rb") as file:
            begin = len(_MARK) if file.read(len(_MARK)) == _MARK else 0
            file.seek(0)
            found = list(_breaks(file, quoted=quoted))
            size_bytes = file.tell()
        breaks = np.concatenate([np.empty(0, dtype=np.int64), *(places for places, _ in found)])
        returns = np.concatenate([np.empty(0, dtype=bool), *(before for _, before in found)])
        # The last row may have no break; where it has one, the row behind it is empty.
        breaks, returns = np.append(breaks, size_bytes), np.append(returns, [False])
        starts = np.concatenate([[begin], breaks[:-1] + 1])[: breaks.size].astype(np.int64)
        ends = breaks - returns
        some = ends > starts
        return cls(starts=starts[some], ends=ends[some])


def _breaks(file: BinaryIO, *, quoted: bool) -> Iterator[tuple[Numbers, NDArray[np.bool_]]]:
    """Give the places of the line breaks that end a row, and whether a carriage return is before each.

    A line break ends a row where an even number of quotes is before it: a quote inside of a field is
    written twice.
    """
    offset_bytes, quotes, last = 0, 0, 0
    while chunk := file.read(CHUNK_BYTES):
        content = np.frombuffer(chunk, dtype=np.uint8)
        places = np.flatnonzero(content == _BREAK)
        if quoted:
            marks = np.flatnonzero(content == _QUOTE)
            if marks.size or quotes:
                before = np.searchsorted(marks, places) + quotes
                places = places[before % 2 == 0]
            quotes = (quotes + marks.size) % 2
        before = np.where(places > 0, content[places - 1], last)
        yield places + offset_bytes, before == _RETURN
        offset_bytes, last = offset_bytes + len(chunk), chunk[-1]
