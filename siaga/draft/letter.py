"""The Letter: a link or a code that came to a person beside the site, and how a journey looks for it.

A recording has no letters. What a request sends, no answer handed out and is called like such a thing is
taken for one, where the site had been told an address before.
"""

import re
from collections.abc import Sequence

from siaga.draft.correlation import strong
from siaga.draft.discretion import Discretion
from siaga.draft.slot import Slot
from siaga.draft.typed import snake

INBOX = "SITE_INBOX"
"""The variable of the environment that says where letters come in."""

ADDRESSES = ("me.person.email", "me.person.phone")
"""Where letters are sent to: without one of them, a site can send none."""

MARK = "# By letter: no answer handed this out. See in whose inbox it is, and whether this finds it."

_NAMES = re.compile(
    r"(?:\w+_)?otp(?:_code)?|passcode|kode(?:_\w+)?|(?:(?:verif\w*|confirm\w*|activat\w*|invit\w*|reset|"
    r"password|magic|link|log_?in|sign_?in|one_time|security|sms|phone|e?_?mail|mfa|2fa)_)*(?:code|token)"
)
_BEHIND = re.compile(r"verif|confirm|activat|invit|reset|magic|e-?mail|token|otp|unlock", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{4,8}")
_LINKED = r"([\w.~%+=-]+)"
"""What stands in a link where something varies."""


def came_by_letter(slot: Slot, may: Discretion) -> bool:
    """Tell whether a value that no answer handed out looks like one from a letter."""
    if slot.place == "path":
        written = may.may_write_part(slot.parent, slot.value)
        return not written and strong(slot.value) and bool(_BEHIND.search(slot.parent))
    if slot.place == "header" or not _NAMES.fullmatch(snake(slot.name)):
        return False
    return strong(slot.value) or _is_code(slot.value)


def inbox_of(slot: Slot, told: Sequence[str]) -> str:
    """Give the Python for whose letters have it: a code went to the last address, a link to an e-mail's.

    Args:
        slot: what is sent.
        told: the addresses that the site was told before, at least one, in order.
    """
    mail = ADDRESSES[0]
    return told[-1] if _is_code(slot.value) or mail not in told else mail


def pattern_of(slot: Slot, may: Discretion) -> str:
    """Write the pattern that finds such a value in a letter; of a code it has the length."""
    if slot.place == "path":
        before = re.escape(slot.parent) if slot.told and may.may_write_word(slot.parent) else r"[\w-]+"
        return f"/{before}/{_LINKED}"
    if _is_code(slot.value):
        return rf"\b([0-9]{{{len(slot.value)}}})\b"
    name = re.escape(slot.name) if may.may_write_name(slot.name) else r"[\w-]+"
    return f"[?&;]{name}={_LINKED}"


def _is_code(value: str) -> bool:
    return bool(_DIGITS.fullmatch(value))
