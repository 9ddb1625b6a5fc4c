"""The guard of a waiting room: the middleware that lets nobody pass without a pass."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal, busy
from mock_site.protection.admission import priority
from mock_site.protection.rejections import Reason, Rejections
from mock_site.protection.route import first_part, template_of
from mock_site.protection.waiting_room.door import Door
from mock_site.protection.waiting_room.room import RoomFullError, Use
from mock_site.protection.waiting_room.shared_words import WordsBusyError

FREE = priority.FREE | {"registrations"}
"""First parts of the addresses that need no pass: what is cheap, and what one looks at later."""
FREE_ROUTES = frozenset({"/accounts/verify-email"})
"""A link in an e-mail is often followed in another browser."""
JOIN_ROUTE = "/waves/{wave}/join"
END_ROUTE = "/sessions/end"
_REASONS = {
    None: Reason.NO_PASS,
    Use.NOT_ADMITTED: Reason.NO_PASS,
    Use.EXPIRED: Reason.PASS_EXPIRED,
    Use.JOINED: Reason.PASS_SPENT,
    Use.LEFT: Reason.PASS_SPENT,
    Use.SHARED: Reason.PASS_SHARED,
}
_JOINED = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.SEE_OTHER})


def guarded(
    door_of: Callable[[web.Request], Door],
    account_of: Callable[[web.Request], str | None],
    rejections: Rejections,
) -> Middleware:
    """Make the middleware.

    Args:
        door_of: gives the door of a request's application.
        account_of: gives the account that a request has logged in with; None: it has not.
        rejections: count what is turned away.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer whoever holds a pass, and send everybody else to the queue."""
        route = template_of(request)
        if is_free(route):
            return await handler(request)
        door = door_of(request)
        try:
            worth = door.worth(request, _mark(account_of(request)), is_join=route == JOIN_ROUTE)
        except (WordsBusyError, RoomFullError) as error:
            raise _turned_away(error, rejections) from None
        # A join may be repeated until its answer has come through; the store gives nothing twice.
        if worth is not Use.GOOD and not (worth is Use.JOINED and route == JOIN_ROUTE):
            rejections.note(_REASONS[worth])
            return _to_queue(request, _REASONS[worth])
        answer = await handler(request)
        _note_end(door, request, route, answer.status)
        return answer

    return guard


def is_free(route: str) -> bool:
    """Tell whether a route, by its template, needs no pass."""
    return not route or route in FREE_ROUTES or first_part(route) in FREE


def _note_end(door: Door, request: web.Request, route: str, status: int) -> None:
    """Make room for the next; a book that is held for the moment leaves it to the pass's own end."""
    try:
        if route == JOIN_ROUTE and request.method == "POST" and status in _JOINED:
            door.joined(request)
        elif route == END_ROUTE and request.method == "POST" and status < HTTPStatus.BAD_REQUEST:
            door.leave(request)
    except WordsBusyError:
        return


def _to_queue(request: web.Request, reason: Reason) -> web.Response:
    if wants_html(request):
        here = quote(request.path, safe="/") if request.method == "GET" else ""
        location = f"/queue?next={here}" if here else "/queue"
        return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": location})
    raise Refusal(HTTPStatus.FORBIDDEN, "queue", {"reason": reason.word})


def _turned_away(error: Exception, rejections: Rejections) -> Refusal:
    is_busy = isinstance(error, WordsBusyError)
    rejections.note(Reason.ROOM_BUSY if is_busy else Reason.TICKETS_GONE)
    return busy("the waiting room is busy" if is_busy else "the waiting room has no more tickets")


def _mark(account_id: str | None) -> int:
    """Give the mark of an account, 64 bits, which are all that is kept of it; 0 for none."""
    if account_id is None:
        return 0
    digest = hashlib.blake2b(account_id.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "little") | 1
