"""JSON lines: one fact a line, appended whole, read tolerantly where a writer was killed."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO


class JsonLines:
    """Appends facts to one file; each is in the kernel's hands when `append` returns.

    Raises:
        OSError: the file cannot be opened or written (full disk, no permission).
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: TextIO = path.open("a", encoding="utf-8", buffering=1)

    def append(self, fact: Mapping[str, Any]) -> None:
        """Write one fact as one line."""
        self._file.write(json.dumps(fact, separators=(",", ":")) + "\n")

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
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.endswith("\n"):
                yield _fact(path, number, line)


def is_torn(path: Path) -> bool:
    """Tell whether the file ends in the middle of a line."""
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return False
        file.seek(-1, 2)
        return file.read(1) != b"\n"


def _fact(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        fact = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"{path.name}:{number}: is no JSON ({error}); the file is damaged"
        ) from None
    if not isinstance(fact, dict):
        raise ValueError(f"{path.name}:{number}: {line[:40]!r} is no JSON object; it is damaged")
    return fact
