"""Fields: what a visitor has filled in, read field by field until everything wrong is known."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Any

from mock_site.pages.refusals import invalid_fields

MAX_LINE_LENGTH = 100
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Fields:
    """Reads fields, and notes each that is wrong with the reason.

    Args:
        content: the submission.
        known: names of the fields that it may have.
    """

    def __init__(self, content: Mapping[str, Any], known: Collection[str]) -> None:
        self._content = content
        self._faults = {
            name[:MAX_LINE_LENGTH]: "is not a field of this form"
            for name in sorted(content.keys() - set(known))
        }

    def text(self, name: str, check: Callable[[str], str]) -> str:
        """Read a text; empty where it is missing or the check refuses it with a ValueError."""
        value = self._content.get(name)
        if not isinstance(value, str):
            self.refuse(name, "is missing" if name not in self._content else "is not text")
            return ""
        try:
            return check(value)
        except ValueError as error:
            self.refuse(name, str(error))
            return ""

    def day(self, name: str, today: dt.date) -> dt.date:
        """Read a day that is not in the future, written YYYY-MM-DD; today where it is wrong."""
        text = self.text(name, _date_text)
        try:
            day = dt.date.fromisoformat(text) if text else today
        except ValueError:
            self.refuse(name, "is not a day of the calendar")
            return today
        if day > today:
            self.refuse(name, "is in the future")
        return day

    def refuse(self, name: str, reason: str) -> None:
        """Note that a field is wrong; its first reason stays."""
        self._faults.setdefault(name, reason)

    def settle(self) -> None:
        """Have everything noted.

        Raises:
            Refusal: 400 with every field that is wrong, if any is.
        """
        if self._faults:
            raise invalid_fields(self._faults)


def one_line(text: str) -> str:
    """Give a text of one line in its canonical spelling, without spaces that nobody sees.

    Raises:
        ValueError: it is empty, too long, or has characters that cannot be printed.
    """
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 <= len(line) <= MAX_LINE_LENGTH:
        raise ValueError(f"is not 1 to {MAX_LINE_LENGTH} characters long")
    # No separator is left but spaces, so what cannot be printed is of a category C.
    if not line.isprintable():
        raise ValueError("has characters that cannot be printed")
    return line


def one_of(choices: Collection[str]) -> Callable[[str], str]:
    """Give the check that a text is one of some."""

    def check(text: str) -> str:
        if text not in choices:
            raise ValueError("is not one of the choices")
        return text

    return check


def _date_text(text: str) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError("is not written YYYY-MM-DD")
    return text
