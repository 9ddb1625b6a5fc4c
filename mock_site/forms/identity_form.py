"""The identity form: who a person says they are, checked before the registry is asked."""

import datetime as dt
import re
from collections.abc import Callable, Container, Mapping
from typing import Any

from mock_site.forms.fields import Fields
from mock_site.forms.reading import STRICT, Reading
from mock_site.nik import Kk, Nik
from mock_site.store.progress import Identity

_SIXTEEN_DIGITS = re.compile(r"[0-9]{16}")


def read_identity(
    content: Mapping[str, Any],
    today: dt.date,
    regions: Container[str],
    reading: Reading = STRICT,
) -> Identity:
    """Check and normalise a form.

    Args:
        content: the submission.
        today: the birth date is not after it.
        regions: that numbers may begin with.
        reading: of the site; numbers are read strictly whatever it is.

    Raises:
        Refusal: 400 with the fields that are wrong, and why.
    """
    fields = Fields(content, {"nik", "kk", "name", "birth_date"})
    identity = Identity(
        nik=fields.text("nik", _number(lambda text: Nik.read(text, regions))),
        kk=fields.text("kk", _number(lambda text: Kk.read(text, regions))),
        name=fields.text("name", reading.line),
        birth_date=fields.day("birth_date", today),
    )
    fields.settle()
    return identity


def _number(read: Callable[[str], object]) -> Callable[[str], str]:
    """Make the check of a number; what is wrong inside of it is for its holder to find."""

    def check(text: str) -> str:
        number = text.strip()
        if not _SIXTEEN_DIGITS.fullmatch(number):
            raise ValueError("is not 16 digits")
        try:
            read(number)
        except ValueError:
            raise ValueError("is not a number that anybody has") from None
        return number

    return check
