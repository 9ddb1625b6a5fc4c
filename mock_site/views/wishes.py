"""Wishes: what a request for a seat says, the key by which it can be repeated, and how it is refused."""

import hashlib
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

from aiohttp import web
from prometheus_client import Counter

from mock_site import keys
from mock_site.forms.submission import is_form, submitted
from mock_site.layers import Layer, Level
from mock_site.metrics import JoinLabel
from mock_site.pages.refusals import HOLD_EXPIRED, Refusal, invalid, no_session, step_missing
from mock_site.store.hold import HoldOutcome
from mock_site.store.progress import Step
from mock_site.store.records import JoinOutcome, JoinRequest, Registration
from mock_site.views.counting import failures_counted
from mock_site.views.visitor import known_account_id

KEY_HEADER = "Idempotency-Key"
KEY_FIELD = "key"
REPLAYED_HEADER = "Idempotent-Replayed"
_KEY = re.compile(r"[!-~]{1,200}")


class Outcome(Protocol):
    """What a store says of a wish that it does not grant; its result has the name of the reason."""

    @property
    def registration(self) -> Registration | None:
        """The one that stands in the way."""
        ...

    @property
    def turns_at_s(self) -> float | None:
        """When the wave opens, or closed."""
        ...

    @property
    def missing(self) -> Step | None:
        """The step that has to be done first."""
        ...


_Granted = TypeVar("_Granted", JoinOutcome, HoldOutcome)


async def read_wish(request: web.Request, account_id: str) -> tuple[JoinRequest, dict[str, Any]]:
    """Read a wish, and what its body says besides.

    Raises:
        Refusal: 400 or 415, as something is wrong with it.
    """
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
        needs_hold=request.app[keys.SETTINGS].holds_seats,
        by_lot=request.app[keys.SETTINGS].draws_lots,
    )
    return wish, payload


async def granted(
    request: web.Request,
    counters: Mapping[Any, Counter],
    no_account: Enum,
    ask: Callable[[JoinRequest, dict[str, Any]], Awaitable[_Granted]],
) -> _Granted:
    """Read a wish and ask for it, and count how that ended.

    Args:
        request: that brings it.
        counters: by result, and by what is decided before one is there.
        no_account: the result for who has none.
        ask: has the store grant it or not, by the wish and what its body says besides.

    Raises:
        Refusal: 400, 401 or 415, or as asking says.
        StoreError: it could not be written.
    """
    account_id = known_account_id(request)
    if account_id is None:
        counters[no_account].inc()
        raise no_session()
    with failures_counted(
        invalid=counters[JoinLabel.INVALID],
        busy=counters[JoinLabel.BUSY],
        failed=counters[JoinLabel.FAILED],
    ):
        outcome = await ask(*await read_wish(request, account_id))
    counters[outcome.result].inc()
    return outcome


def fresh_key() -> str:
    """Give a key that nobody has used."""
    return secrets.token_hex(16)


def replayed(*, is_repetition: bool) -> Mapping[str, str] | None:
    """Give the header by which an answer says that it is one to a repetition."""
    return {REPLAYED_HEADER: "true"} if is_repetition else None


def refusal_of_wish(name: str, outcome: Outcome) -> Refusal:
    """Give the refusal of a wish, by the name of its result."""
    match name:
        case "already_joined" if outcome.registration is not None:
            details = {"registration_id": outcome.registration.registration_id}
            return Refusal(HTTPStatus.CONFLICT, "already-joined", details)
        case "step_missing" if outcome.missing is not None:
            return step_missing(outcome.missing)
        case "not_open":
            return Refusal(HTTPStatus.FORBIDDEN, "not-open", {"opens_at": outcome.turns_at_s})
        case "closed":
            return Refusal(HTTPStatus.FORBIDDEN, "closed", {"closes_at": outcome.turns_at_s})
    return _plain(name)


def _plain(name: str) -> Refusal:
    """Give the refusal of which there is nothing more to be said."""
    match name:
        case "full":
            return Refusal(HTTPStatus.CONFLICT, "full")
        case "not_held":
            return Refusal(HTTPStatus.CONFLICT, "not-held")
        case "hold_expired":
            return Refusal(HTTPStatus.GONE, HOLD_EXPIRED)
        case "key_reused":
            return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "key-reused")
        case "unknown_wave":
            return Refusal(HTTPStatus.NOT_FOUND, "not-found")
    return no_session()


def _key(request: web.Request, key: str) -> str:
    """Give the key of a wish, as the layer takes it: off, a repetition is a wish of its own."""
    level = request.app[keys.SETTINGS].layers.level(Layer.IDEMPOTENCY)
    if level is Level.OFF or (level is Level.NAIVE and not key):
        return fresh_key()
    if not _KEY.fullmatch(key):
        reason = "is missing" if not key else "is not 1 to 200 visible ASCII characters"
        raise invalid(KEY_HEADER, reason)
    return key


def _digest(payload: dict[str, Any]) -> str:
    # Hardly anybody says anything.
    return _digest_of(payload) if payload else _DIGEST_OF_NOTHING


def _digest_of(payload: dict[str, Any]) -> str:
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


_DIGEST_OF_NOTHING = _digest_of({})
