"""The Discretion: which words of a recording may be written into a journey.

A recording is full of what belongs to the person who made it. So nothing that was sent is written unless
it is plainly no secret: a word of a path or a field's name that looks like one, a choice that a page
offers, a yes or no, a single digit. Whoever is in doubt writes nothing.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

_WORD = re.compile(
    r"[A-Za-z]+(?:[-_][A-Za-z]+)*[0-9]?(?:[.](?:html?|php|aspx?|jsp|do|action|json|xml|cgi))?"
)
_VERSION = re.compile(r"v[0-9]{1,2}|[0-9]{1,2}")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]{2,5}(?![a-z])")
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.:\[\]-]*")
_CODED = re.compile(r"[0-9]{4,}|[0-9a-fA-F]{12,}")
_HEX = re.compile(r"[0-9a-f]{8,}", re.IGNORECASE)
_UNSAID = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)

_PEOPLE = frozenset({
    "u", "user", "users", "profile", "profiles", "people", "person", "member", "members", "account",
    "accounts", "author", "authors", "participant", "participants", "pengguna", "anggota",
})  # fmt: skip
_NOBODYS = frozenset({
    "me", "self", "new", "edit", "create", "add", "list", "search", "login", "log-in", "logout",
    "log-out", "signup", "sign-up", "register", "settings", "password", "verify-email", "verify",
    "resend", "profile", "confirm", "activate",
})  # fmt: skip
"""Parts of a path after which a name stands, and what may stand there instead of one."""

LONGEST_WORD = 18
LONGEST = 40
"""Characters of a word of a path, and of all the words between two strokes, or of a name."""

SHORTEST_SECRET = 3
"""What is shorter tells nothing of anybody."""

FEW_WORDS = 5
"""A name, an address of mail; a text of more words would make a secret of every word."""

PLAIN = frozenset({"", "true", "false", "on", "off", "yes", "no", "y", "n", "null", "none"})
"""What everybody may say."""


class Discretion:
    """Decides of words; what was sent anywhere in the recordings is known to it.

    Args:
        secrets: everything that was sent as a value, in whatever spelling.
        names: everything that was sent as a name: a value that is one as well is no secret.
    """

    __slots__ = ("_held", "_secrets", "_told")

    def __init__(self, secrets: Iterable[str], names: Iterable[str]) -> None:
        self._told: dict[str, bool] = {}
        known = {one.lower() for one in names}
        lowered = {one.strip().lower() for one in secrets}
        self._secrets = frozenset(one for one in lowered - known - PLAIN if len(one) >= SHORTEST_SECRET)
        # The longest words of a name tell of a person, too: Larsson of "Anna Larsson".
        short = [words for one in self._secrets if len(words := re.split(r"[^\w]+", one)) <= FEW_WORDS]
        parts = {part for words in short for part in words}
        self._held = frozenset(one for one in parts - known - PLAIN if len(one) > SHORTEST_SECRET)

    def may_write_word(self, text: str) -> bool:
        """Tell whether a part of a path, or a choice, is a word that says nothing of anybody."""
        if _VERSION.fullmatch(text):
            return True
        if len(text) > LONGEST or not _WORD.fullmatch(text) or self.holds(text):
            return False
        return all(_speakable(part) for part in re.split(r"[-_.]", text.rstrip("0123456789")))

    def may_write_part(self, before: str, text: str) -> bool:
        """Tell whether a part of a path may be written; what follows `users` is somebody's name."""
        if before.lower() in _PEOPLE and text.lower() not in _NOBODYS:
            return False
        return self.may_write_word(text)

    def plain_parts(self, path: str) -> list[str | None]:
        """Give the parts of a path, decoded; None for those that may not be written."""
        parts = [unquote(one) for one in path.split("/")]
        pairs = zip(["", *parts], parts, strict=False)
        return [one if not one or self.may_write_part(before, one) else None for before, one in pairs]

    def may_write_name(self, text: str) -> bool:
        """Tell whether the name of a field, a header or a key looks like one."""
        if len(text) > LONGEST or not _NAME.fullmatch(text) or _CODED.search(text) or self.holds(text):
            return False
        words = _CAMEL.findall(text)
        return all(len(one) <= LONGEST_WORD and not _UNSAID.search(one) for one in words)

    def holds(self, text: str) -> bool:
        """Tell whether a text is, or has in it, something that was sent."""
        lowered = text.lower()
        # The keys of a list are the same in each of its rows, and each is held against every secret.
        if lowered not in self._told:
            self._told[lowered] = self._has(lowered)
        return self._told[lowered]

    def _has(self, lowered: str) -> bool:
        if lowered in self._secrets or any(
            part in self._held for part in re.split(r"[^\w]+|_", lowered)
        ):
            return True
        return any(len(one) > 2 * SHORTEST_SECRET and one in lowered for one in self._secrets)


def _speakable(word: str) -> bool:
    """Tell a word from a token: it is short, has vowels, and keeps its capitals where words begin."""
    if len(word) > LONGEST_WORD or _UNSAID.search(word) or _HEX.fullmatch(word):
        return False
    parts = _CAMEL.findall(word)
    if "".join(parts) != word or len(parts) > 4:  # noqa: PLR2004 - nobody names a page with five words
        return False
    return all(len(part) > 1 and (len(part) < 5 or re.search("[aeiouyAEIOUY]", part)) for part in parts)  # noqa: PLR2004 - html, csrf
