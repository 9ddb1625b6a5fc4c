"""The Entry of a roll: one thing that the site holds for one person."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from siaga.errors import SiagaError
from siaga.scenario.model import Roll as Columns


class RollError(SiagaError):
    """The roll, or a part of it, cannot be read."""


class Roll(Protocol):
    """The site's own final list of who holds what."""

    def entries(self) -> Iterator["Entry"]:
        """Give every entry, in the site's own order.

        Raises:
            RollError: the roll cannot be read to its end.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry.

    Attributes:
        person: who holds it, as journeys name people.
        operation: the key it was asked for with; None where the roll does not say.
        seat: which seat it is; None where the roll does not say.
        at_s: when it was given, Unix seconds; None where the roll does not say.
    """

    person: str
    operation: str | None
    seat: str | None
    at_s: float | None

    def as_json(self) -> dict[str, Any]:
        """Give the entry as a JSON object."""
        return asdict(self)


def entry(row: Mapping[str, Any], columns: Columns) -> Entry:
    """Read an entry out of a row of the site's roll.

    Args:
        row: names and values as the site gives them.
        columns: which of them mean what.

    Raises:
        RollError: the row names no person, or its time is none.
    """
    person = row.get(columns.person)
    if not isinstance(person, str | int) or isinstance(person, bool) or person == "":
        raise RollError(
            f"roll: an entry has {person!r} in column {columns.person!r}; it has to name a person"
        )
    return Entry(
        person=_text(person) or "",
        operation=_text(row.get(columns.operation)),
        seat=_text(row.get(columns.seat)),
        at_s=_unix_s(row.get(columns.at)),
    )


def _text(value: object) -> str | None:
    if value is None:
        return None
    text = str(value)
    # JSON can escape half a character; no file could hold it, and no ledger could match it.
    if not text.isascii() and text != text.encode(errors="ignore").decode():
        raise RollError(f"roll: an entry has {text!r}; Unicode text is allowed")
    return text


def _unix_s(value: object) -> float | None:
    """Read Unix seconds or ISO 8601; a time without a zone counts as UTC."""
    if value is None:
        return None
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
            moment = datetime.fromisoformat(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        at_s = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        at_s = math.nan
    if isinstance(value, bool) or not math.isfinite(at_s):
        raise RollError(f"roll: an entry has the time {value!r}; Unix seconds and ISO 8601 are allowed")
    return at_s
