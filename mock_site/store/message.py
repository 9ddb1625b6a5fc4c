"""A Message: what a person is to be told, written with what it tells of and sent afterwards."""

from dataclasses import dataclass, field
from enum import Enum


class MessageKind(Enum):
    """What a message is about."""

    VERIFY_EMAIL = "verify-email"
    OTP = "otp"
    SEAT = "seat"
    NOT_DRAWN = "not-drawn"
    RESULT = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message in the outbox.

    Attributes:
        message_id: 1, 2, … in the order of writing; the post office delivers each once.
        kind: what it is about.
        account_id: whose.
        to: e-mail address or E.164 phone.
        body: what only the store knows: the code, the registration's id; else empty.
        at_s: when it was written, Unix seconds.
    """

    message_id: int
    kind: MessageKind
    account_id: str
    to: str
    body: str = field(repr=False)
    at_s: float
