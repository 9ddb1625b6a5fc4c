"""The account form: what a visitor fills in to get an account, checked and normalised."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mock_site.refusals import invalid

_SIXTEEN_DIGITS = re.compile(r"[0-9]{16}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_PHONE = re.compile(r"\+[1-9][0-9]{8,14}")
_PHONE_PUNCTUATION = re.compile(r"[ ().-]")
MAX_EMAIL_LENGTH = 254
MAX_NAME_LENGTH = 100
MIN_PASSWORD_LENGTH = 8
MAX_PASSWORD_LENGTH = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountForm:
    """A form with nothing wrong in it.

    Attributes:
        nik: the person's number, 16 digits.
        kk: the family card's number, 16 digits.
        name: 1 to 100 characters.
        birth_date: not in the future.
        email: normalised, lower case.
        phone: normalised, E.164.
        password: 8 to 128 characters.
    """

    nik: str
    kk: str
    name: str
    birth_date: dt.date
    email: str
    phone: str
    password: str = field(repr=False)


def read_form(content: Mapping[str, Any], today: dt.date) -> AccountForm:
    """Check and normalise a form.

    Raises:
        Refusal: 400 with the first field that is wrong, and why.
    """
    known = {"nik", "kk", "name", "birth_date", "email", "phone", "password"}
    unknown = sorted(content.keys() - known)
    if unknown:
        raise invalid(unknown[0][:100], "is not a field of this form")
    return AccountForm(
        nik=_text(content, "nik", _sixteen_digits),
        kk=_text(content, "kk", _sixteen_digits),
        name=_text(content, "name", _name),
        birth_date=_birth_date(content, today),
        email=_text(content, "email", normalised_email),
        phone=_text(content, "phone", normalised_phone),
        password=_text(content, "password", _password),
    )


def normalised_email(text: str) -> str:
    """Give the one spelling under which an e-mail address is kept: trimmed and lower case.

    Raises:
        ValueError: it is no e-mail address.
    """
    email = text.strip()
    if len(email) > MAX_EMAIL_LENGTH or not _EMAIL.fullmatch(email):
        raise ValueError("is not an e-mail address")
    return email.lower()


def normalised_phone(text: str) -> str:
    """Give a phone number as E.164; a number without country is Indonesian.

    >>> normalised_phone("0841-2345-6789"), normalised_phone("62 84123456789")
    ('+6284123456789', '+6284123456789')

    Raises:
        ValueError: it is no phone number.
    """
    number = _PHONE_PUNCTUATION.sub("", text.strip())
    if number.startswith("0"):
        number = f"+62{number[1:]}"
    elif not number.startswith("+"):
        number = f"+{number}"
    if not _PHONE.fullmatch(number):
        raise ValueError("is not a phone number; write e.g. +6284123456789")
    return number


def _text(content: Mapping[str, Any], name: str, check: Callable[[str], str]) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        raise invalid(name, "is missing" if name not in content else "is not text")
    try:
        return check(value)
    except ValueError as error:
        raise invalid(name, str(error)) from None


def _sixteen_digits(text: str) -> str:
    if not _SIXTEEN_DIGITS.fullmatch(text):
        raise ValueError("is not 16 digits")
    return text


def _name(text: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 <= len(name) <= MAX_NAME_LENGTH:
        raise ValueError(f"is not 1 to {MAX_NAME_LENGTH} characters long")
    if any(unicodedata.category(character)[0] == "C" for character in name):
        raise ValueError("has characters that cannot be printed")
    return name


def _password(text: str) -> str:
    if not MIN_PASSWORD_LENGTH <= len(text) <= MAX_PASSWORD_LENGTH:
        raise ValueError(f"is not {MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH} characters long")
    return text


def _birth_date(content: Mapping[str, Any], today: dt.date) -> dt.date:
    text = _text(content, "birth_date", _date_text)
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise invalid("birth_date", "is not a day of the calendar") from None
    if date > today:
        raise invalid("birth_date", "is in the future")
    return date


def _date_text(text: str) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError("is not written YYYY-MM-DD")
    return text
