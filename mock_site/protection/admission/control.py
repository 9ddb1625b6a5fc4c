"""Admission control: the middleware that turns away at once what would only wait for nothing."""

import itertools
from collections.abc import Callable
from http import HTTPStatus

from aiohttp import ClientError, hdrs, web
from aiohttp.typedefs import Handler, Middleware

from mock_site.defects import NONE, Defect, Defects
from mock_site.forms.media_type import media_type_of
from mock_site.pages.negotiation import HTML_TYPE, JSON_TYPE
from mock_site.pages.ready_answer import ReadyAnswer, ready_bytes
from mock_site.pages.refusals import NOT_PROCESSED, invalid
from mock_site.protection.admission.gate import WAITING_RATIO, Gate
from mock_site.protection.admission.limit import AdaptiveLimit, FixedLimit
from mock_site.protection.admission.priority import Priority, Ranking, priority_of
from mock_site.protection.rejections import Reason, Rejections
from mock_site.protection.route import template_of
from mock_site.protection.terms import Terms

UPLOAD_ROUTE = "/documents"
UPLOADS = 64
"""Uploads that a process takes at once; they last as long as their senders' lines let them."""
NAIVE_LIMIT = 64
RETRY_AFTER_S = (2, 3, 4, 5, 6, 7)
"""In turns, so that those who were turned away together do not come again together."""
MOST_AWAITED_BYTES = 64 * 1024
_STATUS = HTTPStatus.SERVICE_UNAVAILABLE
_JSON_BODY = b'{"error":"busy","reason":"too many requests are under way"}'
_HTML_BODY = (
    b'<!doctype html><html lang="id"><meta charset="utf-8">'
    b'<meta name="viewport" content="width=device-width, initial-scale=1"><title>Sibuk</title>'
    b"<h1>Situs sedang sibuk</h1><p>Tidak ada yang hilang. Muat ulang halaman ini sebentar lagi.</p>"
    b'<p lang="en">The site is busy. Nothing is lost; load this page again in a moment.</p></html>'
)


class Gates:
    """The gates of one process: one for what people do, one for what they upload.

    Args:
        usual: for requests.
        uploads: for uploads; their length says nothing of how busy the site is.
        ranks: whether those who are farther on their way come first.
    """

    def __init__(self, usual: Gate, uploads: Gate, *, ranks: bool = True) -> None:
        self.usual = usual
        self.uploads = uploads
        self.ranks = ranks

    @property
    def waiting(self) -> int:
        """Requests that wait, before either; they may be one and the same."""
        return sum(gate.waiting for gate in {self.usual, self.uploads})


def hardened_gates(terms: Terms, timer: Callable[[], float], defects: Defects = NONE) -> Gates:
    """Make gates that find their limit and keep nobody for longer than the terms say."""
    if Defect.UNBOUNDED_QUEUE in defects:
        return naive_gates(timer)
    patience_s = terms.patience_s
    return Gates(
        Gate(
            AdaptiveLimit(terms.latency_target_s),
            timer=timer,
            patience_s=patience_s,
            waiting_ratio=WAITING_RATIO,
        ),
        Gate(FixedLimit(most=UPLOADS), timer=timer, patience_s=patience_s, waiting_ratio=WAITING_RATIO),
    )


def naive_gates(timer: Callable[[], float]) -> Gates:
    """Make gates before which any number may wait, for ever."""
    usual = Gate(FixedLimit(most=NAIVE_LIMIT), timer=timer)
    return Gates(usual, usual, ranks=False)


def controlled(
    gates: Gates,
    rejections: Rejections,
    timer: Callable[[], float],
    known: Callable[[web.Request], str | None],
    ranking: Ranking = priority_of,
    shed: Callable[[web.Request], None] | None = None,
) -> Middleware:
    """Make the middleware.

    Args:
        gates: of the process.
        rejections: count what is turned away.
        timer: monotonic seconds.
        known: gives whose session a request shows; None: it shows none.
        ranking: of the routes.
        shed: is told of every request that is turned away because it is too much; None: nobody is.
    """
    answers = _Answers()

    @web.middleware
    async def control(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer when it is the request's turn, or turn it away from bytes made before."""
        template = template_of(request)
        priority = ranking(template) if template else None
        if priority is None:
            return await handler(request)
        gate = gates.uploads if template == UPLOAD_ROUTE else gates.usual
        # Who they are, which costs more to find out, can only make their place in the queue a worse one.
        if gate.is_closed_to(priority):
            reason: Reason | None = Reason.QUEUE_FULL
        else:
            reason = await _turned_away(gate, _rank(gates, priority, request, known), request)
        if reason is Reason.GONE and request.transport is not None:
            raise invalid("body", "does not come as its head says")
        if reason is not None:
            rejections.note(reason)
            if shed is not None and reason is not Reason.GONE:
                shed(request)
            return answers.next(request)
        began_s = timer()
        try:
            return await handler(request)
        finally:
            gate.leave(began_s)

    return control


def _rank(
    gates: Gates, priority: Priority, request: web.Request, known: Callable[[web.Request], str | None]
) -> Priority:
    """Give a request's rank: without a session nobody is far on the way, whatever is asked for."""
    if not gates.ranks or (priority < Priority.ACCOUNT and known(request) is None):
        return Priority.BROWSE
    return priority


async def _turned_away(gate: Gate, priority: Priority, request: web.Request) -> Reason | None:
    """Say why a request is turned away; None: it is in, and has a body that is all there.

    Whoever sends slowly must not keep a place meanwhile. An upload is read as it comes.
    """
    if gate.is_closed_to(priority):
        return Reason.QUEUE_FULL
    if not request.content.is_eof() and _is_awaited(request) and await _has_gone(request):
        return Reason.GONE
    outcome = gate.enter(priority)
    if outcome is None or isinstance(outcome, Reason):
        return outcome
    return await gate.waited(outcome)


async def _has_gone(request: web.Request) -> bool:
    """Wait for the body, and tell whether its sender has gone away instead."""
    if request.content.exception() is not None:
        return True
    try:
        await request.content.wait_eof()
    except (ConnectionError, ClientError):
        return True
    return False


def _is_awaited(request: web.Request) -> bool:
    """Tell whether a body is waited for: one that fits into what is kept of what nobody reads yet."""
    if request.content_length is None or hdrs.CONTENT_ENCODING in request.headers:
        return False
    is_small = request.content_length <= MOST_AWAITED_BYTES
    return is_small and not media_type_of(request).startswith("multipart/")


class _Answers:
    """Answers for whoever is turned away, made once."""

    def __init__(self) -> None:
        self._json = itertools.cycle(_ready(JSON_TYPE, _JSON_BODY, s) for s in RETRY_AFTER_S)
        self._html = itertools.cycle(_ready(HTML_TYPE, _HTML_BODY, s) for s in RETRY_AFTER_S)

    def next(self, request: web.Request) -> ReadyAnswer:
        """Give the next one."""
        is_page = HTML_TYPE in request.headers.get("Accept", "")
        return ReadyAnswer(next(self._html if is_page else self._json), _STATUS)


def _ready(media_type: str, body: bytes, retry_after_s: int) -> bytes:
    headers = {
        "Content-Type": f"{media_type}; charset=utf-8",
        "Retry-After": str(retry_after_s),
        NOT_PROCESSED: "1",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
    }
    return ready_bytes(_STATUS, headers, body)
