"""Holding a seat: a promise for a while, made once it is durable, which joining turns into a seat."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import HOLD_EXPIRED, Refusal, invalid
from mock_site.settings import WAVE
from mock_site.store.hold import Hold, HoldOutcome, HoldResult
from mock_site.store.records import JoinRequest
from mock_site.views.form_page import shown_again
from mock_site.views.joins import form
from mock_site.views.rendering import see_other
from mock_site.views.visitor import account_id_of
from mock_site.views.wishes import granted, refusal_of_wish, replayed


async def show(request: web.Request) -> web.Response:
    """Show what became of the last hold that the account had, to a browser on the page that joins.

    Raises:
        Refusal: 401 without an account, 404 for another wave and where no seats are held.
        StoreError: it could not be read.
    """
    _refuse_elsewhere(request)
    account_id = account_id_of(request)
    if wants_html(request):
        return see_other(_page_of(request))
    held = await request.app[keys.STORE].hold_of(account_id, WAVE)
    if held is None:
        return json_answer({"wave": WAVE, "state": "none"})
    return json_answer(described(held, request.app[keys.CLOCK]()))


@shown_again(form)
async def hold(request: web.Request) -> web.Response:
    """Keep a seat for the visitor for a while, or repeat the answer of the request with the same key.

    Raises:
        Refusal: 400, 401, 403, 404, 409, 410, 415 or 422, as the result says.
        StoreError: it could not be written.
    """
    _refuse_elsewhere(request)
    app = request.app

    async def ask(wish: JoinRequest, payload: dict[str, Any]) -> HoldOutcome:
        """Keep the seat; refuses a body that says something."""
        if payload:
            raise invalid("body", "is not an empty object")
        return await app[keys.STORE].hold(wish, app[keys.SETTINGS].hold_lasts_s)

    counters = app[keys.METRICS].holds
    return _answer(request, await granted(request, counters, HoldResult.NO_ACCOUNT, ask))


def described(held: Hold, now_s: float) -> Mapping[str, Any]:
    """Give what a hold is at a time in Unix seconds."""
    state = "expired" if held.has_expired(now_s) else held.state.value
    return {
        "wave": held.wave,
        "state": state,
        "seat": held.seat,
        "expires_at": held.ends_at_s,
        "expires_in": max(0.0, held.ends_at_s - now_s) if held.is_live(now_s) else 0.0,
    }


def _refuse_elsewhere(request: web.Request) -> None:
    if request.match_info["wave"] != WAVE or not request.app[keys.SETTINGS].holds_seats:
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found")


def _answer(request: web.Request, outcome: HoldOutcome) -> web.Response:
    held = outcome.hold
    if held is not None and outcome.result in (HoldResult.HELD, HoldResult.REPLAYED):
        if wants_html(request):
            return see_other(_page_of(request))
        headers = replayed(is_repetition=outcome.result is HoldResult.REPLAYED)
        return json_answer(described(held, request.app[keys.CLOCK]()), HTTPStatus.CREATED, headers)
    if held is not None and outcome.result is HoldResult.ALREADY_HELD:
        if wants_html(request):
            return see_other(_page_of(request))
        raise Refusal(HTTPStatus.CONFLICT, "already-held", {"expires_at": held.ends_at_s})
    if held is not None and outcome.result is HoldResult.EXPIRED:
        raise Refusal(HTTPStatus.GONE, HOLD_EXPIRED, {"expired_at": held.ends_at_s})
    raise refusal_of_wish(outcome.result.value, outcome)


def _page_of(request: web.Request) -> str:
    return f"/waves/{request.match_info['wave']}/join"
