"""The e-mail address: what passes for one, and the one spelling under which it is kept."""

import re

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")
_LIKE_ONE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MAX_EMAIL_LENGTH = 254


def normalised_email(text: str) -> str:
    """Give the one spelling under which an e-mail address is kept: trimmed and lower case.

    Raises:
        ValueError: it is no e-mail address.
    """
    email = text.strip()
    if len(email) > MAX_EMAIL_LENGTH or not _EMAIL.fullmatch(email):
        raise ValueError("is not an e-mail address")
    return email.lower()


def naive_email(text: str) -> str:
    """Give an e-mail address as is often done: something, an `@`, something with a dot.

    What looks the same on paper, a letter in two code points or with a space of no width behind it, is
    another address here.

    Raises:
        ValueError: it does not look like one.
    """
    email = text.strip()
    if not _LIKE_ONE.fullmatch(email):
        raise ValueError("is not an e-mail address")
    return email.lower()
