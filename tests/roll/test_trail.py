"""Claims about the trail from page to page."""

import pytest

from siaga.roll.entry import RollError
from siaga.roll.trail import Trail, linked, next_address

FIRST = "http://127.0.0.1:8080/admin/roll?limit=2"


@pytest.mark.parametrize(
    ("to", "url"),
    [
        ("/admin/roll?from=2", "http://127.0.0.1:8080/admin/roll?from=2"),
        ("?from=2", "http://127.0.0.1:8080/admin/roll?from=2"),
        ("http://127.0.0.1:8080/x#part", "http://127.0.0.1:8080/x"),
        ("HTTP://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
    ],
)
def test_the_next_page_is_at_the_same_site(to: str, url: str) -> None:
    """Written whole, or counted from the page that names it."""
    trail = Trail(FIRST)
    trail.follow(to)
    assert trail.url == url


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:8081/admin/roll",
        "https://127.0.0.1:8080/admin/roll",
        "//evil.example.test/admin/roll",
        "http://127.0.0.1/admin/roll",
        "http://somebody@127.0.0.1:8080/admin/roll",
        "file:///etc/passwd",
    ],
)
def test_another_site_is_not_followed(to: str) -> None:
    """The token is for this one."""
    with pytest.raises(RollError, match="as the next one; only this site's own are followed"):
        Trail(FIRST).follow(to)


@pytest.mark.parametrize("to", ["http://[::1", "http://127.0.0.1:99999999/"])
def test_what_is_no_address_is_refused(to: str) -> None:
    """It is told as it came."""
    with pytest.raises(RollError, match="which is no address"):
        Trail(FIRST).follow(to)


@pytest.mark.parametrize("to", ["?limit=2", FIRST, FIRST + "#again", "/p/2"])
def test_a_page_is_not_read_twice(to: str) -> None:
    """A circle would have no end, and duplicates that the site does not hold."""
    trail = Trail(FIRST)
    trail.follow("/p/2")
    trail.follow("/admin/roll?limit=3")
    with pytest.raises(RollError, match="as the next one, which was read before"):
        trail.follow(to)


def test_a_trail_without_end_is_ended() -> None:
    """Pages that are always new are bounded in number."""
    trail = Trail(FIRST, most_pages=3)
    trail.follow("/2")
    trail.follow("/3")
    with pytest.raises(RollError, match=r"page http://127\.0\.0\.1:8080/3 is number 3 and not the last"):
        trail.follow("/4")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('</a?x=1,2;3>; rel="next"', "/a?x=1,2;3"),
        ("</a>; rel=next", "/a"),
        ('</p>; rel="prev", </a>; title="on; and, on"; REL="last Next"', "/a"),
        ('</a>; rel="nextish"', None),
        ('</a>; rev="next"', None),
        ("</a>", None),
        ("next", None),
        ("", None),
    ],
)
def test_a_link_leads_where_its_relation_is_next(link: str, address: str | None) -> None:
    """Among others, in either case, quoted or not."""
    assert linked(link) == address
    assert next_address({"Link": link}, "Link") == address


def test_any_other_header_holds_the_address_itself() -> None:
    """None at all, or an empty one, is that of the last page."""
    assert next_address({"X-Next": " /a "}, "X-Next") == "/a"
    assert next_address({"X-Next": " "}, "X-Next") is None
    assert next_address({}, "X-Next") is None
