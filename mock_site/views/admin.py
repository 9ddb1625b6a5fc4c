"""Administration: the roll and the wave, for whoever holds the token."""

import contextlib
import functools
import hmac
import json
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from mock_site import keys
from mock_site.answers import json_answer
from mock_site.refusals import Refusal, invalid
from mock_site.settings import WAVE
from mock_site.store.records import Registration, WaveChange
from mock_site.store.role import StoreError
from mock_site.strict_json import json_object

MAX_QUOTA = 1_000_000_000
MAX_OPENING_S = 253_402_300_799  # the end of the year 9999, the last that a date can show


def admin_only(view: Handler) -> Handler:
    """Let a view answer only a request that carries the admin token."""

    @functools.wraps(view)
    async def guarded(request: web.Request) -> web.StreamResponse:
        """Answer a request that carries the token, and refuse every other."""
        token = request.app[keys.SETTINGS].admin_token
        if not token:
            raise _forbidden("no admin token is set; start the site with SITE_ADMIN_TOKEN")
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, f"Bearer {token}".encode()):
            raise _forbidden("the bearer token is not the site's admin token")
        return await view(request)

    return guarded


@admin_only
async def roll(request: web.Request) -> web.StreamResponse:
    """Stream everything given, one JSON object a line, in the order in which it was given.

    Raises:
        StoreError: it could not be read. Once the answer has begun the connection is cut instead,
            so that nobody takes half a roll for a whole one.
    """
    async with contextlib.aclosing(request.app[keys.STORE].roll()) as portions:
        # Not (): CPython 3.11 fails where a tuple is the default.
        first: Sequence[Registration] = await anext(portions, [])
        answer = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await answer.prepare(request)
        try:
            await answer.write(_lines(first))
            async for portion in portions:
                await answer.write(_lines(portion))
        except StoreError:
            logging.getLogger(__name__).exception("the roll was cut off")
            if request.transport is not None:
                request.transport.abort()
    return answer


@admin_only
async def show_wave(request: web.Request) -> web.Response:
    """Show the wave's quota and opening.

    Raises:
        StoreError: it could not be read.
    """
    state = await request.app[keys.STORE].wave_state(WAVE)
    return json_answer({"wave": state.wave, "quota": state.quota, "opens_at": state.opens_at_s})


@admin_only
async def change_wave(request: web.Request) -> web.StreamResponse:
    """Change the wave's quota, opening or both, and show what it is then.

    Raises:
        Refusal: 400 for anything but a quota and an opening.
        StoreError: it could not be written.
    """
    change = _change(await json_object(request))
    await request.app[keys.STORE].change_wave(WAVE, change)
    await request.app[keys.WAVE_WATCH].refresh()
    return await show_wave(request)


def _forbidden(reason: str) -> Refusal:
    return Refusal(HTTPStatus.FORBIDDEN, "forbidden", {"reason": reason})


def _lines(portion: Sequence[Registration]) -> bytes:
    return "".join(f"{_line(registration)}\n" for registration in portion).encode("utf-8")


def _line(registration: Registration) -> str:
    entry = {
        "registration_id": registration.registration_id,
        "person": registration.person,
        "key": registration.key,
        "seat": registration.seat,
        "at": registration.at_s,
    }
    return json.dumps(entry, separators=(",", ":"))


def _change(content: dict[str, Any]) -> WaveChange:
    unknown = sorted(content.keys() - {"quota", "opens_at"})
    if unknown or not content:
        raise invalid(unknown[0][:100] if unknown else "body", "name quota, opens_at or both")
    quota = content.get("quota")
    if "quota" in content and not _is_quota(quota):
        raise invalid("quota", f"is not a whole number, 0 to {MAX_QUOTA}")
    return WaveChange(
        quota=quota,
        sets_opening="opens_at" in content,
        opens_at_s=_opening_s(content.get("opens_at")),
    )


def _opening_s(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise invalid("opens_at", "is not a number of Unix seconds, nor null")
    if not 0 <= value <= MAX_OPENING_S:
        raise invalid("opens_at", "is not between the years 1970 and 9999")
    return float(value)


def _is_quota(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_QUOTA
