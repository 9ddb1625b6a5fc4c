"""Public pages: whoever has one already is told so instead of getting it again."""

import pytest
from aiohttp.test_utils import make_mocked_request

from mock_site.pages.public_page import PublicPage, has_tag, public_answer

PAGE = PublicPage.html(b"<p>news</p>")


@pytest.mark.parametrize(
    ("header", "known"),
    [
        (None, False),
        ("", False),
        ('"other"', False),
        (PAGE.tag, True),
        (f"W/{PAGE.tag}", True),
        (f'"other", {PAGE.tag}', True),
        ("*", True),
    ],
)
def test_a_tag_is_known_however_it_is_named(header: str | None, *, known: bool) -> None:
    """Lists, weak tags and the star count (RFC 9110, 13.1.2)."""
    assert has_tag(header, PAGE.tag) is known


def test_a_page_is_sent_with_what_caches_need() -> None:
    """Tag, age, and what the answer depends on."""
    answer = public_answer(make_mocked_request("GET", "/"), PAGE, 60)
    assert (answer.status, answer.body) == (200, b"<p>news</p>")
    assert answer.headers["ETag"] == PAGE.tag
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Vary"] == "Accept"


def test_who_has_the_page_gets_304_without_it() -> None:
    """With the same tag and age."""
    request = make_mocked_request("GET", "/", headers={"If-None-Match": PAGE.tag})
    answer = public_answer(request, PAGE, 60)
    assert (answer.status, answer.body) == (304, None)
    assert answer.headers["ETag"] == PAGE.tag


def test_another_body_has_another_tag() -> None:
    """A tag is a digest."""
    assert PublicPage.html(b"a").tag != PublicPage.html(b"b").tag
