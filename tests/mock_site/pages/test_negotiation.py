"""Negotiation: browsers get pages, programmes JSON, and everybody their language."""

import pytest
from aiohttp.test_utils import make_mocked_request

from mock_site.pages.negotiation import Language, asked_language, language_of, wants_html


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        (None, False),
        ("*/*", False),
        ("application/json", False),
        ("text/html", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html;q=0.5, application/json", False),
        ("text/html, application/json;q=0.9", True),
        ("text/html, application/json", True),
        ("application/json;q=1, text/html;q=x", False),
    ],
)
def test_who_would_rather_have_a_page_gets_one(accept: str | None, *, html: bool) -> None:
    """The quality values decide; who says nothing is a programme."""
    headers = {} if accept is None else {"Accept": accept}
    assert wants_html(make_mocked_request("GET", "/", headers=headers)) is html


@pytest.mark.parametrize(
    ("path", "cookie", "language"),
    [
        ("/", "", Language.INDONESIAN),
        ("/?lang=en", "", Language.ENGLISH),
        ("/", "lang=en", Language.ENGLISH),
        ("/?lang=id", "lang=en", Language.INDONESIAN),
        ("/?lang=xx", "lang=en", Language.ENGLISH),
        ("/", "lang=xx", Language.INDONESIAN),
    ],
)
def test_the_address_decides_then_the_cookie(path: str, cookie: str, language: Language) -> None:
    """Who has asked for neither reads Indonesian."""
    request = make_mocked_request("GET", path, headers={"Cookie": cookie})
    assert language_of(request) is language


def test_an_address_may_ask_for_no_language() -> None:
    """Then nothing is remembered."""
    assert asked_language(make_mocked_request("GET", "/")) is None
    assert asked_language(make_mocked_request("GET", "/?lang=en")) is Language.ENGLISH
