"""The look-up: a question whether NIK, KK and birth date belong together, and its answer."""

import datetime as dt
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, Self

from mock_site.nik import Kk, Nik
from mock_site.pages.refusals import invalid

_FIELDS = ("nik", "kk", "birth_date")
_MOST_CHARACTERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A question, as it was put."""

    nik: str
    kk: str
    birth_date: dt.date

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """Read a question.

        Raises:
            Refusal: 400 for anything else.
        """
        unknown = sorted(content.keys() - set(_FIELDS))
        if unknown:
            raise invalid(unknown[0][:_MOST_CHARACTERS], f"is unknown; name {', '.join(_FIELDS)}")
        nik, kk, born = (_text(content, name) for name in _FIELDS)
        try:
            return cls(nik=nik, kk=kk, birth_date=dt.date.fromisoformat(born))
        except ValueError:
            raise invalid("birth_date", "is no date; write YYYY-MM-DD") from None

    def wrong_field(self, regions: Container[str]) -> str | None:
        """Give the first field that is not as the registry has it; None: they belong together."""
        try:
            nik = Nik.read(self.nik, regions)
        except ValueError:
            return "nik"
        try:
            Kk.read(self.kk, regions)
        except ValueError:
            return "kk"
        return None if nik.agrees_with(self.birth_date) else "birth_date"


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS:
        raise invalid(name, "is missing, or no text of at most 100 characters")
    return value
