"""The home page."""

from aiohttp import web

from mock_site import keys
from mock_site.pages.negotiation import HTML_TYPE, JSON_TYPE, Language, asked_language
from mock_site.views.public import public

MAX_AGE_S = 1


async def show(request: web.Request) -> web.StreamResponse:
    """Show the wave, as HTML, or as JSON where that is asked for.

    Raises:
        StoreError: the wave could not be read.
    """
    app = request.app
    rendering = app[keys.HOME_PAGE].render(await app[keys.SHOWN_WAVE].read(), app[keys.CLOCK]())
    accept = request.headers.get("Accept", "")
    wants_json = JSON_TYPE in accept and HTML_TYPE not in accept
    # The address alone names the language, so that a cache may give the page to everybody.
    language = asked_language(request) or Language.INDONESIAN
    return public(request, rendering.json if wants_json else rendering.html[language], MAX_AGE_S)
