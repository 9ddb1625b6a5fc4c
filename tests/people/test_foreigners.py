"""Claims about the people of another country: the same everywhere, nobody twice."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.people.foreigners import Foreigners
from siaga.people.identity import Gender
from siaga.people.people import PEOPLE_PER_EPOCH
from siaga.people.shipped_rules import UkNino, UsSsn

DUTCH = Foreigners(7, 12, locale="nl_NL", rule=UkNino())


class _WithPhones(UsSsn):
    """A rule that has phones."""

    def phone(self, number: int) -> str:
        """Give one."""
        return f"+0{number:08d}"


def test_another_process_makes_the_same_people() -> None:
    """In whatever order."""
    again = Foreigners(7, 12, locale="nl_NL", rule=UkNino())
    assert [again.identity(i) for i in (5, 3)] == [DUTCH.identity(i) for i in (5, 3)]
    other = Foreigners(7, 13, locale="nl_NL", rule=UkNino())
    assert other.identity(3).id_number != DUTCH.identity(3).id_number


@given(two=st.sets(st.integers(0, PEOPLE_PER_EPOCH - 1), min_size=2, max_size=2))
def test_nobody_of_an_epoch_has_anothers_number_or_e_mail(two: set[int]) -> None:
    """Honest or not: abusers are the last ones of the epoch."""
    one, other = map(DUTCH.identity, two)
    assert one.id_number != other.id_number
    assert one.email != other.email


def test_people_are_adults_of_both_genders_with_an_empty_phone() -> None:
    """Whatever the country."""
    made = [DUTCH.identity(i) for i in range(500)]
    assert {one.gender for one in made} == set(Gender)
    assert min(one.birth_date for one in made) >= date(1955, 4, 12)
    assert max(one.birth_date for one in made) <= date(2002, 4, 11)
    assert {one.phone for one in made} == {""}
    assert all(one.email.isascii() and one.email.endswith(".test") for one in made)
    assert len({one.password for one in made}) == 500


def test_a_rule_with_phones_gives_each_one_of_their_own() -> None:
    """By the number that it makes the id of."""
    people = Foreigners(7, 12, locale="en_US", rule=_WithPhones())
    assert len({people.identity(i).phone for i in range(100)}) == 100


@pytest.mark.parametrize("index", [-1, PEOPLE_PER_EPOCH])
def test_an_index_out_of_range_is_refused(index: int) -> None:
    """As everywhere."""
    with pytest.raises(ValueError, match=f"index: {index} is out of range; 0 to 9999999 is allowed"):
        DUTCH.identity(index)


def test_an_index_that_is_no_whole_number_is_refused() -> None:
    """It would be rounded to somebody; what numpy counts is whole."""
    with pytest.raises(TypeError, match="'float' object cannot be interpreted as an integer"):
        DUTCH.identity(1.0)  # type: ignore[arg-type]
    assert DUTCH.identity(np.int64(7)) == DUTCH.identity(7)  # type: ignore[arg-type]


def test_what_no_run_has_is_refused() -> None:
    """An epoch beyond the last, a locale that is none."""
    with pytest.raises(ValueError, match="epoch: 1000000 is out of range; 0 to 999999 is allowed"):
        Foreigners(7, 1_000_000, locale="nl_NL", rule=UkNino())
    with pytest.raises(ValueError, match="locale: Faker has no names of 'xx_XX'"):
        Foreigners(7, 1, locale="xx_XX", rule=UkNino())
