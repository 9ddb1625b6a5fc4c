"""Administration: the roll, the notices and the wave, for whoever holds the token."""

import contextlib
import functools
import hmac
import logging
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler

from mock_site import keys
from mock_site.compact_json import compact
from mock_site.forms.strict_json import json_object
from mock_site.pages.answers import json_answer
from mock_site.pages.refusals import Refusal, invalid
from mock_site.settings import WAVE
from mock_site.store.records import Notice, RollEntry, WaveChange
from mock_site.store.role import StoreError

MAX_QUOTA = 1_000_000_000
LAST_S = 253_402_300_799
"""The end of the year 9999, the last that a date can show."""

_Item = TypeVar("_Item")


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
    return await _streamed(request, request.app[keys.STORE].roll(), _entry)


@admin_only
async def notices(request: web.Request) -> web.StreamResponse:
    """Stream every notice, one JSON object a line, in the order in which they were written.

    Raises:
        StoreError: as for the roll.
    """
    return await _streamed(request, request.app[keys.STORE].notices(), _notice)


@admin_only
async def show_wave(request: web.Request) -> web.Response:
    """Show the wave's quota, opening and closing.

    Raises:
        StoreError: it could not be read.
    """
    state = await request.app[keys.STORE].wave_state(WAVE)
    return json_answer(
        {
            "wave": state.wave,
            "quota": state.quota,
            "opens_at": state.opens_at_s,
            "closes_at": state.closes_at_s,
        }
    )


@admin_only
async def quotas(request: web.Request) -> web.Response:
    """Show every quota that was ever in force, and from when, the oldest first.

    Raises:
        StoreError: they could not be read.
    """
    log = await request.app[keys.STORE].quota_log(WAVE)
    return json_answer([{"at": change.at_s, "quota": change.quota} for change in log])


@admin_only
async def change_wave(request: web.Request) -> web.StreamResponse:
    """Change the wave's quota, opening and closing, or some of them, and show what it is then.

    Raises:
        Refusal: 400 for anything else, and for a wave that would close before it opens.
        StoreError: it could not be written.
    """
    change = _change(await json_object(request))
    if not await request.app[keys.STORE].change_wave(WAVE, change):
        raise invalid("closes_at", "is not after opens_at")
    await request.app[keys.WAVE_WATCH].refresh()
    return await show_wave(request)


@admin_only
async def remove(request: web.Request) -> web.StreamResponse:
    """Remove a registration with the account that holds it; the seat is free again.

    Raises:
        Refusal: 404 where there is none, or none any more.
        StoreError: it could not be written.
    """
    if not await request.app[keys.STORE].remove(request.match_info["registration_id"]):
        raise Refusal(HTTPStatus.NOT_FOUND, "not-found")
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def _streamed(
    request: web.Request,
    listing: AsyncGenerator[Sequence[_Item], None],
    content: Callable[[_Item], Mapping[str, Any]],
) -> web.StreamResponse:
    """Answer with a listing as JSON lines, as fast as the reader takes them."""
    async with contextlib.aclosing(listing) as portions:
        # Not (): CPython 3.11 fails where a tuple is the default.
        first: Sequence[_Item] = await anext(portions, [])
        answer = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await answer.prepare(request)
        try:
            await answer.write(_lines(first, content))
            async for portion in portions:
                await answer.write(_lines(portion, content))
        except StoreError:
            logging.getLogger(__name__).exception("%s was cut off", request.path)
            if request.transport is not None:
                request.transport.abort()
    return answer


def _lines(portion: Sequence[_Item], content: Callable[[_Item], Mapping[str, Any]]) -> bytes:
    return "".join(f"{compact(content(item))}\n" for item in portion).encode("utf-8")


def _entry(entry: RollEntry) -> Mapping[str, Any]:
    return {
        "registration_id": entry.registration_id,
        "person": entry.person,
        "key": entry.key,
        "seat": entry.seat,
        "status": entry.standing.value,
        "at": entry.at_s,
        "nik": entry.nik,
        "phone": entry.phone,
        "email": entry.email,
        "name": entry.name,
        "account_at": entry.account_at_s,
        "email_at": entry.email_at_s,
        "identity_at": entry.identity_at_s,
        "profile_at": entry.profile_at_s,
        "documents_at": entry.documents_at_s,
        "phone_at": entry.phone_at_s,
        "assessment_at": entry.assessment_at_s,
    }


def _notice(notice: Notice) -> Mapping[str, Any]:
    return {
        "registration_id": notice.registration_id,
        "person": notice.person,
        "at": notice.at_s,
    }


def _forbidden(reason: str) -> Refusal:
    return Refusal(HTTPStatus.FORBIDDEN, "forbidden", {"reason": reason})


def _change(content: dict[str, Any]) -> WaveChange:
    unknown = sorted(content.keys() - {"quota", "opens_at", "closes_at"})
    if unknown or not content:
        reason = "name some of quota, opens_at, closes_at"
        raise invalid(unknown[0][:100] if unknown else "body", reason)
    quota = content.get("quota")
    if "quota" in content and not _is_quota(quota):
        raise invalid("quota", f"is not a whole number, 0 to {MAX_QUOTA}")
    return WaveChange(
        quota=quota,
        sets_opening="opens_at" in content,
        opens_at_s=_moment_s("opens_at", content),
        sets_closing="closes_at" in content,
        closes_at_s=_moment_s("closes_at", content),
    )


def _moment_s(name: str, content: Mapping[str, Any]) -> float | None:
    value = content.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise invalid(name, "is not a number of Unix seconds, nor null")
    if not 0 <= value <= LAST_S:
        raise invalid(name, "is not between the years 1970 and 9999")
    return float(value)


def _is_quota(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_QUOTA
