"""Joining a wave: the promise of a seat, made once it is durable."""

import hashlib
import json
import re
import secrets
from http import HTTPStatus
from typing import Any, NoReturn

from aiohttp import web

from mock_site import keys
from mock_site.forms.submission import filled_in, is_form, submitted
from mock_site.layers import Layer, Level
from mock_site.metrics import JoinLabel
from mock_site.pages.answers import json_answer
from mock_site.pages.home_page import label_of
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal, invalid, no_session, step_missing
from mock_site.settings import WAVE
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult, Registration
from mock_site.views.counting import failures_counted
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.rendering import page, see_other
from mock_site.views.visitor import account_of, known_account_id

KEY_HEADER = "Idempotency-Key"
KEY_FIELD = "key"
REPLAYED_HEADER = "Idempotent-Replayed"
_KEY = re.compile(r"[!-~]{1,200}")


async def _form(request: web.Request, refusal: Refusal | None) -> web.Response:
    """Ask whether the person really wants to join; the button carries the key of the wish.

    Who has joined is shown what they have.
    """
    wave = request.match_info["wave"]
    if wave != WAVE:
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
    account = await account_of(request)
    missing = account.missing()
    if missing is not None:
        raise step_missing(missing)
    for held in await request.app[keys.STORE].registrations_of(account.account_id):
        if held.wave == wave:
            return see_other(f"/registrations/{held.registration_id}")
    shown = request.app[keys.WAVE_WATCH].state
    context = {
        "wave": wave,
        "state": label_of(shown, request.app[keys.CLOCK]()).value,
        "seats_left": shown.left,
        "key": filled_in(request).get(KEY_FIELD) or secrets.token_hex(16),
    }
    return page(request, "join.html", context, refusal=refusal)


show_form = first_shown(_form)


@shown_again(_form)
async def join(request: web.Request) -> web.Response:
    """Give the visitor a seat, or repeat the answer of the request with the same key.

    Raises:
        Refusal: 400, 401, 403, 404, 409, 415 or 422, as the result says.
        StoreError: it could not be written.
    """
    app = request.app
    counters = app[keys.METRICS].joins
    account_id = known_account_id(request)
    if account_id is None:
        counters[JoinResult.NO_ACCOUNT].inc()
        raise no_session()
    with failures_counted(
        invalid=counters[JoinLabel.INVALID],
        busy=counters[JoinLabel.BUSY],
        failed=counters[JoinLabel.FAILED],
    ):
        wish, payload = await _read(request, account_id)
        if payload:
            outcome = await _of_filled(request, wish)
        else:
            outcome = await app[keys.STORE].join(wish)
    counters[outcome.result].inc()
    return _answer(request, outcome)


async def _read(request: web.Request, account_id: str) -> tuple[JoinRequest, dict[str, Any]]:
    if is_form(request):
        payload = dict(await submitted(request))
        key = _key(request, payload.pop(KEY_FIELD, ""))
    else:
        key = _key(request, request.headers.get(KEY_HEADER, ""))
        payload = dict(await submitted(request))
    wish = JoinRequest(
        account_id=account_id,
        wave=request.match_info["wave"],
        key=key,
        payload=_digest(payload),
    )
    return wish, payload


def _key(request: web.Request, key: str) -> str:
    """Give the key of a wish, as the layer takes it: off, a repetition is a wish of its own."""
    level = request.app[keys.SETTINGS].layers.level(Layer.IDEMPOTENCY)
    if level is Level.OFF or (level is Level.NAIVE and not key):
        return secrets.token_hex(16)
    if not _KEY.fullmatch(key):
        reason = "is missing" if not key else "is not 1 to 200 visible ASCII characters"
        raise invalid(KEY_HEADER, reason)
    return key


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
    if registration is not None and outcome.result in (JoinResult.GIVEN, JoinResult.REPLAYED):
        if wants_html(request):
            return see_other(f"/registrations/{registration.registration_id}")
        replayed = outcome.result is JoinResult.REPLAYED
        headers = {REPLAYED_HEADER: "true"} if replayed else None
        return json_answer(_seat(registration), HTTPStatus.CREATED, headers)
    return _refuse(outcome)


def _refuse(outcome: JoinOutcome) -> NoReturn:
    match outcome.result:
        case JoinResult.ALREADY_JOINED if outcome.registration is not None:
            details = {"registration_id": outcome.registration.registration_id}
            raise Refusal(HTTPStatus.CONFLICT, "already-joined", details)
        case JoinResult.STEP_MISSING if outcome.missing is not None:
            raise step_missing(outcome.missing)
        case JoinResult.FULL:
            raise Refusal(HTTPStatus.CONFLICT, "full")
        case JoinResult.NOT_OPEN:
            raise Refusal(HTTPStatus.FORBIDDEN, "not-open", {"opens_at": outcome.turns_at_s})
        case JoinResult.CLOSED:
            raise Refusal(HTTPStatus.FORBIDDEN, "closed", {"closes_at": outcome.turns_at_s})
        case JoinResult.KEY_REUSED:
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "key-reused")
        case JoinResult.UNKNOWN_WAVE:
            raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
        case _:
            raise no_session()


def _seat(registration: Registration) -> dict[str, Any]:
    return {
        "registration_id": registration.registration_id,
        "seat": registration.seat,
        "person": registration.person,
        "wave": registration.wave,
    }


def _digest(payload: dict[str, Any]) -> str:
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
