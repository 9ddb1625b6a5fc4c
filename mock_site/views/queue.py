"""The queue: taking a ticket, looking at it, leaving; and what whoever runs the site sees of it."""

import random
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.compact_json import compact
from mock_site.forms.strict_json import json_object
from mock_site.forms.submission import is_form, submitted
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal, busy, invalid
from mock_site.protection.rejections import Reason
from mock_site.protection.waiting_room.desk import Desk, Entry, Inlet
from mock_site.protection.waiting_room.door import Door
from mock_site.protection.waiting_room.room import RoomFullError
from mock_site.protection.waiting_room.shared_words import WordsBusyError
from mock_site.protection.waiting_room.status import State, Status, look_again_s
from mock_site.views.admin import LAST_S, admin_only
from mock_site.views.rendering import page, see_other

START_PATH = "/accounts"
MAX_PEOPLE = 10_000_000
_PATH = re.compile(r"/[A-Za-z0-9_-][A-Za-z0-9/_-]{0,99}")
_OPEN = Status(number=0, state=State.ADMITTED)
"""What is said where there is no waiting room."""


async def take(request: web.Request) -> web.StreamResponse:
    """Give a ticket, or say how the one stands that the browser has.

    Raises:
        Refusal: 503 where no ticket can be given now, 403 for a form without its CSRF token.
    """
    if is_form(request):
        await submitted(request)
    door = request.app.get(keys.DOOR)
    try:
        status = _OPEN if door is None else door.take(request)
    except (WordsBusyError, RoomFullError) as error:
        raise _not_now(request, error) from None
    if wants_html(request):
        return see_other(f"/queue?next={_next(request)}")
    return _told(request, status, door, HTTPStatus.CREATED)


async def show(request: web.Request) -> web.StreamResponse:
    """Say how the browser's ticket stands.

    Raises:
        Refusal: 404 for a programme without a ticket, 503 where nobody can say now.
    """
    door = request.app.get(keys.DOOR)
    try:
        status = _OPEN if door is None else door.look(request)
    except WordsBusyError as error:
        raise _not_now(request, error) from None
    if wants_html(request):
        return _page(request, status)
    if status is None:
        raise Refusal(HTTPStatus.NOT_FOUND, "no-ticket")
    return _told(request, status, door, HTTPStatus.OK)


async def leave(request: web.Request) -> web.StreamResponse:
    """Take the browser out of the queue, or out of the site.

    Raises:
        Refusal: 503 where the room is busy, 403 for a form without its CSRF token.
    """
    if is_form(request):
        await submitted(request)
    door = request.app.get(keys.DOOR)
    try:
        if door is not None:
            door.leave(request)
    except WordsBusyError as error:
        raise _not_now(request, error) from None
    return see_other("/") if wants_html(request) else json_answer({"state": "left"})


@admin_only
async def entries(request: web.Request) -> web.StreamResponse:
    """Stream every ticket, one JSON object a line, in the order in which they were taken."""
    answer = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await answer.prepare(request)
    desk = request.app.get(keys.DESK)
    for portion in () if desk is None else desk.entries():
        lines = "".join(f"{compact(_line(request, one))}\n" for one in portion)
        await answer.write(lines.encode("utf-8"))
    return answer


@admin_only
async def show_inlet(request: web.Request) -> web.Response:
    """Show who is let in."""
    inlet = _desk(request).inlet()
    return json_answer(
        {
            "capacity": inlet.capacity,
            "admits_per_s": inlet.admits_per_s,
            "opens_at": inlet.opens_at_s,
        }
    )


@admin_only
async def change_inlet(request: web.Request) -> web.StreamResponse:
    """Change who is let in, or some of it, and show what it is then.

    Raises:
        Refusal: 400 for anything else, 409 for an opening while turns of the last lot go on.
    """
    content = await json_object(request)
    desk = _desk(request)
    try:
        if not desk.set_inlet(_inlet(content, desk.inlet())):
            raise Refusal(HTTPStatus.CONFLICT, "lot-not-over")
    except WordsBusyError as error:
        raise _not_now(request, error) from None
    return await show_inlet(request)


def _told(
    request: web.Request, status: Status, door: Door | None, code: HTTPStatus
) -> web.StreamResponse:
    content = _content(status)
    if door is not None and status.state is State.ADMITTED:
        content["pass"] = door.shown(status)
    return json_answer(content, code, _retry_after(request, status))


def _content(status: Status) -> dict[str, Any]:
    return {
        "state": status.state.value,
        "position": None if status.place is None else status.place + 1,
        "ahead": status.ahead,
        "estimated_wait_s": _rounded(status.wait_s),
        "opens_in_s": _rounded(status.opens_in_s),
    }


def _retry_after(request: web.Request, status: Status) -> Mapping[str, str]:
    if status.state is not State.WAITING and status.state is not State.PRE_QUEUE:
        return {}
    pace, looks_per_s = request.app[keys.PACE], request.app[keys.SETTINGS].terms.room_looks_per_s
    # Each process draws its own since it was forked; that nobody can know them is no matter.
    return {"Retry-After": str(look_again_s(status, pace, random.random, looks_per_s))}


def _page(request: web.Request, status: Status | None) -> web.Response:
    """Render the page, which loads itself again when it is time to look."""
    headers = {} if status is None else _retry_after(request, status)
    context = {
        "status": status,
        "state": "none" if status is None else status.state.value,
        "next": _next(request),
        "refresh_s": headers.get("Retry-After", ""),
    }
    answer = page(request, "queue.html", context)
    answer.headers.update(headers)
    return answer


def _next(request: web.Request) -> str:
    """Give the page of this site that the person was on the way to."""
    wanted = request.query.get("next", "")
    return wanted if _PATH.fullmatch(wanted) else START_PATH


def _line(request: web.Request, entry: Entry) -> Mapping[str, Any]:
    status = Status(
        number=entry.number, state=State.ADMITTED, admitted_at_s=entry.admitted_at_s, place=entry.place
    )
    is_admitted = entry.admitted_at_s is not None
    return {
        "ticket": entry.number,
        "taken_at": entry.taken_at_s,
        "standing": entry.standing.name.lower(),
        "place": entry.place,
        "at": entry.admitted_at_s,
        "pass": request.app[keys.DOOR].shown(status) if is_admitted else None,
        "ends_at": entry.ends_at_s,
        "is_owned": entry.is_owned,
    }


def _desk(request: web.Request) -> Desk:
    desk = request.app.get(keys.DESK)
    if desk is None:
        raise Refusal(HTTPStatus.NOT_FOUND, "no-waiting-room")
    return desk


def _inlet(content: Mapping[str, Any], now: Inlet) -> Inlet:
    unknown = sorted(content.keys() - {"capacity", "admits_per_s", "opens_at"})
    if unknown or not content:
        reason = "name some of capacity, admits_per_s, opens_at"
        raise invalid(unknown[0][:100] if unknown else "body", reason)
    capacity = content.get("capacity", now.capacity)
    if isinstance(capacity, bool) or not isinstance(capacity, int) or not 0 <= capacity <= MAX_PEOPLE:
        raise invalid("capacity", f"is not a whole number, 0 to {MAX_PEOPLE}")
    return Inlet(
        capacity=capacity,
        admits_per_s=_number("admits_per_s", content, now.admits_per_s, least=0.001, most=MAX_PEOPLE),
        opens_at_s=_number("opens_at", content, now.opens_at_s, least=0, most=LAST_S),
    )


def _number(
    name: str, content: Mapping[str, Any], now: float | None, *, least: float, most: float
) -> float | None:
    value = content.get(name, now)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise invalid(name, f"is neither a number, {least} to {most}, nor null")
    return float(value)


def _rounded(s: float | None) -> float | None:
    return None if s is None else round(s, 3)


def _not_now(request: web.Request, error: Exception) -> Refusal:
    is_busy = isinstance(error, WordsBusyError)
    rejections = request.app[keys.METRICS].protection.rejections
    rejections.note(Reason.ROOM_BUSY if is_busy else Reason.TICKETS_GONE)
    return busy("the waiting room is busy" if is_busy else "the waiting room has no more tickets")
