"""The cookie jar gives what aiohttp would, whatever a browser sends."""

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from mock_site.trust.cookie_jar import LONGEST_KEPT, MOST_COOKIES, _usual, cookies_of

NAMES = st.text("abZ_09-", min_size=1, max_size=8)
VALUES = st.text("abcXYZ019_.=-", max_size=30)


@given(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=5))
def test_usual_cookies_are_read_as_aiohttp_reads_them(pairs: list[tuple[str, str]]) -> None:
    """Of one name that is given twice, the last one."""
    text = "; ".join(f"{name}={value}" for name, value in pairs)
    request = make_mocked_request("GET", "/", headers={"Cookie": text})
    assert cookies_of(request) == request.cookies == dict(pairs)


@given(st.text(st.characters(codec="latin-1", exclude_categories=["C"]), max_size=40))
def test_anything_else_is_read_as_aiohttp_reads_it(text: str) -> None:
    """Quotes, spaces, no names at all."""
    request = make_mocked_request("GET", "/", headers={"Cookie": text})
    assert cookies_of(request) == request.cookies


@pytest.mark.parametrize(
    "text",
    ["", "a", "a=", "=b", 'a="b; c"; d=e', "a=b;c=d", "a=b;  c=d", "a=b; ", "path=/; a=b", "a b=c"],
)
def test_odd_spellings_are_read_as_aiohttp_reads_them(text: str) -> None:
    """Those that are next to the usual one."""
    request = make_mocked_request("GET", "/", headers={"Cookie": text})
    assert cookies_of(request) == request.cookies


@pytest.mark.parametrize("cookies", [MOST_COOKIES, MOST_COOKIES + 1])
def test_of_many_cookies_nothing_is_kept_in_mind(cookies: int) -> None:
    """Each weighs ten times its text, and whoever sends others each time would fill the memory."""
    text = "; ".join(f"c{one}=v{cookies}" for one in range(cookies))
    request = make_mocked_request("GET", "/", headers={"Cookie": text})
    assert cookies_of(request) == request.cookies
    assert (_usual(text) is None) == (cookies > MOST_COOKIES)


def test_there_may_be_no_cookies_and_very_long_ones() -> None:
    """A long one is read, too."""
    assert cookies_of(make_mocked_request("GET", "/")) == {}
    value = "x" * LONGEST_KEPT
    assert cookies_of(make_mocked_request("GET", "/", headers={"Cookie": f"a={value}"})) == {"a": value}
