"""The Entry of a roll: one thing that the site holds for one person."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from siaga.errors import SiagaError
from siaga.scenario.roll_source import Columns


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
    if columns.person not in row:
        raise RollError(
            f"roll: an entry has no column {columns.person!r}; it has {', '.join(row)[:200]}"
        )
    return Entry(
        person=_person(row[columns.person], columns),
        operation=_text(_value(row, columns.operation)),
        seat=_text(_value(row, columns.seat)),
        at_s=_unix_s(_value(row, columns.at)),
    )


def _value(row: Mapping[str, Any], name: str | None) -> object:
    return None if name is None else row.get(name)


def _person(value: object, columns: Columns) -> str:
    """Read who it is; a binary fraction is nobody, as it cannot hold 16 digits."""
    named = isinstance(value, str | int | UUID) or (isinstance(value, Decimal) and value.is_finite())
    text = None if isinstance(value, bool) or not named else _text(value)
    if not text:
        raise RollError(
            f"roll: an entry has {value!r} in column {columns.person!r}; it has to name a person"
        )
    return text


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        raise RollError(f"roll: an entry has the bytes {value[:20]!r}; let the query make text of them")
    text = _digits(value) if isinstance(value, Decimal) else str(value)
    # JSON can escape half a character; no file could hold it, and no ledger could match it.
    if not text.isascii() and text != text.encode(errors="ignore").decode():
        raise RollError(f"roll: an entry has {text!r}; Unicode text is allowed")
    return text


def _digits(value: Decimal) -> str:
    """Write a decimal as people do: 7.00 numbers the same seat as 7, and 1E+3 is 1000."""
    whole = value.is_finite() and value == value.to_integral_value()
    return str(int(value)) if whole else format(value, "f")


def _unix_s(value: object) -> float | None:
    """Read Unix seconds, ISO 8601 or a database's time; one without a zone counts as UTC."""
    if value is None:
        return None
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
            value = datetime.fromisoformat(value)
        at_s = _moment_s(value) if isinstance(value, date) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        at_s = math.nan
    if isinstance(value, bool) or not math.isfinite(at_s):
        raise RollError(f"roll: an entry has the time {value!r}; Unix seconds and ISO 8601 are allowed")
    return at_s


def _moment_s(value: date) -> float:
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    if moment.year in (MINYEAR, MAXYEAR):
        # What PostgreSQL calls infinity comes as the first or last moment that Python knows.
        return math.nan
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
