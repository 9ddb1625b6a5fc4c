"""Registrations: a visitor's own, and nobody else's."""

from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.answers import json_answer
from mock_site.refusals import Refusal
from mock_site.session import COOKIE


async def show(request: web.Request) -> web.Response:
    """Show a registration to the account that holds it.

    Raises:
        Refusal: 404 for everyone else, so that nobody learns which ids exist.
        StoreError: it could not be read.
    """
    app = request.app
    account_id = app[keys.SESSIONS].account_id(request.cookies.get(COOKIE))
    own = [] if account_id is None else await app[keys.STORE].registrations_of(account_id)
    for registration in own:
        if registration.registration_id == request.match_info["registration_id"]:
            return json_answer(
                {
                    "registration_id": registration.registration_id,
                    "seat": registration.seat,
                    "wave": registration.wave,
                    "status": "confirmed",
                }
            )
    raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
