"""Assets: the style sheet, under an address that changes with it, and the description of the site."""

from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.pages.public_page import PublicPage, public_answer
from mock_site.pages.refusals import Refusal

YEAR_S = 365 * 24 * 3600
DESCRIPTION_MAX_AGE_S = 60


async def style(request: web.Request) -> web.Response:
    """Show the style sheet, which caches may keep for good.

    Raises:
        Refusal: 404 for the address of another version.
    """
    sheet = request.app[keys.PAGES].style
    if request.path != sheet.path:
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
    return web.Response(
        body=sheet.body,
        content_type="text/css",
        charset="utf-8",
        headers={"Cache-Control": f"public, max-age={YEAR_S}, immutable"},
    )


async def description(request: web.Request) -> web.Response:
    """Show the OpenAPI description."""
    return public_answer(request, PublicPage.json(request.app[keys.DESCRIPTION]), DESCRIPTION_MAX_AGE_S)
