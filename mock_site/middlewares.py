"""Middlewares: what every request passes on its way in and every answer on its way out."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from mock_site.metrics import METHODS, UNMATCHED, Metrics, RouteMetrics
from mock_site.pages.answers import refusal_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import NO_SESSION, Refusal, busy, invalid, refusal_of
from mock_site.pages.safe_headers import safe_headers
from mock_site.process.phase import Life, Phase
from mock_site.store.role import StoreError, UnforeseenError
from mock_site.views.paths import LOG_IN_PATH
from mock_site.views.rendering import refusal_page, see_other

LEAK_BYTES = 8 * 1024
PrepareSignal = Callable[[web.Request, web.StreamResponse], Awaitable[None]]


def measured(
    metrics: Metrics, routes: Iterable[web.AbstractRoute], timer: Callable[[], float]
) -> Middleware:
    """Make the middleware that counts and times.

    Args:
        metrics: that it counts in.
        routes: of the application; anything else is counted as unmatched.
        timer: monotonic seconds.
    """
    by_route = _by_route(metrics, routes)
    failed = HTTPStatus.INTERNAL_SERVER_ERROR.value
    unmatched = RouteMetrics(metrics, UNMATCHED, sorted(METHODS))

    @web.middleware
    async def measure(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Count and time one request, and answer what nobody foresaw."""
        route = by_route.get(request.match_info.route, unmatched)
        began_s = timer()
        status = failed
        metrics.in_flight.inc()
        try:
            answer = await handler(request)
            status = answer.status
        except Exception:
            route.exceptions.inc()
            logging.getLogger(__name__).exception("%s %s", request.method, request.path)
            return refused(request, _internal())
        else:
            return answer
        finally:
            metrics.in_flight.dec()
            route.answered(request.method, status, timer() - began_s)

    return measure


@web.middleware
async def refusing(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn refusals, store errors and aiohttp's own into answers, in JSON or as pages."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return refused(request, refusal)
    except UnforeseenError:
        raise
    except StoreError as error:
        return refused(request, busy(error.reason, certain=error.certain))
    except web.RequestPayloadError:
        return refused(request, invalid("body", "does not come as its head says"))
    except web.HTTPException as error:
        return refused(request, refusal_of(error))


def refused(request: web.Request, refusal: Refusal) -> web.Response:
    """Give a refusal as an answer; a person without a session is sent to log in."""
    answer = _as_answer(request, refusal)
    # What the header says aiohttp has to be told as well.
    if refusal.headers.get("Connection") == "close":
        answer.force_close()
    return answer


def _as_answer(request: web.Request, refusal: Refusal) -> web.Response:
    if not wants_html(request):
        return refusal_answer(refusal)
    if refusal.error == NO_SESSION:
        return see_other(LOG_IN_PATH)
    return refusal_page(request, refusal)


def draining(life: Life) -> Middleware:
    """Make the middleware that asks visitors of a process about to end to connect anew."""

    @web.middleware
    async def drain(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer, and ask the visitor to connect anew if the process is about to end."""
        answer = await handler(request)
        if life.phase is Phase.DRAINING and not answer.prepared:
            answer.force_close()
        return answer

    return drain


def remembering() -> Middleware:
    """Make the middleware that keeps what it has seen, for a debugging that never came: a defect."""
    seen: list[bytes] = []

    @web.middleware
    async def remember(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Keep a record of the request, and answer."""
        seen.append(request.path.encode("utf-8", "surrogateescape").ljust(LEAK_BYTES))
        return await handler(request)

    return remember


def security_headers(*, is_secure: bool) -> PrepareSignal:
    """Make the signal that adds the security headers to every answer, streams included.

    Args:
        is_secure: whether visitors come over https, and shall keep to it.
    """
    headers = safe_headers(is_secure=is_secure)

    async def add(_request: web.Request, answer: web.StreamResponse) -> None:
        """Add the headers to an answer that is about to be sent; only public pages may be kept."""
        sent = answer.headers
        sent.update(headers)
        sent.setdefault(hdrs.CACHE_CONTROL, "no-store")

    return add


def _by_route(
    metrics: Metrics, routes: Iterable[web.AbstractRoute]
) -> dict[web.AbstractRoute, RouteMetrics]:
    methods: dict[str, list[str]] = {}
    for route in routes:
        methods.setdefault(_template(route), []).append(route.method)
    shared = {name: RouteMetrics(metrics, name, found) for name, found in methods.items()}
    return {route: shared[_template(route)] for route in routes}


def _template(route: web.AbstractRoute) -> str:
    return route.resource.canonical if route.resource else UNMATCHED


def _internal() -> Refusal:
    return Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", certain=False)
