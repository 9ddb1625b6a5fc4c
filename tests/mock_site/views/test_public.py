"""A public page goes out as it lies ready, and says then what it says otherwise."""

from http import HTTPStatus
from typing import Any

import pytest
from aiohttp import HttpVersion10, web
from aiohttp.test_utils import make_mocked_request

from mock_site import keys
from mock_site.pages.public_page import PublicPage, whole_page
from mock_site.pages.ready_answer import ReadyAnswer
from mock_site.process.phase import Life
from mock_site.settings import Settings
from mock_site.testing import SiteInProcess
from mock_site.views.public import public

PAGE = PublicPage.html(b"<p>news</p>")
PATHS = ["/", "/?lang=en", "/announcements"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
async def test_a_page_says_the_same_whichever_way_it_goes_out(
    site: SiteInProcess, path: str, accept: str
) -> None:
    """Where it is the connection's last, it is made for the request: but for that, all is equal."""
    said = []
    for more in ({}, {"Connection": "close"}):
        async with site.client.get(path, headers={"Accept": accept, **more}) as answer:
            headers = {name: value for name, value in answer.headers.items() if name != "Connection"}
            assert headers.pop("Date")
            assert answer.headers.get("Connection") == more.get("Connection")
            said.append((answer.status, headers, await answer.read()))
    assert said[0] == said[1]
    assert said[0][1]["Content-Security-Policy"].startswith("default-src 'none'")


def asked(method: str = "GET", *, draining: bool = False, **more: Any) -> web.StreamResponse:  # noqa: ANN401 - options
    """Ask for the page, and give the answer."""
    app, life = web.Application(), Life()
    if draining:
        life.drain()
    app[keys.SETTINGS], app[keys.LIFE] = Settings(store="sqlite:///x.db"), life
    return public(make_mocked_request(method, "/", app=app, **more), PAGE, 60)


def test_it_lies_ready_for_the_usual_request() -> None:
    """A GET on a connection that goes on."""
    answer = asked()
    assert isinstance(answer, ReadyAnswer)
    assert answer.status is HTTPStatus.OK.value


@pytest.mark.parametrize(
    "unusual",
    [
        {"method": "HEAD"},
        {"draining": True},
        {"version": HttpVersion10},
        {"headers": {"If-None-Match": '"x"'}},
    ],
)
def test_it_is_made_for_any_other(unusual: dict[str, Any]) -> None:
    """What has to be added, or left out, is."""
    assert isinstance(asked(**unusual), web.Response)


def test_a_page_that_lies_ready_is_a_whole_answer() -> None:
    """With its length, its date and, over https, the order to keep to that."""
    date = "Mon, 01 Jan 2024 00:00:00 GMT"
    plain, secure = (whole_page(PAGE, 60, date, is_secure=one).split(b"\r\n") for one in (False, True))
    assert plain[0] == b"HTTP/1.1 200 OK"
    assert plain[-3:] == [b"Date: Mon, 01 Jan 2024 00:00:00 GMT", b"", PAGE.body]
    assert b"Content-Length: 11" in plain
    assert set(secure) - set(plain) == {b"Strict-Transport-Security: max-age=31536000"}
