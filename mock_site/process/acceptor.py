"""The Acceptor: takes the connections that wait at a listener whenever the event loop comes round.

uvloop takes one in each of its rounds. On a busy machine a round lasts a tenth of a second or more, and
whoever comes anew waits in the kernel for up to a minute, while those who are connected are served.
"""

import asyncio
import errno
import socket
from collections.abc import Callable

MOST_AT_ONCE = 32
"""Connections that are taken in one round: other processes at the same listener want theirs, too."""
PAUSE_S = 0.1
"""How long nobody is taken where there is no descriptor left."""

_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Acceptor:
    """Accepts from a listener in the running event loop, until it is closed.

    Args:
        listener: that is listening; it stays open.
        called: makes what serves a new connection.
    """

    def __init__(self, listener: socket.socket, called: Callable[[], asyncio.Protocol]) -> None:
        self._listener, self._called = listener, called
        self._loop = asyncio.get_running_loop()
        self._begun: set[asyncio.Task[object]] = set()
        self._pause: asyncio.TimerHandle | None = None
        listener.settimeout(0)
        self._loop.add_reader(listener, self._take)

    def close(self) -> None:
        """Accept nobody any more; whoever has been accepted stays."""
        if self._pause is not None:
            self._pause.cancel()
        self._loop.remove_reader(self._listener)

    def _take(self) -> None:
        for _ in range(MOST_AT_ONCE):
            try:
                connection, _address = self._listener.accept()
            except (BlockingIOError, InterruptedError):
                return
            except ConnectionAbortedError:
                continue
            except OSError as error:
                if error.errno not in _EXHAUSTED:
                    raise
                self._rest()
                return
            self._begin(connection)

    def _begin(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        serving = self._loop.connect_accepted_socket(self._called, connection)
        task: asyncio.Task[object] = self._loop.create_task(serving)
        self._begun.add(task)
        task.add_done_callback(self._served)

    def _served(self, task: asyncio.Task[object]) -> None:
        self._begun.discard(task)
        # One that has gone before it could be served is nobody's loss.
        if not task.cancelled():
            task.exception()

    def _rest(self) -> None:
        """Look again in a while: the listener would say at once that somebody waits."""
        self._loop.remove_reader(self._listener)
        self._pause = self._loop.call_later(PAUSE_S, self._loop.add_reader, self._listener, self._take)
