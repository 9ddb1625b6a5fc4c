"""The Reception: accepts the connections of a worker, and tells what becomes of each."""

import asyncio
import socket
from typing import Any

from aiohttp import web
from aiohttp.web_request import BaseRequest

from mock_site.process.acceptor import Acceptor
from mock_site.process.listener import BACKLOG, url_of
from mock_site.protection.connections import Connections


class Caller(web.RequestHandler):
    """A connection as aiohttp serves it, which tells when something is asked on it and when not.

    Args:
        server: of the application.
        connections: are told.
        options: of aiohttp's.
    """

    __slots__ = ("_connections",)

    def __init__(
        self,
        server: web.Server,
        connections: Connections,
        **options: Any,  # noqa: ANN401 - aiohttp's
    ) -> None:
        super().__init__(server, **options)
        self._connections = connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; one for which there is no room is closed."""
        super().connection_made(transport)
        self._connections.came(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """End."""
        super().connection_lost(exc)
        self._connections.gone(self)

    def received(self, chunk: bytes) -> None:
        """Take what is asked."""
        self._connections.stirs(self)
        super().data_received(chunk)

    data_received = received  # type: ignore[assignment] # its chunk is called otherwise there
    """As asyncio calls it."""

    async def finish_response(
        self, request: BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the answer."""
        try:
            return await super().finish_response(request, resp, start_time)
        finally:
            self._connections.rests(self)


class Reception(web.BaseSite):
    """Where an application's visitors come in.

    Args:
        runner: of the application, set up.
        listener: that it accepts from.
        connections: of the process.
        idle_s: after which one on which nothing is asked is closed.
    """

    __slots__ = ("_acceptor", "_connections", "_idle_s", "_listener")

    def __init__(
        self, runner: web.AppRunner, listener: socket.socket, connections: Connections, idle_s: float
    ) -> None:
        super().__init__(runner, backlog=BACKLOG)
        self._listener, self._connections, self._idle_s = listener, connections, idle_s
        self._acceptor: Acceptor | None = None

    @property
    def name(self) -> str:
        """The URL."""
        return url_of(self._listener)

    async def start(self) -> None:
        """Accept from now on."""
        await super().start()
        self._acceptor = Acceptor(self._listener, self._called)

    async def stop(self) -> None:
        """Accept nobody any more; where no other process does, nobody can connect either."""
        if self._acceptor is not None:
            self._acceptor.close()
        self._listener.close()
        await super().stop()

    def _called(self) -> Caller:
        """Make what serves a new connection."""
        if self._runner.server is None:
            raise RuntimeError("reception: the runner has ended; stop accepting before")
        return Caller(
            self._runner.server,
            self._connections,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=self._idle_s,
            access_log=None,
        )
