"""The Sign at the door: it says that a wave is full or closed to whom a seat can no longer be given.

Once seats are gone nearly everybody who comes is turned away, and to read what they ask and whose turn
it is would cost more than to tell them. So the sign hangs before all layers. What it says everybody may
know; it is said to whom the store has nothing else to say. Who has a seat, or may have one, who is not
logged in or has a step to go passes it, and so does whoever reads pages, or has a pass of the waiting
room whose use is to be noted, or asks more often than an address may.
"""

from functools import lru_cache

from aiohttp import hdrs, web
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import SERVER_SOFTWARE, HttpVersion11
from aiohttp.typedefs import Handler, Middleware

from mock_site import keys
from mock_site.compact_json import compact
from mock_site.journey import is_secure
from mock_site.layers import Layer, Level
from mock_site.pages.negotiation import JSON_TYPE, wants_html
from mock_site.pages.ready_answer import ReadyAnswer, ready_bytes
from mock_site.pages.safe_headers import safe_headers
from mock_site.process.phase import Phase
from mock_site.protection.rate_limits.limits import OfAddress
from mock_site.protection.rate_limits.subject import Route
from mock_site.protection.waiting_room.guard import JOIN_ROUTE
from mock_site.settings import Settings
from mock_site.store.records import JoinOutcome
from mock_site.views.visitor import known_account_id
from mock_site.views.wishes import refusal_of_wish

_JOINING: Route = (hdrs.METH_POST, JOIN_ROUTE)


def has_sign(settings: Settings) -> bool:
    """Tell whether a site has one: where admission is hardened, and seats are given at once."""
    is_hardened = settings.layers.level(Layer.ADMISSION) is Level.HARDENED
    return is_hardened and not settings.holds_seats and not settings.draws_lots


def is_before(method: str, template: str) -> bool:
    """Tell whether it hangs before a route, by its method and its template."""
    return (method, template) == _JOINING


def signed(app: web.Application, limits: OfAddress | None) -> Middleware:
    """Make the middleware that answers whom the sign is for, and has everybody else go on.

    Args:
        app: with its settings, store, metrics and phase; once it serves, also the waiting room's door.
        limits: count what an address is told, too; None: nobody does.
    """
    store, counters, life = app[keys.STORE], app[keys.METRICS].joins, app[keys.LIFE]
    secure = is_secure(app[keys.SETTINGS])

    @web.middleware
    async def read(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer from bytes that lie ready, or have somebody go on."""
        outcome: JoinOutcome | None = None
        if _is_usual(request) and life.phase is not Phase.DRAINING:
            account_id = known_account_id(request)
            # Else a pass would run out while its person asks: the waiting room is to note that.
            if account_id is not None and not _is_due(app, request):
                outcome = store.turned_away(account_id, request.match_info["wave"])
        # Whoever asks too often is refused by the layer that says for how long.
        if outcome is None or (limits is not None and limits.address_wait_s(request, _JOINING)):
            return await handler(request)
        counters[outcome.result].inc()
        return _ready(outcome, rfc822_formatted_time(), secure)

    return read


def _is_usual(request: web.Request) -> bool:
    """Tell whether there is nothing to be said but the sign's words, on a connection that goes on."""
    return request.keep_alive and request.version == HttpVersion11 and not wants_html(request)


def _is_due(app: web.Application, request: web.Request) -> bool:
    """Tell whether a request has a pass whose use is to be noted; none has where there is no door."""
    door = app.get(keys.DOOR)
    return door is not None and door.is_due(request)


@lru_cache(maxsize=16)
def _ready(outcome: JoinOutcome, date: str, is_secure: bool) -> ReadyAnswer:  # noqa: FBT001 - of a cache
    """Give the one answer of a second to all whose connection goes on; it has nothing of anybody."""
    refusal = refusal_of_wish(outcome.result.value, outcome)
    headers = {
        hdrs.CONTENT_TYPE: f"{JSON_TYPE}; charset=utf-8",
        **refusal.headers,
        hdrs.DATE: date,
        hdrs.SERVER: SERVER_SOFTWARE,
        **safe_headers(is_secure=is_secure),
        hdrs.CACHE_CONTROL: "no-store",
    }
    body = compact(refusal.body).encode("utf-8")
    return ReadyAnswer(ready_bytes(refusal.status, headers, body), refusal.status)
