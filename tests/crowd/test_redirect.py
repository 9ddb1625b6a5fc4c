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


def _next(status: int, *location: bytes, method: str = "POST", site: Origin = SITE) -> Request | None:
    headers = Headers([(b"location", one) for one in location])
    return redirected(ASKED._replace(method=method), status, headers, site)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("status", "as_get"),
    [
        (301, {"POST"}),
        (302, {"POST"}),
        (303, {"POST", "PUT", "PATCH", "DELETE"}),
        (307, set[str]()),
        (308, set[str]()),
    ],
)
def test_a_redirect_is_followed_with_the_method_it_asks_for(
    status: int, method: str, as_get: set[str]
) -> None:
    """As browsers do: 303 leads to a GET, 301 and 302 only after a POST; the others ask again."""
    following = _next(status, b"../c", method=method)
    body = b"" if method in as_get else ASKED.body.content
    assert following is not None
    assert (following.method, following.target) == ("GET" if method in as_get else method, "/c")
    assert following.body.content == body


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/café?q=é".encode(), "/caf%C3%A9?q=%C3%A9"),
        ("café".encode(), "/a/caf%C3%A9"),
        ("/café?q=é".encode("latin-1"), "/caf%E9?q=%E9"),
        (b"/caf%C3%A9?q=%e9", "/caf%C3%A9?q=%e9"),
        (b"/\xc3\xa9\xe9", "/%C3%A9%E9"),
        ("http://bücher.example/é".encode(), "/%C3%A9"),
        (rb"..\c|d?e\f|g", r"/c|d?e\f|g"),
    ],
    ids=["utf-8", "relative", "latin-1", "quoted", "mixed", "host", "backslash"],
)
def test_the_bytes_of_a_location_are_asked_for_as_they_came(location: bytes, target: str) -> None:
    """In whichever charset the site means them."""
    following = _next(302, location, site=Origin.of("http://bücher.example"))
    assert following is not None
    assert following.target == target


@pytest.mark.parametrize("status", [200, 201, 300, 304, 305, 404])
def test_other_statuses_lead_nowhere(status: int) -> None:
    """Even with a location: 201 names what was made."""
    assert _next(status, b"/c") is None


def test_a_redirect_without_a_location_is_an_answer() -> None:
    """There is nothing to follow."""
    assert _next(302) is None


@pytest.mark.parametrize(
    "location", [b"https://site.example/", b"//other.example/", b"http://[x", rb"\\x\y"]
)
def test_another_origin_is_never_visited(location: bytes) -> None:
    """A rehearsal loads one site, whatever that site says."""
    with pytest.raises(
        TripError, match=r"/a/b redirects to .* a rehearsal visits no other site"
    ) as told:
        _next(302, location)
    assert told.value.reason is Reason.FOREIGN_REDIRECT


@pytest.mark.parametrize(
    ("method", "status", "next_method"),
    [("POST", 302, b"GET"), ("PUT", 303, b"GET"), ("PUT", 302, b"PUT"), ("POST", 307, b"POST")],
)
def test_redirects_lead_on(
    site: Start, browse: Browse, method: str, status: int, next_method: bytes
) -> None:
    """With the method and the body that the status asks for."""
    at = site(says(moved(status, "né"), ok(b"there")))
    assert browse(at.url).request(method, "/a/b", body=b"x").body == b"there"
    assert at.heard[1].startswith(next_method + b" /a/n%C3%A9 ")
    assert at.heard[1].endswith(b"\r\n\r\nx") is (next_method != b"GET")


def test_redirects_without_end_are_given_up(site: Start, browse: Browse) -> None:
    """Twenty are followed, and the failure says where it stopped."""
    at = site(says(*[moved(302, "/again")] * 30))
    with pytest.raises(RequestFailure, match="more than 20 redirects, at last to /again") as raised:
        browse(at.url).get("/")
    failure = raised.value
    assert failure.reason is Reason.TOO_MANY_REDIRECTS
    assert failure.sent is Sent.SOMETHING
    assert len(at.heard) == 21


def test_an_empty_location_leads_to_where_it_was_said(site: Start, browse: Browse) -> None:
    """As any reference that names nothing; a site that says nothing else is given up."""
    at = site(says(moved(302, ""), ok(b"there"), *[moved(302, "")] * 30))
    me = browse(at.url)
    assert me.post("/a?b", body=b"x").body == b"there"
    assert [one.split(b" HTTP")[0] for one in at.heard] == [b"POST /a?b", b"GET /a?b"]
    with pytest.raises(RequestFailure, match="more than 20 redirects, at last to /c") as raised:
        me.get("/c")
    assert (raised.value.reason, len(at.heard)) == (Reason.TOO_MANY_REDIRECTS, 23)


@pytest.mark.parametrize("location", ["http://other.example/", "//127.0.0.1:1/", "http://[bad"])
def test_a_redirect_to_another_site_is_a_failure(site: Start, browse: Browse, location: str) -> None:
    """Nothing is ever sent there."""
    with pytest.raises(RequestFailure) as raised:
        browse(site(says(moved(302, location))).url).get("/")
    failure = raised.value
    assert (failure.reason, failure.sent) == (Reason.FOREIGN_REDIRECT, Sent.SOMETHING)
