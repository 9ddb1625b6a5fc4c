"""The IdRule of a country: how its people are numbered, and what an own rule has to keep to."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Protocol, runtime_checkable

from siaga.people.identity import Gender

LEAST_CAPACITY = 10_000_000
"""As many people as one epoch may have: fewer numbers would be given to two of them."""

MOST_CHARACTERS = 64
SAMPLE = 2_000
_ENDS = 500
_BORN = date(1960, 2, 29)


class IdRule(Protocol):
    """Gives each person of a country a number that nobody real has."""

    @property
    def capacity(self) -> int:
        """How many different numbers there are, 10,000,000 or more."""

    def id_number(self, number: int, born: date, gender: Gender) -> str:
        """Give the number of a person: the same one whenever it is asked for, and nobody else's.

        Args:
            number: of the person, 0 to capacity - 1.
            born: day of birth.
            gender: of the person.
        """


@runtime_checkable
class PhoneRule(Protocol):
    """An IdRule that gives phones, too."""

    def phone(self, number: int) -> str:
        """Give a phone that can be nobody's, in the form that sites of the country take."""


class RuleError(ValueError):
    """A rule is none, or does not do what it has to."""


def checked(rule: object) -> IdRule:
    """Try a rule with a sample of people.

    Each is asked twice, the second time in another order, so that a rule that counts or draws is found.

    Raises:
        RuleError: it is none, breaks, gives a number twice or another one the second time, or gives what
            is no short text.
    """
    sound = formed(rule)
    try:
        first = {one: _said(sound, one) for one in _sample(sound.capacity)}
        again = {one: _said(sound, one) for one in reversed(first)}
    except RuleError:
        raise
    except (Exception, SystemExit) as error:
        raise RuleError(f"breaks with {type(error).__name__}: {error}; it has to give a text") from error
    for place, kind in enumerate(("id_number", "phone")):
        _refuse_change(kind, first, again, place)
    _refuse_repeats({one: said[0] for one, said in first.items()})
    return sound


def formed(rule: object) -> IdRule:
    """Give a rule that has what a rule needs; a class is called for one.

    Raises:
        RuleError: it has not.
    """
    try:
        made = rule() if isinstance(rule, type) else rule
        capacity = getattr(made, "capacity", None)
    except (Exception, SystemExit) as error:
        raise RuleError(f"breaks with {type(error).__name__}: {error}; it has to be made") from error
    if not callable(getattr(made, "id_number", None)):
        raise RuleError("has no id_number(number, born, gender); a rule needs one")
    if type(capacity) is not int or capacity < LEAST_CAPACITY:
        raise RuleError(
            f"capacity is {capacity!r}; a whole number, {LEAST_CAPACITY:,} or above, is allowed"
        )
    sound: IdRule = made  # type: ignore[assignment] # what it has was looked at
    return sound


def _sample(capacity: int) -> Iterator[int]:
    """Give the first numbers, the last ones, and as many between as are left of the sample."""
    step = (capacity - 2 * _ENDS) // (SAMPLE - 2 * _ENDS)
    yield from range(_ENDS)
    yield from islice(range(_ENDS, capacity - _ENDS, step), SAMPLE - 2 * _ENDS)
    yield from range(capacity - _ENDS, capacity)


def _said(rule: IdRule, number: int) -> tuple[str, str]:
    born = _BORN + timedelta(days=number * 7 % 15_000)
    gender = list(Gender)[number % 2]
    said = rule.id_number(number, born, gender)
    _refuse_unfit("id_number", number, said, least=1)
    phone = rule.phone(number) if isinstance(rule, PhoneRule) else ""
    _refuse_unfit("phone", number, phone, least=0)
    return said, phone


def _refuse_unfit(kind: str, number: int, said: object, *, least: int) -> None:
    fits = isinstance(said, str) and least <= len(said) <= MOST_CHARACTERS
    if not (fits and str(said).isprintable() and str(said) == str(said).strip()):
        raise RuleError(
            f"{kind} of {number} is {repr(said)[:80]}; printable text of {least} to {MOST_CHARACTERS}"
            " characters is allowed, without space around it"
        )


def _refuse_change(
    kind: str, first: dict[int, tuple[str, str]], again: dict[int, tuple[str, str]], place: int
) -> None:
    for number, said in first.items():
        if said[place] != again[number][place]:
            raise RuleError(
                f"{kind} of {number} is {said[place]!r}, and {again[number][place]!r} when asked again;"
                " the same each time is allowed"
            )


def _refuse_repeats(given: dict[int, str]) -> None:
    holders: dict[str, int] = {}
    for number, said in given.items():
        if said in holders:
            raise RuleError(
                f"id_number of {holders[said]} and of {number} is {said!r}; each needs one of its own"
            )
        holders[said] = number
