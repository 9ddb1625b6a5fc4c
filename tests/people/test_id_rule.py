"""Claims about id rules: one that does what it has to is taken, any other is refused with the reason."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count

import pytest

from siaga.people.id_rule import LEAST_CAPACITY, SAMPLE, RuleError, checked
from siaga.people.identity import Gender

Give = Callable[[int], object]


class _Rule:
    """A rule that a test makes up."""

    def __init__(self, give: Give, capacity: object = LEAST_CAPACITY) -> None:
        self.give, self.capacity, self.asked = give, capacity, list[int]()

    def id_number(self, number: int, born: date, gender: Gender) -> object:
        """Give what the test wants."""
        assert isinstance(born, date)
        assert isinstance(gender, Gender)
        self.asked.append(number)
        return self.give(number)


class _Phones(_Rule):
    """A rule that counts phones."""

    _count: Iterator[int] = count()

    def phone(self, number: int) -> str:
        """Give another one each time."""
        return f"{number}-{next(self._count)}"


class _Fixed(_Rule):
    """A rule that gives everybody the same phone."""

    def __init__(self, give: Give, said: object) -> None:
        super().__init__(give)
        self.said = said

    def phone(self, number: int) -> object:
        """Give it."""
        del number
        return self.said


def test_a_sound_rule_is_asked_for_first_and_last_numbers_twice() -> None:
    """And taken as it is."""
    rule: object = (made := _Rule(str))
    assert checked(rule) is rule
    assert len(made.asked) == 2 * SAMPLE
    assert (min(made.asked), max(made.asked)) == (0, LEAST_CAPACITY - 1)


def test_a_class_is_made_to_a_rule() -> None:
    """Without arguments; one that breaks is told of."""

    class Own(_Rule):
        """One that needs nothing to be made."""

        def __init__(self) -> None:
            super().__init__(str)

    assert isinstance(checked(Own), Own)
    with pytest.raises(RuleError, match=r"breaks with TypeError: .*; it has to be made"):
        checked(_Rule)


_ANOTHER = count()


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (object(), r"has no id_number\(number, born, gender\); a rule needs one"),
        (_Rule(str, 5), "capacity is 5; a whole number, 10,000,000 or above, is allowed"),
        (_Rule(str, "many"), "capacity is 'many'; a whole number"),
        (_Rule(lambda number: 1 // number), "breaks with ZeroDivisionError: .*; it has to give a text"),
        (_Rule(lambda number: str(number // 2)), "id_number of 0 and of 1 is '0'; each needs one"),
        (_Rule(lambda _: str(next(_ANOTHER))), "id_number of 0 is '0', and '.*' when asked again"),
        (_Rule(lambda number: number), "id_number of 0 is 0; printable text of 1 to 64 characters"),
        (_Rule(lambda _: ""), "id_number of 0 is ''; printable"),
        (_Rule(lambda number: f"{number}\n"), "id_number of 0 is .*; printable"),
        (_Rule(lambda number: f" {number}"), "id_number of 0 is ' 0'; printable"),
        (_Rule(lambda number: f"{number:065d}"), "id_number of 0 is .*; printable"),
        (_Fixed(str, "0" * 65), "phone of 0 is '0+'; printable text of 0 to 64 characters"),
        (_Fixed(str, "0 "), "phone of 0 is '0 '; printable"),
        (_Fixed(str, 7), "phone of 0 is 7; printable"),
        (_Phones(str), "phone of 0 is '0-0', and '.*' when asked again"),
    ],
)
def test_what_is_no_rule_is_refused(rule: object, why: str) -> None:
    """With what it did."""
    with pytest.raises(RuleError, match=why):
        checked(rule)
