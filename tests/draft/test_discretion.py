"""Claims about discretion: only what is plainly no secret may be written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.draft.discretion import Discretion

SENT = (
    "Anna Larsson",
    "anna.larsson@example.org",
    "Sommar2026!",
    "62-ab-7",
    "please send it home today, I wait",
)


@pytest.fixture
def may() -> Discretion:
    """Know what was sent."""
    return Discretion(SENT, ["email"])


@pytest.mark.parametrize(
    "word",
    [
        "accounts",
        "sign-up",
        "verify_email",
        "index.html",
        "createOrder",
        "v1",
        "7",
        "42",
        "oauth2",
        "html",
        "home",
    ],
)
def test_words_of_paths_are_written(may: Discretion, word: str) -> None:
    """They name pages; the words of a long text are everybody's."""
    assert may.may_write_word(word)


@pytest.mark.parametrize(
    "word",
    [
        "anna", "Larsson", "anna-larsson", "123", "8831", "R-2231", "deadbeefcafe0",
        "anna.svensson", "aGhXkPqZ",
        "xkcdqwrtzp",
        "anna@larsson.se", "a b", "%41", "", "x" * 30, "ördög", "one-" * 12 + "one", "IiIiIiIiIi",
    ],
)  # fmt: skip
def test_names_numbers_and_tokens_are_not_written(may: Discretion, word: str) -> None:
    """Nor is anything in which what was sent can be read."""
    assert not may.may_write_word(word)


@pytest.mark.parametrize(
    "name", ["email", "user[homeAddress]", "ctl00$Main$txtName", "csrf", "_price_12_34", "X-Api-Key"]
)
def test_names_of_fields_are_written(may: Discretion, name: str) -> None:
    """However frameworks make them."""
    assert may.may_write_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "anna@larsson.se",
        "anna",
        "field_of_larsson",
        "a b",
        "20261129",
        "id_83920",
        "9f86d081884c7d65",
        "x" * 41,
        "",
        "bcdfghjkl",
    ],
)
def test_names_that_are_somebodys_values_are_not_written(may: Discretion, name: str) -> None:
    """JSON that is kept by e-mail or by number has such."""
    assert not may.may_write_name(name)


@given(
    st.sampled_from(SENT[:4]),
    st.sampled_from(["", "x", "-", "_", "."]),
    st.sampled_from(["", "y", "-", "_", "."]),
)
def test_what_was_sent_is_held_back_wherever_it_stands(secret: str, before: str, after: str) -> None:
    """In any spelling, and with anything around it."""
    may = Discretion(SENT, ["email"])
    for text in (f"{before}{secret}{after}", f"{before}{secret.upper()}{after}"):
        assert may.holds(text)
        assert not may.may_write_word(text)
        assert not may.may_write_name(text)
