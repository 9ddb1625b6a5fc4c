"""The account form: what a visitor fills in to get an account or to log in, checked and normalised."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mock_site.forms.fields import Fields

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
MAX_EMAIL_LENGTH = 254
MIN_PASSWORD_LENGTH = 8
MAX_PASSWORD_LENGTH = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountForm:
    """A form with nothing wrong in it.

    Attributes:
        email: normalised, lower case.
        password: at most 128 characters.
    """

    email: str
    password: str = field(repr=False)


def read_account(content: Mapping[str, Any]) -> AccountForm:
    """Check and normalise a form.

    Raises:
        Refusal: 400 with the fields that are wrong, and why.
    """
    fields = Fields(content, {"email", "password"})
    form = AccountForm(
        email=fields.text("email", normalised_email), password=fields.text("password", _password)
    )
    fields.settle()
    return form


def read_log_in(content: Mapping[str, Any]) -> AccountForm:
    """Check a form of somebody who has an account; whatever they call their password is looked at.

    Raises:
        Refusal: 400 with the fields that are wrong, and why.
    """
    fields = Fields(content, {"email", "password"})
    form = AccountForm(
        email=fields.text("email", normalised_email), password=fields.text("password", _given)
    )
    fields.settle()
    return form


def read_email(content: Mapping[str, Any]) -> str:
    """Check and normalise a form that asks for an e-mail alone.

    Raises:
        Refusal: 400 with what is wrong.
    """
    fields = Fields(content, {"email"})
    email = fields.text("email", normalised_email)
    fields.settle()
    return email


def normalised_email(text: str) -> str:
    """Give the one spelling under which an e-mail address is kept: trimmed and lower case.

    Raises:
        ValueError: it is no e-mail address.
    """
    email = text.strip()
    if len(email) > MAX_EMAIL_LENGTH or not _EMAIL.fullmatch(email):
        raise ValueError("is not an e-mail address")
    return email.lower()


def _given(text: str) -> str:
    if len(text) > MAX_PASSWORD_LENGTH:
        raise ValueError(f"is not {MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH} characters long")
    return text


def _password(text: str) -> str:
    if not MIN_PASSWORD_LENGTH <= len(text) <= MAX_PASSWORD_LENGTH:
        raise ValueError(f"is not {MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH} characters long")
    return text
