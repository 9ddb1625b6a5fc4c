"""Joining a wave: the promise of a seat, made once it is durable."""

import hashlib
import json
import re
from http import HTTPStatus
from typing import Any, NoReturn

from aiohttp import web

from mock_site import keys
from mock_site.answers import json_answer
from mock_site.metrics import JoinLabel
from mock_site.refusals import Refusal, invalid, no_session
from mock_site.session import COOKIE
from mock_site.settings import WAVE
from mock_site.store.records import JoinOutcome, JoinRequest, JoinResult, Registration
from mock_site.strict_json import json_object
from mock_site.views.counting import failures_counted

KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"
_KEY = re.compile(r"[!-~]{1,200}")


async def join(request: web.Request) -> web.Response:
    """Give the visitor a seat, or repeat the answer of the request with the same key.

    Raises:
        Refusal: 400, 401, 403, 404, 409, 415 or 422, as the result says.
        StoreError: it could not be written.
    """
    app = request.app
    counters = app[keys.METRICS].joins
    account_id = app[keys.SESSIONS].account_id(request.cookies.get(COOKIE))
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
    return _answer(outcome)


async def _read(request: web.Request, account_id: str) -> tuple[JoinRequest, dict[str, Any]]:
    key = request.headers.get(KEY_HEADER, "")
    if not _KEY.fullmatch(key):
        reason = "is missing" if not key else "is not 1 to 200 visible ASCII characters"
        raise invalid(KEY_HEADER, reason)
    payload = await json_object(request)
    wish = JoinRequest(
        account_id=account_id,
        wave=request.match_info["wave"],
        key=key,
        payload=_digest(payload),
    )
    return wish, payload


async def _of_filled(request: web.Request, wish: JoinRequest) -> JoinOutcome:
    """Refuse a body that is not empty; a key that was used already is the worse fault of the two."""
    for registration in await request.app[keys.STORE].registrations_of(wish.account_id):
        if registration.key == wish.key:
            return JoinOutcome(result=JoinResult.KEY_REUSED, registration=registration)
    if wish.wave != WAVE:
        return JoinOutcome(result=JoinResult.UNKNOWN_WAVE)
    raise invalid("body", "is not an empty object")


def _answer(outcome: JoinOutcome) -> web.Response:
    registration = outcome.registration
    if registration is not None and outcome.result in (JoinResult.GIVEN, JoinResult.REPLAYED):
        replayed = outcome.result is JoinResult.REPLAYED
        headers = {REPLAYED_HEADER: "true"} if replayed else None
        return json_answer(_seat(registration), HTTPStatus.CREATED, headers)
    return _refuse(outcome)


def _refuse(outcome: JoinOutcome) -> NoReturn:
    match outcome.result:
        case JoinResult.ALREADY_JOINED if outcome.registration is not None:
            details = {"registration_id": outcome.registration.registration_id}
            raise Refusal(HTTPStatus.CONFLICT, "already-joined", details)
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
