"""The Record: a value that is kept in a JSON file of its own and replaced whole."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record can do; one has an attribute `schema`."""

    def write(self, path: Path) -> None:
        """Write the record; readers see the old one or the new one, never half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        fresh.replace(path)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a record back.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is no such record, or of another schema.
        """
        try:
            return cls.of(json.loads(path.read_text(encoding="utf-8")))
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{path.name}: is no record of a run ({error})") from None

    @classmethod
    def of(cls, fact: Mapping[str, Any]) -> Self:
        """Give the record that a JSON object holds.

        Raises:
            KeyError: it has no schema.
            TypeError: it has other attributes.
            ValueError: it is of another schema.
        """
        if fact["schema"] != SCHEMA:
            raise ValueError(f"schema {fact['schema']!r} is not known; {SCHEMA} is")
        # JSON knows no tuples, and a list would make the record unequal to the one written.
        return cls(**{key: tuple(one) if isinstance(one, list) else one for key, one in fact.items()})
