"""Announcements: the list of them, and each by itself."""

from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.pages.negotiation import Language, asked_language, wants_html
from mock_site.pages.refusals import Refusal
from mock_site.views.public import public

MAX_AGE_S = 60


async def show_all(request: web.Request) -> web.StreamResponse:
    """Show the list."""
    return _answer(request, "")


async def show(request: web.Request) -> web.StreamResponse:
    """Show one announcement.

    Raises:
        Refusal: 404 where there is none of that name.
    """
    return _answer(request, request.match_info["slug"])


def _answer(request: web.Request, slug: str) -> web.StreamResponse:
    language = asked_language(request) or Language.INDONESIAN
    page = request.app[keys.NEWS_PAGES].find(slug, language, html=wants_html(request))
    if page is None:
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
    return public(request, page, MAX_AGE_S)
