"""The Reception: accepts the connections of a worker, and tells what becomes of each."""

import asyncio
import socket

from aiohttp import web

from mock_site.process.acceptor import Acceptor
from mock_site.process.caller import Caller
from mock_site.process.listener import BACKLOG, url_of
from mock_site.protection.connections import Connections
from mock_site.protection.rejections import Rejections
from mock_site.protection.slow_lines import SlowLines


class Reception(web.BaseSite):
    """Where an application's visitors come in.

    Args:
        runner: of the application, set up.
        listener: that it accepts from.
        connections: of the process.
        idle_s: after which one on which nothing is asked is closed.
        lines: look after slow ones; None: nobody does.
        malformed: counts what is no HTTP; None: aiohttp answers it as it does.
    """

    __slots__ = ("_acceptor", "_connections", "_idle_s", "_lines", "_listener", "_malformed", "_watch")

    def __init__(
        self,
        runner: web.AppRunner,
        listener: socket.socket,
        connections: Connections,
        idle_s: float,
        *,
        lines: SlowLines | None = None,
        malformed: Rejections | None = None,
    ) -> None:
        super().__init__(runner, backlog=BACKLOG)
        self._listener, self._connections, self._idle_s = listener, connections, idle_s
        self._lines, self._malformed = lines, malformed
        self._acceptor: Acceptor | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """The URL."""
        return url_of(self._listener)

    async def start(self) -> None:
        """Accept from now on."""
        await super().start()
        self._acceptor = Acceptor(self._listener, self._called)
        if self._lines is not None:
            self._watch = asyncio.create_task(self._lines.watch())

    async def stop(self) -> None:
        """Accept nobody any more; where no other process does, nobody can connect either."""
        if self._acceptor is not None:
            self._acceptor.close()
        self._listener.close()
        if self._watch is not None:
            self._watch.cancel()
        await super().stop()

    def _called(self) -> Caller:
        """Make what serves a new connection."""
        if self._runner.server is None:
            raise RuntimeError("reception: the runner has ended; stop accepting before")
        return Caller(
            self._runner.server,
            self._connections,
            self._lines,
            self._malformed,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=self._idle_s,
            access_log=None,
            # Connections have it from their listener.
            tcp_keepalive=False,
        )
