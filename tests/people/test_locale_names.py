"""Claims about the names of a locale: drawn by the seed, whole, with letters that an e-mail may have."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.people.identity import Gender
from siaga.people.locale_names import NAMES, LocaleNames, ascii_of, locales


def test_names_hang_on_seed_and_gender_alone() -> None:
    """The same twice; another seed draws others."""
    one = LocaleNames.of("nl_NL", Gender.FEMALE, seed=1)
    assert one == LocaleNames.of("nl_NL", Gender.FEMALE, seed=1)
    assert one != LocaleNames.of("nl_NL", Gender.FEMALE, seed=2)
    women, men = (LocaleNames.of("en_US", gender, seed=1) for gender in Gender)
    assert women != men
    assert one.pick(NAMES + 3) == one.names[3]


def test_names_stay_in_their_own_script() -> None:
    """Their e-mail does without."""
    name, letters = LocaleNames.of("ja_JP", Gender.MALE, seed=1).names[0]
    assert not name.isascii()
    assert letters == "person"


def test_a_locale_without_names_is_refused() -> None:
    """With those that have some: Faker itself would give English ones."""
    assert "nl_NL" in locales()
    with pytest.raises(ValueError, match=r"locale: Faker has no names of 'nl_XX'; .*nl_NL"):
        LocaleNames.of("nl_XX", Gender.MALE, seed=1)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Zoë van 't Hoff", "zoe.van.t.hoff"), ("Łuk", "uk"), ("橋本", "person"), ("Dr. Å. B", "dr.a.b")],
)
def test_an_e_mail_gets_plain_letters(name: str, letters: str) -> None:
    """Accents are taken off, what remains foreign is left out."""
    assert ascii_of(name) == letters


@given(name=st.text())
def test_what_an_e_mail_gets_is_always_valid(name: str) -> None:
    """Whatever the name."""
    assert re.fullmatch(r"[a-z]+(\.[a-z]+)*", ascii_of(name))
    assert len(ascii_of(name)) <= 40
