"""The seal: what the site has signed, for this purpose and in time, and nothing else, is read again."""

from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.trust.seal import LONGEST, Seal

SECRET = bytes(range(32))
KEPT = st.sampled_from([0, 8])
TEXTS = st.text("abcXYZ019_-", min_size=1, max_size=200)


@given(TEXTS, st.floats(0, 4e9), KEPT)
def test_what_was_sealed_is_read_until_its_time_is_over(text: str, until_s: float, kept: int) -> None:
    """A token holds up to the second that was named, and not after it."""
    seal = Seal(SECRET, "tests", kept)
    token = seal.sealed(text, until_s)
    assert len(token) <= LONGEST
    assert seal.opened(token, until_s - 1) == text
    assert seal.opened(token, until_s + 1) is None


@given(TEXTS, st.integers(0, 10_000), st.characters(codec="ascii"), KEPT)
def test_a_token_with_one_character_changed_is_not_read(
    text: str, at: int, other: str, kept: int
) -> None:
    """Neither the text nor the time nor the mark can be changed; a token kept in mind is another one."""
    seal = Seal(SECRET, "tests", kept)
    token = seal.sealed(text, 1000.0)
    assert seal.opened(token, 0.0) == text
    at %= len(token)
    changed = token[:at] + other + token[at + 1 :]
    assert changed == token or seal.opened(changed, 0.0) is None


def test_a_token_that_is_kept_in_mind_costs_one_digest() -> None:
    """However often it comes, until so many others have; what is too long for a token is not kept."""
    seal = Seal(SECRET, "tests", kept=2)
    first, second, third = [seal.sealed(text, 1000.0) for text in "abc"]
    seal.mark = Mock(wraps=seal.mark)  # type: ignore[method-assign]
    assert [seal.opened(one, 0.0) for one in (first, first, second, first)] == ["a", "a", "b", "a"]
    assert seal.mark.call_count == 2
    assert [seal.opened(one, 0.0) for one in (third, second)] == ["c", "b"]
    assert seal.mark.call_count == 4
    assert seal.opened("a" * (LONGEST + 1), 0.0) is None
    assert [seal.opened(one, 0.0) for one in (third, second)] == ["c", "b"]
    assert seal.mark.call_count == 4


@pytest.mark.parametrize("token", [None, "", "a.1", "a.1.b", "\udc80.1.x", "a" * 10_000])
def test_what_is_no_token_is_not_read(token: str | None) -> None:
    """Nonsense is no error."""
    assert Seal(SECRET, "tests").opened(token, 0.0) is None


def test_a_token_of_another_purpose_or_site_is_not_read() -> None:
    """A link of an e-mail is no session."""
    token = Seal(SECRET, "one").sealed("text", 1000.0)
    assert Seal(SECRET, "other").opened(token, 0.0) is None
    assert Seal(bytes(32), "one").opened(token, 0.0) is None


def test_a_short_secret_is_refused() -> None:
    """It could be guessed."""
    with pytest.raises(ValueError, match="secret: has 31 bytes; it needs 32"):
        Seal(bytes(31), "tests")


@pytest.mark.parametrize("text", ["", "a.b", "é", "a" * 201])
def test_a_text_that_cannot_be_told_from_the_rest_is_refused(text: str) -> None:
    """The dots are the token's own."""
    with pytest.raises(ValueError, match="text: is"):
        Seal(SECRET, "tests").sealed(text, 0.0)
