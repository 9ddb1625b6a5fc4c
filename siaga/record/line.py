"""The Line: a value that is one line of a file that is only ever appended to."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from siaga.record.json_lines import JsonLines, whole_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What every such value can do."""

    def write(self, path: Path) -> None:
        """Append it.

        Raises:
            OSError: the file cannot be written.
        """
        lines = JsonLines(path)
        try:
            lines.append(asdict(self))
        finally:
            lines.close()

    @classmethod
    def all_of(cls, path: Path) -> Iterator[Self]:
        """Give every line of a file; no file has none.

        Raises:
            ValueError: a whole line is something else.
        """
        for fact in whole_lines(path):
            yield cls.of(fact)

    @classmethod
    def of(cls, fact: dict[str, Any]) -> Self:
        """Give what a JSON object says.

        Raises:
            ValueError: it says something else.
        """
        try:
            return cls(**fact)
        except TypeError as error:
            raise ValueError(f"{str(fact)[:60]!r}: is no {cls.__name__} ({error})") from None
