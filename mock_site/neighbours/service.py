"""The service: what every neighbour answers besides its own work: health, metrics, administration."""

import hmac
from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry
from prometheus_client.aiohttp import make_aiohttp_handler

from mock_site.forms.strict_json import json_object
from mock_site.neighbours.conditions import AnyConditions, Standing
from mock_site.pages.answers import json_answer, refusal_answer
from mock_site.pages.refusals import Refusal, refusal_of

MAX_BODY_BYTES = 64 * 1024


def make_service(
    standing: Standing[AnyConditions],
    registry: CollectorRegistry,
    admin_token: str,
    own: Sequence[web.RouteDef],
) -> web.Application:
    """Make the application of a neighbour.

    Args:
        standing: its conditions.
        registry: of its metrics.
        admin_token: bearer token of the admin calls; empty refuses them all.
        own: routes of its own work.
    """
    app = web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[_refusing])
    administration = _Administration(standing, admin_token)
    app.router.add_routes(
        [
            *own,
            web.get("/healthz", _alive),
            web.get("/metrics", make_aiohttp_handler(registry)),
            web.get("/admin/conditions", administration.show),
            web.put("/admin/conditions", administration.change),
        ]
    )
    return app


class _Administration:
    """The admin calls."""

    def __init__(self, standing: Standing[AnyConditions], admin_token: str) -> None:
        self._standing = standing
        self._token = admin_token

    async def show(self, request: web.Request) -> web.Response:
        """Show the conditions that hold now.

        Raises:
            Refusal: 403 without the token.
        """
        self._guard(request)
        return json_answer(self._standing.shown())

    async def change(self, request: web.Request) -> web.Response:
        """Change what is named, and show what holds then.

        Raises:
            Refusal: 403 without the token, 400 for anything that is not allowed.
        """
        self._guard(request)
        self._standing.change(await json_object(request))
        return json_answer(self._standing.shown())

    def _guard(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        wanted = f"Bearer {self._token}".encode()
        if not self._token or not hmac.compare_digest(given, wanted):
            reason = "the bearer token is not the admin token, or none is set (SITE_ADMIN_TOKEN)"
            raise Refusal(HTTPStatus.FORBIDDEN, "forbidden", {"reason": reason})


async def _alive(_request: web.Request) -> web.Response:
    return json_answer({"alive": True})


@web.middleware
async def _refusing(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refusal as refusal:
        return refusal_answer(refusal)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        return refusal_answer(refusal_of(error))
