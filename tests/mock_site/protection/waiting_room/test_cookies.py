"""Cookies of the waiting room are written as the standard library writes them, if that takes longer."""

from http.cookies import SimpleCookie

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from mock_site.protection.waiting_room.cookies import add_wanted, keep, written


@pytest.mark.parametrize("value", ["", "abc.17.x_-y", "a b", 'a"b;c', "é", "a=b"])
@pytest.mark.parametrize("is_secure", [False, True])
def test_a_cookie_is_written_as_a_morsel_is(value: str, is_secure: bool) -> None:  # noqa: FBT001
    """Whatever its value is; an empty one is to be forgotten at once."""
    jar: SimpleCookie = SimpleCookie({"queue": value})
    for name, attribute in {
        "path": "/",
        "httponly": True,
        "samesite": "Lax",
        "secure": is_secure,
    }.items():
        jar["queue"][name] = attribute
    if not value:
        jar["queue"]["max-age"] = 0
    assert written("queue", value, is_secure=is_secure) == jar["queue"].OutputString()


def test_a_cookie_that_lasts_says_how_long_and_where() -> None:
    """It is sent under its path alone."""
    text = written("known", "1", is_secure=True, path="/sessions", lasts_s=60)
    assert text == "known=1; HttpOnly; Max-Age=60; Path=/sessions; SameSite=Lax; Secure"


async def test_the_last_value_of_each_name_is_sent() -> None:
    """Once."""
    request, answer = make_mocked_request("GET", "/"), web.Response()
    keep(request, "a", "1", is_secure=False)
    keep(request, "b", "2", is_secure=False)
    keep(request, "a", "3", is_secure=False)
    await add_wanted(request, answer)
    assert [one.partition(";")[0] for one in answer.headers.getall("Set-Cookie")] == ["a=3", "b=2"]


async def test_an_answer_of_which_nothing_is_kept_has_no_cookie() -> None:
    """It is left as it is."""
    answer = web.Response()
    await add_wanted(make_mocked_request("GET", "/"), answer)
    assert "Set-Cookie" not in answer.headers
