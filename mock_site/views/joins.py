"""Joining a wave: the promise of a seat, or of a lot where seats are drawn, made once it is durable."""

from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.forms.submission import filled_in
from mock_site.pages.answers import json_answer
from mock_site.pages.home_page import label_of
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import HOLD_EXPIRED, Refusal, invalid, step_missing
from mock_site.settings import WAVE
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult, Registration, Standing
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.rendering import page, see_other
from mock_site.views.visitor import account_of
from mock_site.views.wishes import (
    KEY_FIELD,
    fresh_key,
    granted,
    refusal_of_wish,
    replayed,
)

_APPLIED = Standing.APPLIED.value
_GRANTED = (JoinResult.GIVEN, JoinResult.APPLIED, JoinResult.REPLAYED)


async def form(request: web.Request, refusal: Refusal | None) -> web.Response:
    """Ask whether the person really wants to join; the button carries the key of the wish.

    Who has joined is shown what they have. Where seats are held, the first button holds one, and the
    second, which then takes its place, joins.
    """
    wave = request.match_info["wave"]
    if wave != WAVE:
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
    account = await account_of(request)
    missing = account.missing()
    if missing is not None:
        raise step_missing(missing)
    store, now_s = request.app[keys.STORE], request.app[keys.CLOCK]()
    for own in await store.registrations_of(account.account_id):
        if own.wave == wave:
            return see_other(f"/registrations/{own.registration_id}")
    settings = request.app[keys.SETTINGS]
    held = await store.hold_of(account.account_id, wave) if settings.holds_seats else None
    shown = request.app[keys.WAVE_WATCH].state
    context = {
        "wave": wave,
        "state": label_of(shown, now_s).value,
        "seats_left": shown.left,
        "seats_held": shown.held,
        "hold": held if held is not None and held.is_live(now_s) else None,
        "has_expired": held is not None and held.has_expired(now_s),
        "hold_s": settings.hold_lasts_s,
        "draws_lots": settings.draws_lots,
        "applications": 0 if shown.draw is None else shown.draw.applications,
        "quota": shown.quota,
        "closes_at_s": shown.closes_at_s,
        "key": _key(request, refusal),
    }
    return page(request, "join.html", context, refusal=refusal)


def _key(request: web.Request, refusal: Refusal | None) -> str:
    """Give the key of the wish that was refused; once its hold has expired, the next is another wish."""
    if refusal is not None and refusal.error == HOLD_EXPIRED:
        return fresh_key()
    return filled_in(request).get(KEY_FIELD) or fresh_key()


show_form = first_shown(form)


@shown_again(form)
async def join(request: web.Request) -> web.Response:
    """Give a seat or take the application, or repeat the answer of the request with the same key.

    Raises:
        Refusal: 400, 401, 403, 404, 409, 410, 415 or 422, as the result says.
        StoreError: it could not be written.
    """
    app = request.app

    async def ask(wish: JoinRequest, payload: dict[str, Any]) -> JoinOutcome:
        """Give the seat; refuses a body that says something."""
        return await _of_filled(request, wish) if payload else await app[keys.STORE].join(wish)

    counters = app[keys.METRICS].joins
    return _answer(request, await granted(request, counters, JoinResult.NO_ACCOUNT, ask))


async def _of_filled(request: web.Request, wish: JoinRequest) -> JoinOutcome:
    """Refuse a body that is not empty; a key that was used already is the worse fault of the two."""
    for registration in await request.app[keys.STORE].registrations_of(wish.account_id):
        if registration.key == wish.key:
            return JoinOutcome(result=JoinResult.KEY_REUSED, registration=registration)
    if wish.wave != WAVE:
        return JoinOutcome(result=JoinResult.UNKNOWN_WAVE)
    raise invalid("body", "is not an empty object")


def _answer(request: web.Request, outcome: JoinOutcome) -> web.Response:
    registration = outcome.registration
    if registration is not None and outcome.result in _GRANTED:
        if wants_html(request):
            return see_other(f"/registrations/{registration.registration_id}")
        headers = replayed(is_repetition=outcome.result is JoinResult.REPLAYED)
        return json_answer(_seat(registration), HTTPStatus.CREATED, headers)
    raise refusal_of_wish(outcome.result.value, outcome)


def _seat(registration: Registration) -> dict[str, Any]:
    return {
        "registration_id": registration.registration_id,
        **({"seat": registration.seat} if registration.lot is None else {"status": _APPLIED}),
        "person": registration.person,
        "wave": registration.wave,
    }
