"""The CSRF token belongs to one browser, and cannot be made by anybody else."""

import pytest

from mock_site.trust.csrf import CsrfTokens, visit

SECRET = bytes(range(32))


def test_a_token_holds_for_its_anchor_alone() -> None:
    """What was shown to one visit or session is worth nothing in another."""
    tokens = CsrfTokens(SECRET)
    token = tokens.token("a session")
    assert tokens.holds(token, "a session")
    assert not tokens.holds(token, "another session")
    assert not CsrfTokens(bytes(32)).holds(token, "a session")


@pytest.mark.parametrize("token", ["", "é", "\udc80", None, 7, "x" * 10_000])
def test_what_is_no_token_does_not_hold(token: object) -> None:
    """Nonsense is no error."""
    assert not CsrfTokens(SECRET).holds(token, "a session")


def test_nothing_holds_without_an_anchor() -> None:
    """Who sends no cookie has seen no form."""
    tokens = CsrfTokens(SECRET)
    assert not tokens.holds(tokens.token(""), "")


@pytest.mark.parametrize("cookie", [None, "", "x", "A" * 32, "a" * 33])
def test_a_visit_that_is_none_is_begun_anew(cookie: str | None) -> None:
    """A browser cannot choose what it is called."""
    begun = visit(cookie)
    assert (len(begun), begun != cookie) == (32, True)
    assert visit(begun) == begun
