"""Claims about references: they lead where browsers would go, by the WHATWG URL standard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.web_reference import WebReference, joined

PAGE = "http://site.test:81/a/b?c=d"

LEADS = {
    "x": "http://site.test:81/a/x",
    "../x?y#z": "http://site.test:81/x?y#z",
    "": "http://site.test:81/a/b?c=d",
    "?": "http://site.test:81/a/b?",
    "#z": "http://site.test:81/a/b?c=d#z",
    "/x//y/": "http://site.test:81/x//y/",
    "/x/./y/..": "http://site.test:81/x/",
    "../../../x/.": "http://site.test:81/x/",
    "%2e%2E/x/%2E/y": "http://site.test:81/x/y",
    "/..x/.y./": "http://site.test:81/..x/.y./",
    "/.//x": "http://site.test:81//x",
    r"..\x\y?a\b#c\d": r"http://site.test:81/x/y?a\b#c\d",
    r"\x": "http://site.test:81/x",
    r"\\other.test\x": "http://other.test/x",
    "//other.test": "http://other.test/",
    "///other.test/x": "http://other.test/x",
    "http:x": "http://site.test:81/a/x",
    "http:/x": "http://site.test:81/x",
    "http:///other.test/x": "http://other.test/x",
    "HTTPS:other.test/x": "https://other.test/x",
    r"https:\\other.test\..\x": "https://other.test/x",
    " \x00/x\x1f ": "http://site.test:81/x",
    "/\tx\r\ny": "http://site.test:81/xy",
    "mailto:a@b.test": "mailto:a@b.test",
    "a:b": "a:b",
    "/a|b^c": "http://site.test:81/a|b^c",
}


@pytest.mark.parametrize(("reference", "url"), LEADS.items())
def test_a_reference_leads_where_a_browser_would_go(reference: str, url: str) -> None:
    """Strokes of either kind, dots that are encoded, and what counts for nothing."""
    assert joined(PAGE, reference) == url


@pytest.mark.parametrize("reference", ["http://", "//", "http://[bad/", "//a:no/", "//a:0/", "//:80/x"])
def test_what_no_browser_could_follow_leads_nowhere(reference: str) -> None:
    """There is no host, or no port of that number."""
    assert joined(PAGE, reference) == ""


@pytest.mark.parametrize(
    ("base", "reference", "leads"),
    [
        ("/a/b?c=d", "x", "/a/x"),
        ("/a/b?c=d", "?e", "/a/b?e"),
        ("/a//b", "x", "/a//x"),
        ("/a/b", "//other.test/x", "//other.test/x"),
        ("/a/b", r"\\other.test", "//other.test/"),
        ("/a/b", "/.//x", "/.//x"),
        ("http://site.test", "x", "http://site.test/x"),
        ("mailto:a", "http://site.test/x", "http://site.test/x"),
    ],
)
def test_a_path_will_do_where_nobody_knows_the_site(base: str, reference: str, leads: str) -> None:
    """What it leads to is a path as well; two strokes at its beginning are none of a host."""
    assert joined(base, reference) == leads


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("/", "/"),
        ("", "/"),
        ("/a|b[c]'d~e!$&()*+,;=:@%zz", "/a|b[c]'d~e!$&()*+,;=:@%zz"),
        ('/ "<>^`{}\x7fé', "/%20%22%3C%3E%5E%60%7B%7D%7F%C3%A9"),
        (r"/x?a|b\c^d`e{f}[g]?h", r"/x?a|b\c^d`e{f}[g]?h"),
        ("/x? \"<>'\x7fé", "/x?%20%22%3C%3E%27%7F%C3%A9"),
        ("/x?", "/x?"),
        ("/\udce9?\udce9", "/%E9?%E9"),
    ],
)
def test_what_a_request_line_holds_is_encoded_as_the_standard_says(reference: str, target: str) -> None:
    """Other letters in a path than in a query, and nothing twice."""
    assert WebReference.of(reference).target == target


@given(st.text(max_size=30), st.text(max_size=30))
def test_where_it_leads_is_not_led_on(path: str, reference: str) -> None:
    """A URL that was found is the same from any page."""
    url = joined(f"http://site.test/{path}", reference)
    if url:
        assert joined("http://other.test/x/y?z", url) == url
