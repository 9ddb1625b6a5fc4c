"""The reading of a site: how it takes what people send, strictly or as is often done."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mock_site.forms.email_address import naive_email, normalised_email
from mock_site.forms.fields import one_line
from mock_site.forms.strict_json import parse
from mock_site.layers import Level
from mock_site.pages.refusals import invalid

MAX_PASSWORD_LENGTH = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a site does with a body and with the texts in it.

    Attributes:
        json: reads a body; what it has not thought of is an error of the site.
        takes_any_type: whether a body is read as JSON whatever its sender calls it.
        email: checks an e-mail address and gives the spelling under which it is kept.
        line: the same of a line of text.
        most_of_password: characters that one may have.
        believes_names: whether a file is what its name says that it is.
    """

    json: Callable[[bytes], Any]
    takes_any_type: bool
    email: Callable[[str], str]
    line: Callable[[str], str]
    most_of_password: float
    believes_names: bool


def naive_json(body: bytes) -> Any:  # noqa: ANN401 - JSON is any value until its fields are checked
    """Parse JSON as a first version does, which foresees the parser's own error and no other.

    Raises:
        Refusal: 400 for what the parser does not read.
        ValueError: it is no UTF-8, or has a number of too many digits.
        RecursionError: it is nested too deeply.
    """
    try:
        return json.loads(body.decode("utf-8"))
    except json.JSONDecodeError:
        raise invalid("body", "is not JSON") from None


def naive_line(text: str) -> str:
    """Give a text as it came, if there is any.

    Raises:
        ValueError: it is empty.
    """
    if not text.strip():
        raise ValueError("is missing")
    return text


STRICT = Reading(
    json=parse,
    takes_any_type=False,
    email=normalised_email,
    line=one_line,
    most_of_password=MAX_PASSWORD_LENGTH,
    believes_names=False,
)
NAIVE = Reading(
    json=naive_json,
    takes_any_type=True,
    email=naive_email,
    line=naive_line,
    most_of_password=math.inf,
    believes_names=True,
)


def reading_of(level: Level) -> Reading:
    """Give that of a layer's level; off, it is as naive: nobody has looked after it."""
    return STRICT if level is Level.HARDENED else NAIVE
