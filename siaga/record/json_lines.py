"""JSON lines: one fact a line, appended whole, read tolerantly where a writer was killed."""

import errno
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

END_BYTES = 1_048_576
"""How much of a file its end is: no line is longer."""


class JsonLines:
    """Appends facts to one file; each is in the kernel's hands when `append` returns.

    Raises:
        OSError: the file cannot be opened or written (full disk, no permission).
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Unbuffered: a refused line must not stay behind and be written, or refused, at the close.
        self._file = path.open("ab", buffering=0)

    def append(self, fact: Mapping[str, Any]) -> None:
        """Write one fact as one line, whole or not at all.

        Raises:
            OSError: the disk takes none of it or not all.
        """
        line = (json.dumps(fact, separators=(",", ":")) + "\n").encode()
        written = self._file.write(line)
        if written != len(line):
            self._file.truncate(self._file.tell() - written)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self._file.name)

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._file.close()


def whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Give each whole fact of a file; a torn last line is passed over; no file gives none.

    Raises:
        ValueError: a line that is not the last is no JSON.
    """
    if not path.exists():
        return
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.endswith(b"\n"):
                yield _fact(path, number, line)


def marked_lines(paths: Iterable[Path], marks: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    """Give each whole fact of some files in whose line a mark stands: of a million others none is read.

    Raises:
        ValueError: such a line is no JSON.
    """
    for path in paths:
        with path.open("rb") as lines:
            for line in lines:
                # A torn last line belongs to a writer that was killed.
                if line.endswith(b"\n") and any(mark in line for mark in marks):
                    fact = _marked(path, line)
                    if isinstance(fact, dict):
                        yield fact


def is_torn(path: Path) -> bool:
    """Tell whether the file ends in the middle of a line."""
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return False
        file.seek(-1, 2)
        return file.read(1) != b"\n"


def last_lines(path: Path) -> list[bytes]:
    """Give the lines at the end of a file, as far as `END_BYTES` reach.

    The first may lack its beginning. What stands behind the last line end comes last: nothing, unless
    the file ends in the middle of a line.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        file.seek(max(file.seek(0, 2) - END_BYTES, 0))
        return file.read().split(b"\n")


def _marked(path: Path, line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name}: {line[:40]!r} is no JSON ({error}); it is damaged") from None


def _fact(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        fact = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name}:{number}: is no JSON ({error}); the file is damaged") from None
    if isinstance(fact, dict):
        return fact
    raise ValueError(f"{path.name}:{number}: {line[:40]!r} is no JSON object; it is damaged")
