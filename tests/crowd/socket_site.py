"""The site's side of a WebSocket in the tests."""

import base64
import hashlib
import re

from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import Event, TextMessage

from tests.crowd.hostile_site import Talk


def accepts(request: bytes, *more: bytes) -> bytes:
    """Give the answer that opens a WebSocket."""
    found = re.search(rb"sec-websocket-key: (\S+)", request, re.IGNORECASE)
    assert found is not None, request
    mark = hashlib.sha1(found[1] + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()  # noqa: S324 - RFC 6455
    lines = [b"HTTP/1.1 101 Switching Protocols", b"Upgrade: websocket", b"Connection: Upgrade"]
    return b"\r\n".join([*lines, b"Sec-WebSocket-Accept: " + base64.b64encode(mark), *more, b"", b""])


class SocketTalk:
    """One WebSocket as the site sees it.

    Args:
        talk: the connection; its request is answered.
        greeting: bytes that come together with the answer.
        request: that was heard already; empty: it is still to come.
    """

    def __init__(self, talk: Talk, greeting: bytes = b"", *, request: bytes = b"") -> None:
        self._talk = talk
        self._spoken = Connection(ConnectionType.SERVER)
        self._heard: list[Event] = []
        talk.say(accepts(request or talk.hear(), b"Set-Cookie: ws=1") + greeting)

    def say(self, event: Event) -> None:
        """Send a message, a ping or a good-bye."""
        self._talk.say(self._spoken.send(event))

    def hear(self) -> Event:
        """Wait for the next thing that the visitor says."""
        while not self._heard:
            self._spoken.receive_data(self._talk.socket.recv(65_536) or None)
            self._heard.extend(self._spoken.events())
        return self._heard.pop(0)

    def echo(self) -> None:
        """Say what the visitor says, until it says good-bye."""
        while isinstance(event := self.hear(), TextMessage):
            self.say(TextMessage(data=event.data.upper()))


def framed(event: Event) -> bytes:
    """Give the bytes of a frame of the site."""
    return Connection(ConnectionType.SERVER).send(event)
