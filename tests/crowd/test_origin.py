"""Claims about the one origin that a browser visits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.crowd.origin import Origin
from siaga.errors import UsageError

SITE = Origin.of("http://site.example:8080")


@pytest.mark.parametrize(
    ("url", "text", "authority"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("HTTP://Site.Example/", "http://site.example", "site.example"),
        ("https://site.example:443", "https://site.example", "site.example"),
        ("https://site.example:80", "https://site.example:80", "site.example:80"),
        ("http://[::1]:8080", "http://[::1]:8080", "[::1]:8080"),
        ("http://bücher.example", "http://xn--bcher-kva.example", "xn--bcher-kva.example"),
    ],
)
def test_an_address_is_read_and_written(url: str, text: str, authority: str) -> None:
    """The Host header names the port only where it is not the scheme's own."""
    origin = Origin.of(url)
    assert (str(origin), origin.authority) == (text, authority)


@pytest.mark.parametrize(
    "url", ["", "site.example", "ftp://site.example", "http://", "http://a:99999", "http://[::1"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """The message shows how one is written."""
    with pytest.raises(UsageError, match=r"is no address; write http://127\.0\.0\.1:8080"):
        Origin.of(url)


@pytest.mark.parametrize("url", ["http://a/app", "http://a?q", "http://a#f", "http://me:pw@a"])
def test_more_than_an_address_is_refused(url: str) -> None:
    """Paths belong to journeys, credentials nowhere."""
    with pytest.raises(UsageError, match="has more than an address"):
        Origin.of(url)


@pytest.mark.parametrize("rest", ["", "/", "/a/b?q=1#part", "?q=/a", "#part", "/a@b://c"])
def test_a_url_leads_to_an_origin_whatever_is_asked_for_there(rest: str) -> None:
    """Its path, query and fragment say nothing of that."""
    assert Origin.of_url(f"http://site.example:8080{rest}") == SITE


@pytest.mark.parametrize("url", ["", "/a", "mailto:a@b", "http:///a", "http://me:pw@a/b", "ftp://a/b"])
def test_a_url_that_leads_to_no_origin_is_refused(url: str) -> None:
    """As an address is that is none."""
    with pytest.raises(UsageError, match="address; write http"):
        Origin.of_url(url)


@pytest.mark.parametrize(
    ("reference", "base", "target"),
    [
        ("/", "/", "/"),
        ("/a/b?q=1&r=2", "/", "/a/b?q=1&r=2"),
        ("/a b?q=ü x", "/", "/a%20b?q=%C3%BC%20x"),
        ("/a%20b", "/", "/a%20b"),
        ("/\udce9?q=\udce9", "/", "/%E9?q=%E9"),
        ("/a/../b/./c", "/", "/b/c"),
        ("c", "/a/b?q", "/a/c"),
        ("../c", "/a/b/d", "/a/c"),
        ("?r=2", "/a/b?q=1", "/a/b?r=2"),
        ("", "/a/b?q=1", "/a/b?q=1"),
        (" /a\n", "/", "/a"),
        ("/a#part", "/", "/a"),
        ("http://site.example:8080", "/a", "/"),
        ("HTTP://SITE.EXAMPLE:8080/x", "/a", "/x"),
        ("//site.example:8080/x", "/", "/x"),
        (r"\\site.example:8080\x", "/", "/x"),
        (r"a\b|c?d\e|f^'", "/x/y", r"/x/a/b|c?d\e|f^%27"),
        ("/a|b?c'd", "/", "/a|b?c%27d"),
        ("/a|b'c?d|e", "/", "/a|b'c?d|e"),
        ("/..", "/a/b", "/"),
        ("/a/%2e%2E/b", "/", "/b"),
        ("/a/..b", "/", "/a/..b"),
        ("/x?", "/", "/x?"),
        ("/x^y", "/", "/x%5Ey"),
        ("c", "/a//b", "/a//c"),
        ("http:c", "/a/b", "/a/c"),
        ("/x\r\nEvil: 1", "/", "/xEvil:%201"),
        ("//other.example/x", "/", None),
        ("http://site.example/x", "/", None),
        ("https://site.example:8080/x", "/", None),
        ("http://site.example:8080@other.example/", "/", None),
        ("http://[bad/", "/", None),
        ("http://site.example:no/", "/", None),
        ("javascript:alert(1)", "/", None),
        ("https:site.example:8080/", "/", None),
        ("///other.example/x", "/", None),
        (r"\\other.example\x", "/", None),
        (r"/\other.example/x", "/", None),
    ],
)
def test_a_reference_is_resolved_within_the_origin(
    reference: str, base: str, target: str | None
) -> None:
    """Whatever leads elsewhere has no target."""
    assert SITE.target(reference, base) == target


@given(st.text(max_size=40))
def test_no_reference_can_break_the_request_line(reference: str) -> None:
    """A target begins with a slash and is plain ASCII without blanks or line breaks."""
    target = SITE.target(reference)
    if target is not None:
        assert target.startswith("/")
        assert all("!" <= letter <= "~" for letter in target)
