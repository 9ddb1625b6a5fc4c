"""A browser is known to an account where its token is of that account, of the site, and not too old."""

from http.cookies import SimpleCookie

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from mock_site.protection.waiting_room.cookies import add_wanted
from mock_site.testing import SetClock
from mock_site.trust.known_browsers import COOKIE, LASTS_S, KnownBrowsers

SECRET, EMAIL = b"s" * 32, "budi@warga.test"


@pytest.fixture
def clock() -> SetClock:
    """Give the clock of the site."""
    return SetClock()


@pytest.fixture
def browsers(clock: SetClock) -> KnownBrowsers:
    """Give the known browsers of a site over https."""
    return KnownBrowsers(SECRET, clock, is_secure=True)


async def _given(browsers: KnownBrowsers) -> SimpleCookie:
    """Have a browser log in, and give the cookie that it gets."""
    request, answer = make_mocked_request("POST", "/sessions"), web.Response()
    browsers.know(request, EMAIL)
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
