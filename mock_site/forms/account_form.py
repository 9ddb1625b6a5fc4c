"""The account form: what a visitor fills in to get an account or to log in, checked and normalised."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mock_site.forms.fields import Fields
from mock_site.forms.reading import MAX_PASSWORD_LENGTH, STRICT, Reading

MIN_PASSWORD_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountForm:
    """A form with nothing wrong in it.

    Attributes:
        email: normalised, lower case.
        password: at most 128 characters.
    """

    email: str
    password: str = field(repr=False)


def read_account(content: Mapping[str, Any], reading: Reading = STRICT) -> AccountForm:
    """Check and normalise a form.

    Raises:
        Refusal: 400 with the fields that are wrong, and why.
    """
    fields = Fields(content, {"email", "password"})
    form = AccountForm(
        email=fields.text("email", reading.email),
        password=fields.text("password", _password(MIN_PASSWORD_LENGTH, reading)),
    )
    fields.settle()
    return form


def read_log_in(content: Mapping[str, Any], reading: Reading = STRICT) -> AccountForm:
    """Check a form of somebody who has an account; whatever they call their password is looked at.

    Raises:
        Refusal: 400 with the fields that are wrong, and why.
    """
    fields = Fields(content, {"email", "password"})
    form = AccountForm(
        email=fields.text("email", reading.email),
        password=fields.text("password", _password(0, reading)),
    )
    fields.settle()
    return form


def read_email(content: Mapping[str, Any], reading: Reading = STRICT) -> str:
    """Check and normalise a form that asks for an e-mail alone.

    Raises:
        Refusal: 400 with what is wrong.
    """
    fields = Fields(content, {"email"})
    email = fields.text("email", reading.email)
    fields.settle()
    return email


def _password(least: int, reading: Reading) -> Callable[[str], str]:
    """Make the check of a password; whoever logs in may have any of bounded length."""

    def check(text: str) -> str:
        if not least <= len(text) <= reading.most_of_password:
            reason = f"is not {MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH} characters long"
            raise ValueError(reason)
        return text

    return check
