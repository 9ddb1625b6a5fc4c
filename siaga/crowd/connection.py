"""The Connection: one non-blocking socket, and how a greenlet waits on it.

A watcher of gevent's loop stays on the socket as long as it is open. While the greenlet waits it wakes
the greenlet; while nobody waits, it notices that the site closed, and gives the descriptor back.
"""

import _socket
import errno
import os
import select
import socket
from typing import Any, Final

import gevent
from gevent import getcurrent
from gevent.core import READ, WRITE
from gevent.hub import get_hub
from gevent.monkey import get_original

from siaga.crowd.address import Address
from siaga.crowd.reader import Limits, Reader
from siaga.crowd.sources import BIND_WITHOUT_PORT

RECEIVE_BYTES = 65_536
"""Asked of the kernel at once."""

PHONE_BYTES = 32 * 1024
"""Window of a slow line. With one below an answer the kernel waits a fifth of a second for more room."""

_BEFORE_TIMERS = 1
"""Watcher priority: a visitor who wakes up finds the connection's end already seen."""

_poll = get_original("select", "poll")

# What is looked up once; as names of modules it would be for each request.
_current: Final[Any] = getcurrent
_switch: Final[Any] = gevent.Greenlet.switch


class Connection:
    """A connection to the site.

    Args:
        address: where to.

    Attributes:
        sent_bytes: what the kernel took since `send`.
        received_bytes: what came since `send`.
        closed: whether it is gone.
        blocked: whether a part of the request is still here.
        speaks_http2: whether requests are streams on it.

    Raises:
        OSError: no descriptor is left.
    """

    __slots__ = (
        "_hub",
        "_news",
        "_portion_bytes",
        "_room",
        "_socket",
        "_unsent",
        "_waiting",
        "_watcher",
        "blocked",
        "closed",
        "received_bytes",
        "sent_bytes",
        "speaks_http2",
    )

    def __init__(self, address: Address) -> None:
        self._hub: Any = get_hub()
        # What `socket.socket` adds to it is for others, and costs as much as to open one.
        self._socket = _socket.socket(address.family, socket.SOCK_STREAM)
        self._socket.settimeout(0)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._watcher = self._hub.loop.io(
            self._socket.fileno(), WRITE, ref=False, priority=_BEFORE_TIMERS
        )
        self._news = _poll()
        self._news.register(self._socket, select.POLLIN)
        self._waiting: Any = None
        self._portion_bytes = RECEIVE_BYTES
        self._room = False
        self._unsent: bytes | memoryview = b""
        self.closed = self.blocked = self.speaks_http2 = False
        self.sent_bytes = 0
        self.received_bytes = 0

    def reader(self, limits: Limits) -> Reader:
        """Give what reads the answers that come over it."""
        return Reader(limits)

    def connect(self, address: Address, source: str | None = None) -> None:
        """Connect; the greenlet waits.

        Args:
            address: where to.
            source: address of this machine to come from; None: the system's choice.

        Raises:
            OSError: it could not be connected.
        """
        if source is not None:
            self._socket.setsockopt(socket.IPPROTO_IP, BIND_WITHOUT_PORT, 1)
            self._socket.bind((source, 0))
        code = self._socket.connect_ex(address.place)
        if code == errno.EINPROGRESS:
            self._watcher.start(self._make_room)
            while not self._room:
                self._wait()
            self._watcher.stop()
            code = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, os.strerror(code))
        self._watcher.events = READ
        self._watcher.start(self._wake)

    def send(self, request: bytes) -> None:
        """Hand a request to the kernel as far as it takes it at once; see `blocked`.

        Raises:
            OSError: the connection is broken.
        """
        self.sent_bytes = self.received_bytes = 0
        self._push(request)

    def push_on(self) -> bool:
        """Wait until the kernel takes more, and hand it over.

        Returns:
            False, and nothing is handed over, if the site speaks or closes first.

        Raises:
            OSError: the connection is broken.
        """
        self._room = False
        roomy = self._hub.loop.io(self._socket.fileno(), WRITE)
        try:
            roomy.start(self._make_room)
            self._wait()
        finally:
            roomy.stop()
            roomy.close()
        if self._room:
            self._push(self._unsent)
        return self._room

    def flush(self) -> None:
        """Hand over what is left, while another greenlet may listen; this one waits.

        Raises:
            OSError: the connection is broken, or was closed meanwhile.
        """
        while self._unsent:
            roomy = self._hub.loop.io(self._socket.fileno(), WRITE)
            try:
                self._hub.wait(roomy)
            finally:
                roomy.stop()
                roomy.close()
            self._push(self._unsent)

    def receive(self) -> bytes:
        """Wait for bytes and give them; empty if the site has closed.

        Raises:
            OSError: the connection is broken.
        """
        while True:
            self._wait()
            try:
                chunk: bytes = self._socket.recv(self._portion_bytes)
            except (BlockingIOError, InterruptedError):
                continue
            self.received_bytes += len(chunk)
            return chunk

    def listen(self) -> bytes | None:
        """Give the bytes that are there, without waiting; None if there are none yet, empty at the end.

        Raises:
            OSError: the connection is broken.
        """
        try:
            chunk = self._socket.recv(self._portion_bytes)
        except (BlockingIOError, InterruptedError):
            return None
        self.received_bytes += len(chunk)
        return chunk

    def narrow(self, portion_bytes: int) -> None:
        """Take so much at once from now on, and have the kernel keep no more than a phone does."""
        self._portion_bytes = portion_bytes
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, max(portion_bytes, PHONE_BYTES))

    def pause(self, pause_s: float) -> bool:
        """Wait; False as soon as the site speaks or closes."""
        self._room = False
        timer = self._hub.loop.timer(pause_s)
        try:
            timer.start(self._make_room)
            self._wait()
        finally:
            timer.stop()
            timer.close()
        return self._room

    def rest(self, pause_s: float) -> None:
        """Wait, and take nothing of what the site says meanwhile."""
        self._watcher.stop()
        try:
            gevent.sleep(pause_s)
        finally:
            if not self.closed:
                self._watcher.start(self._wake)

    def fresh(self) -> bool:
        """Whether it can take another request: it is open, and the site has not spoken unasked."""
        return not (self.closed or self.blocked or self._news.poll(0))

    def close(self) -> None:
        """Give the descriptor back; twice is harmless."""
        if not self.closed:
            self.closed = True
            self._watcher.stop()
            self._watcher.close()
            self._socket.close()

    def _push(self, rest: bytes | memoryview) -> None:
        try:
            taken = self._socket.send(rest)
        except (BlockingIOError, InterruptedError):
            taken = 0
        self.sent_bytes += taken
        if taken != len(rest):
            self._unsent, self.blocked = memoryview(rest)[taken:], True
        elif self.blocked:
            self._unsent, self.blocked = b"", False

    def _wait(self) -> None:
        hub, self._waiting = self._hub, _current()
        try:
            # What gevent's own switch does besides is to refuse when nobody but the hub could wait.
            if self._waiting is hub:
                hub.switch()
            _switch(hub)
        finally:
            self._waiting = None

    def _wake(self) -> None:
        if self._waiting is not None:
            _switch(self._waiting)
        elif not self.fresh():
            self.close()

    def _make_room(self) -> None:
        self._room = True
        self._wake()
