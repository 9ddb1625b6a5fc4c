"""Claims about where an answer sends the visitor next."""

from collections.abc import Callable

import pytest

from siaga.crowd.browser import Browser
from siaga.crowd.failure import Reason, RequestFailure, Sent, TripError
from siaga.crowd.headers import Headers
from siaga.crowd.origin import Origin
from siaga.crowd.redirect import redirected
from siaga.crowd.request import Body, Request
from tests.crowd.hostile_site import HostileSite, moved, ok, says

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]

SITE = Origin.of("http://site.example")
ASKED = Request("POST", "/a/b", None, Body(content=b"x"))


def _next(status: int, *location: bytes) -> Request | None:
    headers = Headers([(b"location", one) for one in location])
    return redirected(ASKED, status, headers, SITE)


@pytest.mark.parametrize(
    ("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_redirect_is_followed_with_the_method_it_asks_for(status: int, method: str) -> None:
    """301 to 303 lead to a GET, 307 and 308 repeat the request."""
    following = _next(status, b"../c")
    assert following is not None
    assert (following.method, following.target) == (method, "/c")


@pytest.mark.parametrize("status", [200, 201, 300, 304, 305, 404])
def test_other_statuses_lead_nowhere(status: int) -> None:
    """Even with a location: 201 names what was made."""
    assert _next(status, b"/c") is None


def test_a_redirect_without_a_location_is_an_answer() -> None:
    """There is nothing to follow."""
    assert _next(302) is None


@pytest.mark.parametrize("location", [b"https://site.example/", b"//other.example/", b"http://[x"])
def test_another_origin_is_never_visited(location: bytes) -> None:
    """A rehearsal loads one site, whatever that site says."""
    with pytest.raises(
        TripError, match=r"/a/b redirects to .* a rehearsal visits no other site"
    ) as told:
        _next(302, location)
    assert told.value.reason is Reason.FOREIGN_REDIRECT


@pytest.mark.parametrize(
    ("status", "method"), [(301, b"GET"), (302, b"GET"), (307, b"POST"), (308, b"POST")]
)
def test_redirects_lead_on(site: Start, browse: Browse, status: int, method: bytes) -> None:
    """With the method and the body that the status asks for."""
    at = site(says(moved(status, "next"), ok(b"there")))
    assert browse(at.url).post("/a/b", body=b"x").body == b"there"
    assert at.heard[1].startswith(method + b" /a/next ")
    assert at.heard[1].endswith(b"\r\n\r\nx") is (method == b"POST")


def test_redirects_without_end_are_given_up(site: Start, browse: Browse) -> None:
    """Eleven requests are sent, and the failure says where it stopped."""
    at = site(says(*[moved(302, "/again")] * 20))
    with pytest.raises(RequestFailure) as raised:
        browse(at.url).get("/")
    failure = raised.value
    assert failure.reason is Reason.TOO_MANY_REDIRECTS
    assert failure.sent is Sent.SOMETHING
    assert len(at.heard) == 11


@pytest.mark.parametrize("location", ["http://other.example/", "//127.0.0.1:1/", "http://[bad"])
def test_a_redirect_to_another_site_is_a_failure(site: Start, browse: Browse, location: str) -> None:
    """Nothing is ever sent there."""
    with pytest.raises(RequestFailure) as raised:
        browse(site(says(moved(302, location))).url).get("/")
    failure = raised.value
    assert (failure.reason, failure.sent) == (Reason.FOREIGN_REDIRECT, Sent.SOMETHING)
