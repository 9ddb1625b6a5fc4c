"""Claims about the rules that siaga brings along: nobody real has what they give, none comes twice."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.people.id_rule import checked
from siaga.people.identity import Gender
from siaga.people.shipped_rules import SHIPPED, UkNino, UsSsn

BORN = date(1990, 4, 11)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rule_stands_its_own_test(name: str) -> None:
    """As one of somebody's own has to."""
    assert checked(SHIPPED[name]) is SHIPPED[name]


@pytest.mark.parametrize("name", SHIPPED)
@given(two=st.data())
def test_two_people_never_share_a_number(name: str, two: st.DataObject) -> None:
    """Whoever they are of all that there are."""
    rule = SHIPPED[name]
    places = st.integers(0, rule.capacity - 1)
    one, other = two.draw(places), two.draw(places)
    said = [rule.id_number(place, BORN, Gender.MALE) for place in (one, other)]
    assert (said[0] == said[1]) == (one == other)


@given(number=st.integers(0, UsSsn().capacity - 1))
def test_an_ssn_is_outside_of_what_two_authorities_give(number: int) -> None:
    """No SSN begins with 9, and tax numbers that do have 50 to 99 in the middle."""
    said = UsSsn().id_number(number, BORN, Gender.FEMALE)
    area, group, serial = map(int, re.fullmatch(r"(\d{3})-(\d{2})-(\d{4})", said).groups())  # type: ignore[union-attr]
    assert 900 <= area <= 998
    assert 1 <= group <= 49
    assert serial >= 1


@given(number=st.integers(0, UkNino().capacity - 1))
def test_a_nino_has_a_prefix_that_is_not_used(number: int) -> None:
    """And the form of any other."""
    said = UkNino().id_number(number, BORN, Gender.FEMALE)
    assert re.fullmatch(r"(BG|GB|KN|NK|NT|ZZ)[0-9]{6}[ABCD]", said)


def test_the_first_and_the_last_are_what_they_should_be() -> None:
    """All the digits are used."""
    for rule, ends in (
        (UsSsn(), ("900-01-0001", "998-49-9999")),
        (UkNino(), ("BG000000A", "ZZ999999D")),
    ):
        told = [rule.id_number(n, BORN, Gender.MALE) for n in (0, rule.capacity - 1)]
        assert tuple(told) == ends
