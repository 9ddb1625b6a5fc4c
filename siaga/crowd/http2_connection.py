"""The Http2Connection: a SecureConnection on which requests are streams, if the site speaks HTTP/2.

It takes requests as HTTP/1.1 writes them, and makes frames of them (RFC 9113), so that whoever asks need
not know what is spoken. One stream is open at a time, as a visitor asks one thing at a time.
"""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import (
    DataReceived,
    Event,
    RemoteSettingsChanged,
    ResponseReceived,
    StreamReset,
    WindowUpdated,
)
from h2.exceptions import ProtocolError, StreamClosedError
from h2.settings import SettingCodes, Settings

from siaga.crowd.address import Address
from siaga.crowd.failure import Reason, TripError
from siaga.crowd.head_decoder import HeadDecoder, has_no_body
from siaga.crowd.incoming_frames import IncomingFrames
from siaga.crowd.reader import Limits, Reader
from siaga.crowd.secure_connection import SecureConnection
from siaga.crowd.stream_reader import StreamReader

PROTOCOLS = ("h2", "http/1.1")
"""What is offered to the site by ALPN (RFC 7301), which takes one of them."""

WINDOW_BYTES = 6 * 1024 * 1024
"""What the site may send before it hears more: as much as a browser lets it."""

_PER_HOP = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"te", b"transfer-encoding", b"upgrade"}
)
"""Fields that HTTP/2 does not have."""


class Http2Connection(SecureConnection):
    """A connection that offers HTTP/2 and speaks what the site takes.

    Args:
        address: where to.
        tls: whom to trust; it offers `PROTOCOLS`.
        host: whose certificate it has to be.

    Attributes:
        stream: number of the newest request.

    Raises:
        OSError: no descriptor is left.
    """

    __slots__ = ("_body", "_heads", "_incoming_frames", "_protocol", "stream")

    def __init__(self, address: Address, tls: ssl.SSLContext, host: str) -> None:
        super().__init__(address, tls, host)
        self._protocol: H2Connection | None = None
        self._heads: HeadDecoder | None = None
        self._body: memoryview = memoryview(b"")
        self.stream = 0
        self._incoming_frames = IncomingFrames()

    @property
    def ended(self) -> bool:
        """Whether the site takes no further request."""
        return self._incoming_frames.last_stream is not None

    @property
    def refusal(self) -> str:
        """Why the site will not answer the newest request; empty: it will."""
        last = self._incoming_frames.last_stream
        return self._incoming_frames.why if last is not None and last < self.stream else ""

    def shake_hands(self) -> None:
        """Agree on the keys and on what is spoken; the greenlet waits.

        Raises:
            OSError: the site is not who it has to be, or the connection broke.
        """
        super().shake_hands()
        self.speaks_http2 = self._tls.selected_alpn_protocol() == "h2"
        if not self.speaks_http2:
            return
        self._protocol = protocol = H2Connection(H2Configuration(header_encoding=None))
        protocol.decoder = self._heads = HeadDecoder()
        wishes = {SettingCodes.ENABLE_PUSH: 0, SettingCodes.INITIAL_WINDOW_SIZE: WINDOW_BYTES}
        protocol.local_settings = Settings(client=True, initial_values=wishes)
        protocol.initiate_connection()
        protocol.increment_flow_control_window(WINDOW_BYTES)
        self._write(protocol.data_to_send())

    def reader(self, limits: Limits) -> Reader:
        """Give what reads the answers."""
        return super().reader(limits) if self._protocol is None else StreamReader(limits, self)

    def send(self, request: bytes) -> None:
        """Hand a request to the kernel as far as it and the site take it at once.

        Raises:
            OSError: the connection is broken.
            TripError: the site takes no request on it; nothing was sent.
        """
        protocol = self._protocol
        if protocol is None:
            super().send(request)
            return
        self.sent_bytes = self.received_bytes = 0
        head, _, body = request.partition(b"\r\n\r\n")
        self.stream, self._body = protocol.get_next_available_stream_id(), memoryview(body)
        try:
            protocol.send_headers(self.stream, list(_fields(head)), end_stream=not body)
        except ProtocolError as error:
            raise TripError(Reason.BAD_ANSWER, f"the site takes no request: {error}") from None
        self._fill(protocol)
        super().send(protocol.data_to_send())

    def take(self, chunk: bytes) -> Sequence[Event]:
        """Give what frames say of the newest request; answer what has to be answered.

        Raises:
            OSError: the connection is broken.
            ProtocolError: they are no frames.
        """
        protocol, heads = self._protocol, self._heads
        if protocol is None or heads is None:
            return ()
        events = protocol.receive_data(self._incoming_frames.passed(chunk))
        if any(isinstance(one, StreamReset) and one.stream_id == self.stream for one in events):
            self._body = memoryview(b"")
        for event in events:
            if isinstance(event, DataReceived) and event.flow_controlled_length:
                protocol.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, WindowUpdated | RemoteSettingsChanged):
                self._fill(protocol)
            elif isinstance(event, ResponseReceived) and heads.length is not None:
                head = list(event.headers or ())
                # It may be another stream's, that came in the same piece.
                event.headers = [*head, heads.length] if has_no_body(head) else head
        self._write(protocol.data_to_send())
        return [one for one in events if getattr(one, "stream_id", 0) == self.stream]

    def give_up(self) -> None:
        """Send no more of a request that the site has answered already, or will not hear."""
        if self._protocol is not None and self._body:
            self._body = memoryview(b"")
            # The site may have closed the stream itself, and say so in the same breath.
            with suppress(StreamClosedError):
                self._protocol.reset_stream(self.stream, ErrorCodes.CANCEL)
            self._write(self._protocol.data_to_send())

    def fresh(self) -> bool:
        """Whether it can take another request; what the site says of the connection does not matter."""
        if self._protocol is None:
            return super().fresh()
        if self.closed or self.blocked or self.ended:
            return False
        try:
            return self._is_calm() and not (self.ended or self.blocked)
        except (OSError, ProtocolError):
            return False

    def close(self) -> None:
        """Give the descriptor back, and let go of what is large: a visitor may be away for hours."""
        super().close()
        self._protocol = self._heads = None

    def _is_calm(self) -> bool:
        """Take what the site has said unasked; tell whether that was neither its end nor without end."""
        if self._news.poll(0) and not self._hears_out():
            return False
        while self._has_records() and (chunk := self._decrypted()) is not None:
            if not chunk:
                return False
            self.take(chunk)
        return True

    def _fill(self, protocol: H2Connection) -> None:
        """Send of the body what the site's windows have room for."""
        while self._body:
            room_bytes = min(
                protocol.local_flow_control_window(self.stream), protocol.max_outbound_frame_size
            )
            if room_bytes <= 0:
                return
            part, self._body = bytes(self._body[:room_bytes]), self._body[room_bytes:]
            protocol.send_data(self.stream, part, end_stream=not self._body)

    def _write(self, frames: bytes) -> None:
        if frames:
            self._tls.write(frames)
            self._flush()


def _fields(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the fields of a request that is written as HTTP/1.1 has it, its first line among them."""
    first, *lines = head.split(b"\r\n")
    method, target, _version = first.split(b" ")
    fields = [
        (name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in lines)
    ]
    yield b":method", method
    yield b":scheme", b"https"
    yield b":authority", dict(fields)[b"host"]
    yield b":path", target
    yield from ((name, value) for name, value in fields if name not in _PER_HOP and name != b"host")
