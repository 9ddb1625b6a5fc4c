"""The Entry of a roll: one thing that the site holds for one person."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from siaga.errors import SiagaError
from siaga.record.content import content_digest, written
from siaga.roll.normal import normal
from siaga.scenario.roll_source import Columns

COMPARED = ("content", "unique", "steps", "lot")
"""Keys of columns that are held against something: each has to be there in every row."""


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
        content: digest of what is held, from `content_digest`, also where that is nothing; None where
            the roll does not say.
        unique: what nobody else may have, by the name of its column; empty where the roll does not say.
        steps: when the person took each step of the way, Unix seconds, in the order of the way; None
            where the step was not taken. Empty where the roll does not say.
        lot: what its lot is made of, where seats are drawn; an entry without a seat then is an
            application. None where the roll does not say.
    """

    person: str
    operation: str | None
    seat: str | None
    at_s: float | None
    content: str | None = None
    unique: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[float | None, ...] = ()
    lot: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the entry as a JSON object, without what the roll does not say at all."""
        fact = {name: getattr(self, name) for name in ("person", "operation", "seat", "at_s")}
        said = {"content": self.content, "unique": dict(self.unique), "steps": list(self.steps)}
        said["lot"] = self.lot
        return fact | {name: value for name, value in said.items() if value}


def entry(row: Mapping[str, Any], columns: Columns) -> Entry:
    """Read an entry out of a row of the site's roll.

    Args:
        row: names and values as the site gives them.
        columns: which of them mean what.

    Raises:
        RollError: the row names no person, has no column that it should hold, or its time is none.
    """
    if columns.person not in row:
        raise RollError(f"roll: an entry has no column {columns.person!r}; it has {_names(row)}")
    _hold(row, columns)
    return Entry(
        person=_person(row[columns.person], columns),
        operation=_text(_value(row, columns.operation)),
        seat=_text(_value(row, columns.seat)),
        at_s=_unix_s(_value(row, columns.at), columns.at),
        content=content_digest({name: _held(row[name]) for name in columns.content}) or None,
        unique=dict(_unique(row, columns)),
        steps=tuple(_unix_s(row[name], name) for name in columns.steps),
        lot=_text(_value(row, columns.lot)) or None,
    )


def _hold(row: Mapping[str, Any], columns: Columns) -> None:
    """Refuse a row without a column that is to be compared: a typo would compare nothing."""
    for key, name in columns.named():
        if key in COMPARED and name not in row:
            raise RollError(f"roll: an entry has no column {name!r} for {key}; it has {_names(row)}")


def _names(row: Mapping[str, Any]) -> str:
    return ", ".join(row)[:200]


def _held(value: object) -> object:
    """Give what a column holds, once it is known that it can be written as text."""
    if isinstance(value, list | tuple):
        return [_held(one) for one in value]
    if isinstance(value, Mapping):
        return {_text(name): _held(one) for name, one in value.items()}
    _text(value)
    return value


def _unique(row: Mapping[str, Any], columns: Columns) -> Iterator[tuple[str, str]]:
    """Give the values that may have one owner only, in the form in which they are compared."""
    for name, form in columns.unique.items():
        if isinstance(row[name], bool | list | tuple | Mapping):
            said = f"{_short(row[name])} in column {name!r} for unique"
            raise RollError(f"roll: an entry has {said}; a text or a number is allowed")
        value = normal(_text(row[name]) or "", form)
        if value:
            yield name, value


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
    text = written(value)
    # JSON can escape half a character; no file could hold it, and no ledger could match it.
    if not text.isascii() and text != text.encode(errors="ignore").decode():
        raise RollError(f"roll: an entry has {_short(text)}; Unicode text is allowed")
    return text


def _short(value: object) -> str:
    return repr(value)[:60]


def _unix_s(value: object, column: str | None) -> float | None:
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
        said = f"the time {_short(value)} in column {column!r}"
        raise RollError(f"roll: an entry has {said}; Unix seconds and ISO 8601 are allowed")
    return at_s


def _moment_s(value: date) -> float:
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    if moment.year in (MINYEAR, MAXYEAR):
        # What PostgreSQL calls infinity comes as the first or last moment that Python knows.
        return math.nan
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
