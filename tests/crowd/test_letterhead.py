"""Claims about the header lines of every request."""

import pytest

from siaga.crowd.letterhead import MOST_BEGINNINGS, Letterhead
from siaga.crowd.origin import Origin

SITE = Origin.of("http://site.example:8080")


def test_every_request_names_host_agent_and_codings() -> None:
    """The defaults, in order."""
    assert Letterhead(SITE).lines() == (
        b"Host: site.example:8080\r\n"
        b"User-Agent: Mozilla/5.0 (siaga rehearsal)\r\n"
        b"Accept: */*\r\n"
        b"Accept-Encoding: gzip, deflate\r\n"
    )


def test_brotli_is_asked_for_over_https() -> None:
    """As browsers do."""
    lines = Letterhead(Origin.of("https://site.example")).lines()
    assert b"\r\nAccept-Encoding: gzip, deflate, br\r\n" in lines


def test_own_headers_replace_the_defaults_whatever_their_case() -> None:
    """Those of a request win over those of the browser, which win over the defaults."""
    letterhead = Letterhead(SITE, {"accept": "text/html", "X-Run": "browser"})
    lines = letterhead.lines({"x-run": "request", "HOST": "other"}).split(b"\r\n")
    assert b"accept: text/html" in lines
    assert b"x-run: request" in lines
    assert b"HOST: other" in lines
    assert not any(line.startswith((b"Accept: ", b"X-Run", b"Host")) for line in lines)
    assert b"X-Run: browser\r\n" in letterhead.lines()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("X Run", "1", "header 'X Run': is no name"),
        ("X-Run:", "1", "is no name"),
        ("", "1", "header '': is no name"),
        ("X-Run", "a\r\nEvil: 1", "header 'X-Run': has the value .* cannot be sent"),
        ("X-Run", "a\n", "cannot be sent"),
        ("X-Run", "名", "cannot be sent"),
        ("Content-Length", "3", "header 'Content-Length': is the browser's own; leave it out"),
        ("COOKIE", "a=1", "is the browser's own"),
        ("Transfer-Encoding", "chunked", "is the browser's own"),
    ],
)
def test_a_header_that_would_break_the_request_is_refused(name: str, value: str, message: str) -> None:
    """At the browser's making, and with each request."""
    with pytest.raises(ValueError, match=message):
        Letterhead(SITE, {name: value})
    with pytest.raises(ValueError, match=message):
        Letterhead(SITE).lines({name: value})


def test_a_name_that_went_out_before_is_no_promise_that_the_next_value_can() -> None:
    """Each value is looked at, also one that stands beside good ones; an odd one that may go does."""
    letterhead = Letterhead(SITE)
    for _ in range(2):
        assert letterhead.lines({"X-A": "1", "X-B": "2"}).endswith(b"\r\nX-A: 1\r\nX-B: 2\r\n")
        assert letterhead.lines({"X-A": "\xe9\t", "X-B": ""}).endswith(b"\r\nX-A: \xe9\t\r\nX-B: \r\n")
    for bad in ("a\r\nEvil: 1", "a\n", "\x00", "\x7f", "名"):
        with pytest.raises(ValueError, match=r"header 'X-B': has the value .* cannot be sent"):
            letterhead.lines({"X-A": "1", "X-B": bad})


def test_no_journey_can_take_the_name_of_the_run_away() -> None:
    """Whoever runs the site has to know whose load it is."""
    letterhead = Letterhead(SITE, {"Siaga-Run": "gate/1"})
    assert b"\r\nSiaga-Run: gate/1\r\n" in letterhead.lines({"X-Run": "other"})
    with pytest.raises(ValueError, match="header 'siaga-run': names the run, and is no journey's"):
        letterhead.lines({"siaga-run": ""})


def test_of_endless_pages_no_more_is_remembered_than_fits() -> None:
    """A path that was asked for before stays known."""
    letterhead = Letterhead(Origin.of("http://127.0.0.1:1"))
    for number in range(MOST_BEGINNINGS + 1):
        letterhead.lead(f"/ä{number}", f"/%C3%A4{number}")
    assert len(letterhead.targets) == MOST_BEGINNINGS
    assert letterhead.targets["/ä0"] == "/%C3%A40"
