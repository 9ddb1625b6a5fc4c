"""Claims about the browser beside requests: at servers of others, both are told the same.

Where the two differ on purpose, the browser keeps to the Fetch standard, and the test says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from siaga.crowd.failure import Reason, RequestFailure
from siaga.crowd.redirect import MOST_REDIRECTS
from siaga.scenario.credentials import SiteCredentials
from tests.crowd.answer_table import CODED, NAME, PASSWORD, PLAIN
from tests.crowd.both_clients import Both, Came
from tests.crowd.independent_site import SITES, Site, h11_site

STATUSES = (
    *(200, 201, 202, 203, 204, 206, 300, 301, 304, 305, 307),
    *(400, 401, 403, 404, 409, 410, 418, 422, 425, 429, 451, 500, 501, 502, 503, 504, 599),
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
CARRIES = frozenset({"POST", "PUT", "PATCH"})
PNG = b"\x89PNG\r\n\x1a\n\x00\xff--\r\n"

REQUESTS_OWN = {(301, "PUT"), (301, "PATCH"), (302, "PUT"), (302, "PATCH"), (302, "DELETE")}
"""Redirects that requests follows in its own way: it loses the body, or makes a GET of anything."""


@pytest.fixture(scope="module", params=list(SITES))
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """Each site in turn."""
    with SITES[request.param]() as made:
        yield made


@pytest.fixture
def both(site: Site) -> Iterator[Both]:
    """Both clients at a site that knows neither yet."""
    made = Both(site)
    yield made
    made.close()


def _kept(came: Sequence[Came]) -> list[bool]:
    """Tell of each request but the first whether it went over the connection of the one before."""
    ports = [one.peers[0] for one in came]
    return [port == before for before, port in pairwise(ports)]


def _fetched(status: int, method: str) -> str:
    """Give the method after a redirect, by the Fetch standard (HTTP-redirect fetch)."""
    if status == 303:
        return method if method in {"GET", "HEAD"} else "GET"
    return "GET" if status in {301, 302} and method == "POST" else method


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_every_status_is_told_with_its_body(both: Both, method: str) -> None:
    """With a body or without one; the connection is in order for what comes next."""
    for status in STATUSES:
        ours, theirs = both.ask(method, f"/status/{status}")
        assert ours == theirs
        bare = method == "HEAD" or status in {204, 304}
        assert (ours.status, ours.body) == (status, b"" if bare else b"status %d" % status)


def test_headers_are_told_as_they_came(both: Both) -> None:
    """One that comes twice is told twice, an empty one is there, and none is changed."""
    ours, theirs = both.ask("GET", "/headers")
    assert ours == theirs
    assert ("x-two", "one, and") in ours.headers
    assert ("x-two", "another") in ours.headers
    assert ("x-empty", "") in ours.headers
    assert ("x-quoted", 'a="b; c"') in ours.headers


@pytest.mark.parametrize("coding", CODED)
def test_a_compressed_body_is_undone(both: Both, coding: str) -> None:
    """Gzip, also in members, both forms of deflate, Brotli, two of them; what nobody knows is left."""
    ours, theirs = both.ask("GET", f"/coded/{coding}")
    assert ours == theirs
    assert ours.body == PLAIN
    head, the_same = both.ask("HEAD", f"/coded/{coding}")
    assert head == the_same
    assert head.body == b""


def test_a_body_comes_whole_however_it_is_framed(both: Both) -> None:
    """In chunks, of no length, large, and one after the other."""
    for path, size_bytes in (("/chunked/300", 54_500), ("/large/4194304", 2**22), ("/large/0", 0)):
        ours, theirs = both.ask("GET", path)
        assert ours == theirs
        assert len(ours.body) == size_bytes
    ours, theirs = both.ask("HEAD", "/chunked/3")
    assert ours == theirs


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_with_the_right_method(both: Both, status: int, method: str) -> None:
    """By the Fetch standard, and with the body where the method stays; requests has a way of its own."""
    content = b"seat" if method in CARRIES else b""
    headers = {"Content-Type": "text/plain", "X-Mark": "7"} if content else {}
    path = f"/to/{status}?to=/next"
    ours, theirs = both.ask(method, path, body=content or None, headers=headers)
    then = _fetched(status, method)
    kept = content if then == method else b""
    assert ours.way == [(method, path, content), (then, "/next", kept)]
    assert (ours.status, ours.path) == (200, "/next")
    assert [one.kind for one in ours.asked] == ["text/plain" if one else "" for one in (content, kept)]
    assert ours.asked[1].headers.get("x-mark") == headers.get("X-Mark")
    assert (ours == theirs) is ((status, method) not in REQUESTS_OWN)


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/next?x=1", "/next?x=1"),
        ("sibling", "/to/sibling"),
        ("./", "/to/"),
        ("../up", "/up"),
        ("?q=1", "/to/302?q=1"),
        ("/next#part", "/next"),
        ("/a b", "/a%20b"),
        ("/a%20b%2Fc", "/a%20b%2Fc"),
        ("/a/./b/../c", "/a/c"),
        ("/café?q=ü", "/caf%C3%A9?q=%C3%BC"),
        ("http://{place}/next", "/next"),
        ("HTTP://{place}/next?y", "/next?y"),
        ("//{place}/next", "/next"),
    ],
)
def test_a_location_is_read_as_it_is_meant(both: Both, site: Site, location: str, path: str) -> None:
    """Relative to where it was said, with letters beyond ASCII as the UTF-8 that they are."""
    there = quote(location.format(place=urlsplit(site.url).netloc), safe="")
    ours, theirs = both.ask("GET", f"/to/302?to={there}")
    assert ours == theirs
    assert ours.path == path
    assert ours.asked[1].target == path


def test_a_chain_of_redirects_is_followed_to_its_end(both: Both) -> None:
    """As long as the browser has patience, as much as the Fetch standard has; requests has more."""
    ours, theirs = both.ask("GET", f"/chain/{MOST_REDIRECTS}")
    assert ours == theirs
    assert (ours.body, len(ours.asked)) == (b"there", MOST_REDIRECTS + 1)
    with pytest.raises(RequestFailure) as raised:
        both.ask_browser("GET", f"/chain/{MOST_REDIRECTS + 1}")
    assert raised.value.reason == Reason.TOO_MANY_REDIRECTS


def test_only_requests_follows_to_another_site(both: Both) -> None:
    """On purpose: nobody there has agreed to be loaded."""
    with h11_site() as other:
        path = f"/to/302?to={quote(f'{other.url}/next', safe='')}"
        assert both.ask_requests("GET", path).body == b"GET /next"
        other.noted.clear()
        with pytest.raises(RequestFailure) as raised:
            both.ask_browser("GET", path)
        assert (raised.value.reason, other.noted) == (Reason.FOREIGN_REDIRECT, [])


@pytest.mark.parametrize(
    ("cookies", "path", "sent"),
    [
        (["a=1"], "/cookies/other", "a=1"),
        (["a=1"], "/", None),
        (["a=1; Path=/only"], "/only/x", "a=1"),
        (["a=1; Path=/only"], "/onlyx", None),
        (["a=1; Path=/", "a=2; Path=/; Max-Age=0"], "/", None),
        (["a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "/", None),
        (["a=1; Path=/; Expires=Wed, 09 Jun 2100 10:18:14 GMT"], "/", "a=1"),
        (["a=1; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "/", "a=1"),
        (["a=1; Path=/; HttpOnly; SameSite=Lax"], "/", "a=1"),
        (['a="two words"; Path=/'], "/", 'a="two words"'),
        (["a=b=c; Path=/"], "/", "a=b=c"),
        (["a=; Path=/"], "/", "a="),
        (["a=1; Path=/", "b=2; Path=/long"], "/long/x", "b=2; a=1"),
        (["a=1; Path=/", "b=2; Path=/", "a=3; Path=/"], "/", "a=3; b=2"),
        (["a=1; Path=/; Domain=127.0.0.1"], "/", "a=1"),
        (["a=1; Path=/; Domain=example.org"], "/", None),
    ],
)
def test_cookies_are_sent_where_they_belong(
    both: Both, cookies: list[str], path: str, sent: str | None
) -> None:
    """Afterwards, and at once where the answer that sets them leads on."""
    for text in cookies:
        ours, theirs = both.ask("GET", f"/cookies/deep?{urlencode({'set': text})}")
        assert ours == theirs
    ours, theirs = both.ask("GET", path)
    assert ours == theirs
    assert ours.asked[0].headers.get("cookie") == sent
    ours, theirs = both.ask("GET", f"/cookies/deep?{urlencode({'set': cookies[-1], 'to': path})}")
    assert ours == theirs
    assert (ours.path, ours.asked[1].headers.get("cookie")) == (path, sent)


def test_cookies_that_come_together_are_all_kept(both: Both) -> None:
    """One answer may set several, each in a header of its own."""
    query = urlencode({"set": ["a=1; Path=/", "b=2; Path=/", "c=3"]}, doseq=True)
    ours, theirs = both.ask("GET", f"/cookies/deep?{query}&to=/cookies/x")
    assert ours == theirs
    assert ours.asked[1].headers["cookie"] == "c=3; a=1; b=2"


FORM = {"name": "Sri Ayu", "empty": "", "each": ["1", "2"], "sign": "é&=+;%"}
JSON = {"nik": "97", "é": [1, None]}
PAIRS = (("name", "Sri Ayu"), ("empty", ""), ("each", "1"), ("each", "2"), ("sign", "é&=+;%"))


@pytest.mark.parametrize("method", sorted(CARRIES))
@pytest.mark.parametrize(
    ("options", "read"),
    [
        ({"form": FORM}, ("application/x-www-form-urlencoded", None, PAIRS, ())),
        (
            {"form": FORM, "files": [("scan", "ktp é.png", "image/png", PNG)]},
            ("multipart/form-data", None, PAIRS, (("scan", "ktp é.png", "image/png", PNG),)),
        ),
        ({"json": JSON}, ("application/json", JSON, (), ())),
        ({"body": b"\x00\xff" * 2**20}, ("", b"\x00\xff" * 2**20, (), ())),
        ({}, ("", b"", (), ())),
    ],
    ids=["form", "files", "json", "large", "nothing"],
)
def test_a_body_arrives_as_it_was_meant(
    both: Both, method: str, options: Mapping[str, Any], read: tuple[Any, ...]
) -> None:
    """As the site's own library reads forms, files and JSON; names and values beyond ASCII, too."""
    ours, theirs = both.ask(method, "/here", **options)
    assert ours == theirs
    (one,) = ours.asked
    assert (one.kind, one.content, one.form, one.files) == read


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/a b", "/a%20b"),
        ("/a%20b%2Fc", "/a%20b%2Fc"),
        ("/café/naïve?q=ü&r=%C3%BC", "/caf%C3%A9/na%C3%AFve?q=%C3%BC&r=%C3%BC"),
        ("/😀", "/%F0%9F%98%80"),
        ("/a/./b/../c", "/a/c"),
        ("/a//b", "/a//b"),
        ("/x?q=a+b&r=c%26d&s", "/x?q=a+b&r=c%26d&s"),
        ('/a"b<c>d?e="f g"', "/a%22b%3Cc%3Ed?e=%22f%20g%22"),
        ("/~me;v=1,2", "/~me;v=1,2"),
        ("/x?to=/a/../b", "/x?to=/a/../b"),
        ("/x#part", "/x"),
    ],
)
def test_a_path_goes_out_as_it_is_meant(both: Both, path: str, target: str) -> None:
    """What no request line can hold is encoded once, and nothing is encoded twice."""
    ours, theirs = both.ask("GET", path)
    assert ours == theirs
    assert (ours.path, ours.asked[0].target) == (target, target)


def test_name_and_password_are_known_to_the_site(site: Site) -> None:
    """What a scenario's credentials send is what requests sends, and a redirect on the site keeps it."""
    given = {"basic": {"name": NAME, "password": "${PASSWORD}"}}
    credentials = SiteCredentials.model_validate(given).resolved({"PASSWORD": PASSWORD})
    both, strangers = Both(site, credentials.headers), Both(site)
    try:
        both.session.headers.clear()
        both.session.auth = (NAME, PASSWORD)
        ours, theirs = both.ask("GET", "/to/302?to=/private/page")
        assert ours == theirs
        assert (ours.status, ours.body) == (200, b"welcome")
        ours, theirs = strangers.ask("GET", "/private/page")
        assert ours == theirs
        assert (ours.status, ours.body) == (401, b"who?")
        assert ("www-authenticate", 'Basic realm="staging"') in ours.headers
    finally:
        both.close()
        strangers.close()


def test_a_connection_is_kept_as_long_as_the_site_keeps_it(both: Both) -> None:
    """After bodies of every kind, and after none; whoever is told that it ends opens another."""
    bodies = ["/here", "/status/204", "/status/304", "/large/65536", "/chunked/9"]
    for method in ("GET", "HEAD"):
        way = [*bodies, "/closes", *bodies, "/here"]
        ours, theirs = zip(*(both.ask(method, path) for path in way), strict=True)
        assert ours == theirs
        assert _kept(ours) == _kept(theirs)


def test_a_difference_is_seen(both: Both) -> None:
    """Whatever a client does that the other does not, the site notes."""
    ours, theirs = both.ask_browser("GET", "/here"), both.ask_requests("GET", "/there")
    assert ours != theirs
    both.session.cookies.set("a", "1")
    ours, theirs = both.ask("GET", "/here")
    assert (ours.body, ours == theirs) == (theirs.body, False)
