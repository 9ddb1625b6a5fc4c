"""The LocaleNames: whole names as Faker makes them in a locale, drawn once and picked from then on."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Self

from siaga.people.identity import Gender

NAMES = 4_096
"""How many are drawn for a gender; a name that is drawn more often is as much more frequent."""

_NOBODY = "person"
_MOST_LETTERS = 40


@cache
def locales() -> tuple[str, ...]:
    """Give the locales of which Faker knows names, looked for on the disk once."""
    from faker.utils.loading import list_module  # noqa: PLC0415 - few runs ask for such people

    return tuple(sorted(list_module(import_module("faker.providers.person"))))


def ascii_of(name: str) -> str:
    """Give the ASCII letters of a name for an e-mail, joined by dots; `person` where it has none.

    >>> ascii_of("Zoë van 't Hoff")
    'zoe.van.t.hoff'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(one if one.isalpha() else " " for one in plain).split()
    return ".".join(words)[:_MOST_LETTERS].strip(".") or _NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleNames:
    """Names of one gender.

    Attributes:
        names: at least one, each with its ASCII letters.
    """

    names: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, locale: str, gender: Gender, *, seed: int) -> Self:
        """Draw the names of a gender; takes some tenths of a second.

        Raises:
            ValueError: Faker knows no names of the locale.
        """
        if locale not in locales():
            raise ValueError(
                f"locale: Faker has no names of {locale!r}; {', '.join(locales())} are allowed"
            )
        from faker import Faker  # noqa: PLC0415 - few runs ask for such people

        # Weighing each draw would take longer than the lead of a run.
        fake = Faker(locale, use_weighting=False)
        fake.seed_instance(seed)
        draw = fake.name_female if gender is Gender.FEMALE else fake.name_male
        names = [draw() for _ in range(NAMES)]
        return cls(names=tuple((name, ascii_of(name)) for name in names))

    def pick(self, word: int) -> tuple[str, str]:
        """Give the name that random bits point to, and its ASCII letters."""
        return self.names[word % len(self.names)]
