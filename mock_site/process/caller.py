"""The Caller: a connection as aiohttp serves it, which tells what becomes of it."""

import asyncio
from http import HTTPStatus
from typing import Any, cast

from aiohttp import web
from aiohttp.http import HttpVersion10, HttpVersion11
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.streams import EMPTY_PAYLOAD
from aiohttp.web_protocol import _ErrInfo
from aiohttp.web_request import BaseRequest

from mock_site.pages.refusals import NOT_PROCESSED, Refusal, invalid
from mock_site.protection.connections import Connections
from mock_site.protection.rejections import Reason, Rejections
from mock_site.protection.slow_lines import LINGERING_S, Line, SlowLines

MALFORMED = b'{"error":"malformed"}'
MALFORMED_HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    NOT_PROCESSED: "1",
    # aiohttp names itself and the interpreter, with their versions, where nobody else has a say.
    "Server": "site",
}

SPOKEN = (HttpVersion10, HttpVersion11)
"""Versions of HTTP; aiohttp's parser takes the line of another, and answers as if it were its own."""


class Caller(web.RequestHandler):
    """A connection.

    Args:
        server: of the application.
        connections: are told when something is asked on it and when not.
        lines: are told when it is slow; None: it may be.
        malformed: counts what is no HTTP, which is then refused without a word of it, and without a
            line in the log; None: aiohttp shows what it has read, and logs it with a traceback.
        options: of aiohttp's.
    """

    __slots__ = ("_connections", "_line", "_lines", "_malformed", "_owes_head")

    def __init__(
        self,
        server: web.Server,
        connections: Connections,
        lines: SlowLines | None,
        malformed: Rejections | None,
        **options: Any,  # noqa: ANN401 - aiohttp's
    ) -> None:
        if lines is not None:
            options["lingering_time"] = LINGERING_S
        super().__init__(server, **options)
        self._connections, self._lines, self._malformed = connections, lines, malformed
        self._line: Line | None = None
        self._owes_head = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; one for which there is no room is closed."""
        super().connection_made(transport)
        self._line = cast("Line", transport)
        peer = transport.get_extra_info("peername")
        self._connections.came(self, peer[0] if isinstance(peer, tuple) else None)

    def connection_lost(self, exc: BaseException | None) -> None:
        """End."""
        super().connection_lost(exc)
        self._connections.gone(self)
        if self._lines is not None and self._line is not None:
            self._lines.gone(self._line)
        self._line = None

    def received(self, chunk: bytes) -> None:
        """Take what is asked."""
        self._connections.stirs(self)
        super().data_received(chunk)
        if self._messages and self._malformed is not None:
            self._break_off()
            self._refuse_other_versions()
        if self._lines is None or self._line is None:
            return
        # Where something came and aiohttp still waits for a request, it was no whole head.
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            self._owes_head = True
            self._lines.head_begun(self._line)
        elif self._owes_head:
            self._owes_head = False
            self._lines.head_come(self._line)

    data_received = received  # type: ignore[assignment] # its chunk is called otherwise there
    """As asyncio calls it."""

    def pause_writing(self) -> None:
        """Wait for the visitor to take what has been sent."""
        super().pause_writing()
        if self._lines is not None and self._line is not None:
            self._lines.answer_waits(self._line)

    def resume_writing(self) -> None:
        """Go on."""
        super().resume_writing()
        if self._lines is not None and self._line is not None:
            self._lines.answer_taken(self._line)

    def force_close(self) -> None:
        """Close it as soon as everything has been taken, which must be soon."""
        super().force_close()
        self._part()

    async def start(self) -> None:
        """Serve until it ends."""
        try:
            await super().start()
        finally:
            self._part()

    async def finish_response(
        self, request: BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the answer."""
        try:
            sent = await super().finish_response(request, resp, start_time)
            # Else the answers to requests that came together pile up for one who takes none of them.
            if self._paused:
                await self._drain_helper()
            return sent
        finally:
            self._connections.rests(self)

    def handle_error(
        self,
        request: BaseRequest,
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what went wrong before there was a request, or behind its back."""
        if self._malformed is None or not isinstance(exc, BadHttpMessage):
            return super().handle_error(request, status, exc, message)
        self._malformed.note(Reason.MALFORMED)
        answer = web.Response(status=status, body=MALFORMED, headers=MALFORMED_HEADERS)
        answer.force_close()
        return answer

    def log_exception(self, *args: Any, **kw: Any) -> None:  # noqa: ANN401 - aiohttp's
        """Log an exception, but not that the rest of a body is missing whose sender was told so."""
        if not isinstance(kw.get("exc_info"), Refusal):
            super().log_exception(*args, **kw)

    def _break_off(self) -> None:
        """Refuse a body behind which there is something, though it has not ended.

        It is what the parser could make nothing of. aiohttp would answer it after the request whose
        body it belongs to, which waits for the rest.
        """
        request = self._current_request
        if request is not None and not request.content.is_eof():
            fault = "does not come as its head says"
            request.content.set_exception(invalid("body", fault, {"Connection": "close"}))

    def _refuse_other_versions(self) -> None:
        """Put a refusal in the place of every request that is of no version of HTTP spoken here."""
        for place, (message, _body) in enumerate(self._messages):
            if not isinstance(message, _ErrInfo) and message.version not in SPOKEN:
                fault = "the version is none that is spoken here"
                error = _ErrInfo(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, BadHttpMessage(fault), fault)
                self._messages[place] = error, EMPTY_PAYLOAD

    def _part(self) -> None:
        if self._lines is not None and self._line is not None:
            self._lines.parting(self._line)
