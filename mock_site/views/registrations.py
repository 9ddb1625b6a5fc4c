"""Registrations: a visitor's own, and nobody else's."""

from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.answers import json_answer
from mock_site.refusals import Refusal, no_session
from mock_site.session import COOKIE
from mock_site.store.records import Registration


async def show(request: web.Request) -> web.Response:
    """Show a registration to the account that holds it.

    Raises:
        Refusal: 404 for everyone else, so that nobody learns which ids exist.
        StoreError: it could not be read.
    """
    account_id = _account_id(request)
    own = [] if account_id is None else await request.app[keys.STORE].registrations_of(account_id)
    for registration in own:
        if registration.registration_id == request.match_info["registration_id"]:
            return json_answer(_confirmed(registration))
    raise Refusal(HTTPStatus.NOT_FOUND, "not-found")


async def show_own(request: web.Request) -> web.Response:
    """Show everything that the account holds, which may be nothing.

    Raises:
        Refusal: 401 without an account.
        StoreError: it could not be read.
    """
    account_id = _account_id(request)
    if account_id is None:
        raise no_session()
    own = await request.app[keys.STORE].registrations_of(account_id)
    return json_answer([_confirmed(registration) for registration in own])


def _account_id(request: web.Request) -> str | None:
    return request.app[keys.SESSIONS].account_id(request.cookies.get(COOKIE))


def _confirmed(registration: Registration) -> dict[str, Any]:
    return {
        "registration_id": registration.registration_id,
        "seat": registration.seat,
        "wave": registration.wave,
        "status": "confirmed",
    }
