"""A browser is known to an account where its token is of that account, of the site, and not too old."""

from http.cookies import SimpleCookie

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from mock_site.protection.waiting_room.cookies import add_wanted
from mock_site.testing import SetClock
from mock_site.trust.known_browsers import COOKIE, LASTS_S, MOST, KnownBrowsers

SECRET, EMAIL = b"s" * 32, "budi@warga.test"


@pytest.fixture
def clock() -> SetClock:
    """Give the clock of the site."""
    return SetClock()


@pytest.fixture
def browsers(clock: SetClock) -> KnownBrowsers:
    """Give the known browsers of a site over https."""
    return KnownBrowsers(SECRET, clock, is_secure=True)


async def _given(browsers: KnownBrowsers, email: str = EMAIL, held: str = "") -> SimpleCookie:
    """Have a browser log in, and give the cookie that it gets."""
    request, answer = _with(held), web.Response()
    browsers.know(request, email)
    await add_wanted(request, answer)
    return SimpleCookie(answer.headers["Set-Cookie"])


def _with(token: str) -> web.Request:
    return make_mocked_request("POST", "/sessions", headers={"Cookie": f"{COOKIE}={token}"})


async def test_a_browser_that_has_logged_in_is_known_to_that_account(browsers: KnownBrowsers) -> None:
    """By a number of its own, which two log-ins do not share; and to no other account."""
    first, second = [(await _given(browsers))[COOKIE].value for _ in range(2)]
    numbers = {browsers.number(_with(token), EMAIL) for token in (first, second)}
    assert len(numbers - {""}) == 2
    assert browsers.number(_with(first), "ana@warga.test") == ""
    assert browsers.number(make_mocked_request("POST", "/sessions"), EMAIL) == ""
    assert "budi" not in first


async def test_people_who_share_a_browser_are_all_known_in_it(browsers: KnownBrowsers) -> None:
    """So many of them, each by a number of its own; whoever has not logged in for longest goes first."""
    people = [f"{number}@warga.test" for number in range(MOST + 1)]
    token = ""
    for email in people:
        token = (await _given(browsers, email, token))[COOKIE].value
    numbers = [browsers.number(_with(token), email) for email in people]
    assert numbers[0] == ""
    assert len(set(numbers[1:]) - {""}) == MOST


async def test_who_logs_in_again_is_known_once_and_last(
    browsers: KnownBrowsers, clock: SetClock
) -> None:
    """In the place of before, which nobody else loses; a token that is too old goes."""
    token = ""
    for email in ("ana@warga.test", EMAIL, "ana@warga.test", EMAIL):
        token = (await _given(browsers, email, token))[COOKIE].value
    assert len(token.split("..")) == 2
    clock.now_s += LASTS_S
    assert ".." not in (await _given(browsers, EMAIL, token))[COOKIE].value


async def test_more_tokens_than_a_browser_is_given_are_not_read(browsers: KnownBrowsers) -> None:
    """However many somebody puts together."""
    token = (await _given(browsers))[COOKIE].value
    assert browsers.number(_with("..".join(["x"] * (MOST - 1) + [token])), EMAIL)
    assert browsers.number(_with("..".join(["x"] * MOST + [token])), EMAIL) == ""


async def test_a_token_is_the_sites_and_has_its_time(browsers: KnownBrowsers, clock: SetClock) -> None:
    """Neither one that was altered, nor another site's, nor an old one."""
    token = (await _given(browsers))[COOKIE].value
    others = KnownBrowsers(b"t" * 32, clock, is_secure=True)
    altered = ("1" if token[0] == "0" else "0") + token[1:]
    for wrong in (altered, token[:-1], (await _given(others))[COOKIE].value):
        assert browsers.number(_with(wrong), EMAIL) == ""
    assert others.number(_with(token), EMAIL) == ""
    clock.now_s += LASTS_S
    assert browsers.number(_with(token), EMAIL) == ""


async def test_the_cookie_outlasts_the_browser_and_is_sent_to_log_in_alone(
    browsers: KnownBrowsers,
) -> None:
    """Neither scripts nor other sites get it."""
    cookie = (await _given(browsers))[COOKIE]
    assert (cookie["path"], cookie["max-age"]) == ("/sessions", str(LASTS_S))
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
