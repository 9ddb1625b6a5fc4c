"""The StreamTalk: one HTTP/2 connection as the site of a test sees it."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, Event, RequestReceived, StreamEnded
from h2.settings import SettingCodes

from siaga.crowd.http2_connection import PROTOCOLS
from tests.crowd.hostile_site import CERTIFICATE, GoneError, Script, Talk

WINDOW_BYTES = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request.

    Attributes:
        stream: its number.
        fields: of its head.
        body: what it carried.
    """

    stream: int
    fields: dict[bytes, bytes]
    body: bytes = b""


class StreamTalk:
    """Hears requests and says frames.

    Args:
        talk: the connection.
        window_bytes: what a visitor may send before it hears more.
    """

    def __init__(self, talk: Talk, window_bytes: int = WINDOW_BYTES) -> None:
        self.talk = talk
        self.frames = H2Connection(H2Configuration(client_side=False, header_encoding=None))
        self.frames.initiate_connection()
        # Until the visitor has heard it, it may send as much as anybody may at first.
        self.frames.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: window_bytes})
        self.events: list[Event] = []
        self._heads: dict[int, dict[bytes, bytes]] = {}
        self._bodies: dict[int, bytes] = {}
        self.flush()

    def flush(self) -> None:
        """Send what the frames have come to."""
        self.talk.say(self.frames.data_to_send())

    def hear(self) -> Asked:
        """Give the next whole request.

        Raises:
            GoneError: there is none.
        """
        while True:
            for event in self.read():
                if isinstance(event, StreamEnded):
                    stream = event.stream_id
                    return Asked(
                        stream=stream, fields=self._heads[stream], body=self._bodies.get(stream, b"")
                    )

    def hear_head(self) -> Asked:
        """Give the next request of which the head has come."""
        while True:
            for event in self.read():
                if isinstance(event, RequestReceived):
                    return Asked(stream=event.stream_id, fields=self._heads[event.stream_id])

    def read(self) -> list[Event]:
        """Take what has come."""
        chunk = self.talk.socket.recv(65_536)
        if not chunk:
            raise GoneError
        events = self.frames.receive_data(chunk)
        for event in events:
            self.events.append(event)
            if isinstance(event, RequestReceived):
                self._heads[event.stream_id] = dict(event.headers or ())
            elif isinstance(event, DataReceived):
                self._bodies[event.stream_id] = self._bodies.get(event.stream_id, b"") + (
                    event.data or b""
                )
                self.frames.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id)
        self.flush()
        return events

    def say(self, stream: int, body: bytes = b"", status: int = 200, **fields: str) -> None:
        """Answer a request; underlines in the names of fields stand for hyphens."""
        named = [(name.replace("_", "-"), value) for name, value in fields.items()]
        self.frames.send_headers(stream, [(":status", str(status)), *named], end_stream=not body)
        self.flush()
        self.say_body(stream, body)

    def say_body(self, stream: int, body: bytes, *, ends: bool = True) -> None:
        """Send a body as far as the visitor's window has room, and the rest when it has."""
        while body:
            room_bytes = min(
                self.frames.local_flow_control_window(stream), self.frames.max_outbound_frame_size
            )
            if room_bytes > 0:
                part, body = body[:room_bytes], body[room_bytes:]
                self.frames.send_data(stream, part, end_stream=ends and not body)
                self.flush()
            else:
                self.read()


def streams(script: Callable[[StreamTalk], None], window_bytes: int = WINDOW_BYTES) -> Script:
    """Give a script that speaks HTTP/2, and at its end hears on until the visitor has gone."""

    def speak(talk: Talk) -> None:
        script(StreamTalk(talk, window_bytes))
        talk.wait()

    return speak


def offering_http2() -> ssl.SSLContext:
    """Give TLS that trusts the sites of the tests and offers HTTP/2."""
    context = ssl.create_default_context(cafile=CERTIFICATE)
    context.set_alpn_protocols(PROTOCOLS)
    return context
