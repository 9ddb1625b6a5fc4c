"""Public answers: a page that is the same for everybody goes out as it lies ready, head and all."""

from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import HttpVersion11

from mock_site import keys
from mock_site.journey import is_secure
from mock_site.pages.public_page import PublicPage, public_answer, whole_page
from mock_site.pages.ready_answer import ReadyAnswer
from mock_site.process.phase import Phase


def public(request: web.Request, page: PublicPage, max_age_s: int) -> web.StreamResponse:
    """Answer with a page, or with 304 to whoever has it already.

    Args:
        request: that asks.
        page: to be sent.
        max_age_s: how long caches may show it without asking again.
    """
    if not _is_usual(request):
        return public_answer(request, page, max_age_s)
    secure = is_secure(request.app[keys.SETTINGS])
    content = whole_page(page, max_age_s, rfc822_formatted_time(), is_secure=secure)
    return ReadyAnswer(content, HTTPStatus.OK)


def _is_usual(request: web.Request) -> bool:
    """Tell whether there is nothing to be said but the page, on a connection that goes on."""
    return (
        request.method == hdrs.METH_GET
        and request.keep_alive
        and request.version == HttpVersion11
        and hdrs.IF_NONE_MATCH not in request.headers
        and request.app[keys.LIFE].phase is not Phase.DRAINING
    )
