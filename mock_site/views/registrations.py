"""Registrations: a visitor's own, and nobody else's."""

from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.defects import Defect
from mock_site.layers import Layer, Level
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal
from mock_site.store.records import Registration, Standing
from mock_site.views.progress import hold_of
from mock_site.views.rendering import page
from mock_site.views.visitor import account_id_of, known_account_id


async def show(request: web.Request) -> web.Response:
    """Show a registration to the account that holds it.

    Raises:
        Refusal: 404 for everyone else, so that nobody learns which ids exist.
        StoreError: it could not be read.
    """
    registration = await _found(request, request.match_info["registration_id"])
    if registration is None:
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
    if wants_html(request):
        context = {"registration": registration, "standing": registration.standing.value}
        return page(request, "registration.html", context)
    return json_answer(_shown(registration))


async def show_own(request: web.Request) -> web.Response:
    """Show everything that the account has, which may be nothing; holds on the page alone.

    Raises:
        Refusal: 401 without an account.
        StoreError: it could not be read.
    """
    account_id = account_id_of(request)
    own = await request.app[keys.STORE].registrations_of(account_id)
    if wants_html(request):
        context = {"registrations": own, "hold": await hold_of(request, account_id)}
        return page(request, "registrations.html", context)
    return json_answer([_shown(registration) for registration in own])


async def _found(request: web.Request, registration_id: str) -> Registration | None:
    """Find a registration among those of the account that asks."""
    store = request.app[keys.STORE]
    settings = request.app[keys.SETTINGS]
    is_owned = settings.layers.level(Layer.OWNERSHIP) is Level.HARDENED
    if not is_owned or Defect.ID_ENUMERATION in settings.defects:
        return await store.registration(registration_id)
    account_id = known_account_id(request)
    own = [] if account_id is None else await store.registrations_of(account_id)
    return next((one for one in own if one.registration_id == registration_id), None)


def _shown(registration: Registration) -> dict[str, Any]:
    known: dict[str, Any] = {
        "registration_id": registration.registration_id,
        "seat": registration.seat,
        "wave": registration.wave,
        "status": registration.standing.value,
    }
    if registration.standing in (Standing.DRAWN, Standing.NOT_DRAWN):
        known["lot"] = registration.lot
    return known
