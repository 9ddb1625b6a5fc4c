"""Names come from Faker's Indonesian lists and agree with the gender."""

import pytest
from faker.providers.person.id_ID import Provider
from hypothesis import given
from hypothesis import strategies as st

from siaga.people.identity import Gender
from siaga.people.names import Names

POOLS = {gender: Names.of(gender, seed=3) for gender in Gender}
LISTS = {
    Gender.FEMALE: (set(Provider.first_names_female), set(Provider.last_names_female)),
    Gender.MALE: (set(Provider.first_names_male), set(Provider.last_names_male)),
}


@pytest.mark.parametrize("gender", list(Gender))
def test_a_pool_holds_every_name_of_its_gender_once(gender: Gender) -> None:
    """Nothing of Faker's lists is lost, added or doubled."""
    pool, (given_names, family_names) = POOLS[gender], LISTS[gender]
    assert sorted(pool.given) == sorted(given_names)
    assert sorted(pool.family) == sorted(family_names)


@given(st.sampled_from(Gender), st.integers(0, 2**64 - 1))
def test_a_picked_name_is_of_the_gender(gender: Gender, word: int) -> None:
    """Given and family name stand in the lists of the gender."""
    given_name, family_name = POOLS[gender].pick(word).split(" ")
    assert given_name in LISTS[gender][0]
    assert family_name in LISTS[gender][1]


def test_both_halves_of_the_bits_choose() -> None:
    """The low half points to the given name, the high half to the family name."""
    pool = Names(given=("Adi", "Budi"), family=("Putra", "Santoso", "Wibowo"))
    assert pool.pick(3) == "Budi Putra"
    assert pool.pick(4 * 2**32) == "Adi Santoso"


def test_the_order_hangs_on_the_seed() -> None:
    """One seed always gives one order, another seed another."""
    again, other = Names.of(Gender.MALE, seed=3), Names.of(Gender.MALE, seed=4)
    assert again == POOLS[Gender.MALE]
    assert other.given != again.given


@pytest.mark.parametrize(
    ("given_names", "family_names", "message"),
    [
        ((), ("Putra",), "given names: none given; at least one is needed"),
        (("Adi",), (), "family names: none given; at least one is needed"),
        (("Adi",), ("O'Neil",), 'family name: "O\'Neil" is refused; ASCII letters are allowed'),
        (("José",), ("Putra",), "given name: 'José' is refused; ASCII letters are allowed"),
    ],
)
def test_names_that_make_no_e_mail_are_refused(
    given_names: tuple[str, ...], family_names: tuple[str, ...], message: str
) -> None:
    """A pool is not empty and has ASCII letters only."""
    with pytest.raises(ValueError, match=message):
        Names(given=given_names, family=family_names)
