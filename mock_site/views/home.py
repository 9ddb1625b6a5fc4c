"""The home page."""

from aiohttp import web

from mock_site import keys

HTML_TYPE = "text/html"
JSON_TYPE = "application/json"


async def show(request: web.Request) -> web.Response:
    """Show the wave, as HTML, or as JSON where that is asked for."""
    app = request.app
    page = app[keys.HOME_PAGE].render(app[keys.WAVE_WATCH].state, app[keys.CLOCK]())
    accept = request.headers.get("Accept", "")
    wants_json = JSON_TYPE in accept and HTML_TYPE not in accept
    return web.Response(
        body=page.json if wants_json else page.html,
        content_type=JSON_TYPE if wants_json else HTML_TYPE,
        charset="utf-8",
        headers={"Vary": "Accept"},
    )
