"""The parcel: a message as the post office is handed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from mock_site.neighbours.post_office.conditions import Kind
from mock_site.neighbours.service import MAX_BODY_BYTES
from mock_site.pages.refusals import invalid

_MOST_CHARACTERS = {"to": 320, "key": 200, "subject": 200, "text": 10_000}
_FIELDS = ("kind", *_MOST_CHARACTERS)
MOST_OF_SACK = 100
MOST_SACK_BYTES = (MOST_OF_SACK + 1) * MAX_BODY_BYTES
"""Of a sack: as many messages as may be in it, each as large as one may be, and what is around them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message.

    Attributes:
        kind: of message.
        to: address, lower case.
        key: the sender's name for it; the same key again is the same message.
        subject: empty for an SMS.
        text: plain.
    """

    kind: Kind
    to: str
    key: str
    subject: str
    text: str

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """Read a message.

        Raises:
            Refusal: 400 for anything else.
        """
        unknown = sorted(content.keys() - set(_FIELDS))
        if unknown:
            raise invalid(unknown[0][:100], f"is unknown; name {', '.join(_FIELDS)}")
        try:
            kind = Kind(content.get("kind"))
        except ValueError:
            raise invalid("kind", "is neither email nor sms") from None
        to, key, subject, text = (_text(content, name) for name in _MOST_CHARACTERS)
        for name, value in (("to", to), ("key", key)):
            if not value:
                raise invalid(name, "is empty")
        return cls(kind=kind, to=to.lower(), key=key, subject=subject, text=text)


def sack_of(content: Mapping[str, Any]) -> Sequence[Parcel]:
    """Read the messages of a sack, in their order.

    Raises:
        Refusal: 400 for anything else, and for any message that is none.
    """
    messages = content.get("messages")
    if content.keys() != {"messages"} or not isinstance(messages, list):
        raise invalid("messages", "is not the one field, with a list")
    if not 1 <= len(messages) <= MOST_OF_SACK or not all(isinstance(one, dict) for one in messages):
        raise invalid("messages", f"are not 1 to {MOST_OF_SACK} objects")
    return [Parcel.read(one) for one in messages]


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    most = _MOST_CHARACTERS[name]
    if not isinstance(value, str) or len(value) > most:
        raise invalid(name, f"is missing, or no text of at most {most} characters")
    return value
