"""The phone form: the number that a code is sent to, and the code that came."""

import re
from collections.abc import Mapping
from typing import Any

from mock_site.forms.fields import Fields

_HOME = "+62"
_TRUNK = re.compile(r"^\+620")
_PHONE = re.compile(r"\+(?!620)[1-9][0-9]{8,14}")
_PUNCTUATION = re.compile(r"[ ().-]")
_CODE = re.compile(r"[0-9]{6}")


def read_phone(content: Mapping[str, Any]) -> str:
    """Check and normalise a form that names a phone.

    Raises:
        Refusal: 400 with what is wrong.
    """
    fields = Fields(content, {"phone"})
    phone = fields.text("phone", normalised_phone)
    fields.settle()
    return phone


def read_code(content: Mapping[str, Any]) -> str:
    """Check a form that gives a code.

    Raises:
        Refusal: 400 with what is wrong.
    """
    fields = Fields(content, {"code"})
    code = fields.text("code", _code)
    fields.settle()
    return code


def normalised_phone(text: str) -> str:
    """Give a phone number as E.164; a number that begins with one 0 is Indonesian.

    The 0 that it begins with at home is often left behind the country, where nobody dials it.

    >>> normalised_phone("0841-2345-6789"), normalised_phone("+62 (0)84123456789")
    ('+6284123456789', '+6284123456789')

    Raises:
        ValueError: it is no phone number.
    """
    number = _PUNCTUATION.sub("", text.strip())
    if number.startswith("00"):
        number = f"+{number[2:]}"
    elif number.startswith("0"):
        number = f"{_HOME}{number[1:]}"
    elif not number.startswith("+"):
        number = f"+{number}"
    number = _TRUNK.sub(_HOME, number)
    if not _PHONE.fullmatch(number):
        raise ValueError("is not a phone number; write e.g. +6284123456789")
    return number


def _code(text: str) -> str:
    code = text.strip()
    if not _CODE.fullmatch(code):
        raise ValueError("is not 6 digits")
    return code
