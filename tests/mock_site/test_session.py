"""A session token names an account and cannot be written by anyone but the site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.session import Sessions

SESSIONS = Sessions(b"a" * 32)
ACCOUNT = "0123456789abcdef0123456789abcdef"


def test_a_token_gives_its_account_back() -> None:
    """What is written is read, also by another process with the same secret."""
    assert Sessions(b"a" * 32).account_id(SESSIONS.token(ACCOUNT)) == ACCOUNT


def test_a_token_of_another_secret_is_nobodys() -> None:
    """A token is worth nothing at a site with another secret."""
    assert Sessions(b"b" * 32).account_id(SESSIONS.token(ACCOUNT)) is None


@given(st.integers(min_value=0, max_value=78), st.characters())
def test_a_token_with_any_character_changed_is_nobodys(place: int, character: str) -> None:
    """No character of a token can be changed, but for the spare bits of its last one."""
    token = SESSIONS.token(ACCOUNT)
    changed = token[:place] + character + token[place + 1 :]
    expected = ACCOUNT if changed == token else None
    assert SESSIONS.account_id(changed) == expected


@pytest.mark.parametrize("token", [None, "", "v1", ACCOUNT, f"v1.{ACCOUNT}."])
def test_what_is_no_token_is_nobodys(token: str | None) -> None:
    """Anything else is no session, and no error."""
    assert SESSIONS.account_id(token) is None


def test_a_short_secret_is_refused() -> None:
    """A secret that could be guessed is no secret."""
    with pytest.raises(ValueError, match=r"^secret: has 31 bytes; it needs 32$"):
        Sessions(b"a" * 31)
