"""The StreamReader: makes one answer after the other out of the frames of an HTTP/2 connection."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from h2.errors import ErrorCodes
from h2.events import (
    DataReceived,
    Event,
    InformationalResponseReceived,
    ResponseReceived,
    StreamEnded,
    StreamReset,
)
from h2.exceptions import ProtocolError

from siaga.crowd.failure import Reason, TripError
from siaga.crowd.head_decoder import BARE
from siaga.crowd.headers import Headers
from siaga.crowd.reader import Limits, Reader

_STATUS, _STATUS_DIGITS = b":status", 3


class Frames(Protocol):
    """A connection that frames come over."""

    @property
    def ended(self) -> bool:
        """Whether the site takes no further request."""

    @property
    def refusal(self) -> str:
        """Why the site will not answer the newest one; empty: it will."""

    def take(self, chunk: bytes) -> Sequence[Event]:
        """Give what frames say of the newest request."""

    def give_up(self) -> None:
        """Send no more of a request."""


class StreamReader(Reader):
    """Reads the answers of one connection; the frames are h2's to understand.

    Args:
        limits: how large an answer may be.
        connection: that they come over.
    """

    __slots__ = ("_connection",)

    def __init__(self, limits: Limits, connection: Frames) -> None:
        super().__init__(limits)
        self._connection: Frames | None = connection

    def close(self) -> None:
        """Let go of the connection."""
        super().close()
        self._connection = None

    def feed(self, chunk: bytes) -> None:
        """Take bytes.

        Raises:
            OSError: what has to be answered to them cannot be sent.
            TripError: they are no HTTP/2 (bad-answer), too many, or the end of the request.
        """
        before_bytes = self._size_bytes
        try:
            for event in self._frames().take(chunk):
                self._hear(event)
        except ProtocolError as error:
            raise TripError(Reason.BAD_ANSWER, f"this is no HTTP/2: {error}") from None
        if not self.done and (why := self._frames().refusal):
            text = f"the site ended the connection and does not take the request ({why})"
            raise TripError(Reason.CLOSED, text, untaken=True)
        self._weigh(len(chunk), self._size_bytes - before_bytes)

    def end(self) -> None:
        """Take the end of the connection, which is the end of no answer.

        Raises:
            TripError: always.
        """
        text = "without an answer" if self.silent else f"after {self._size_bytes} bytes of body"
        raise TripError(Reason.CLOSED, f"the site closed the connection {text}")

    def _hear(self, event: Event) -> None:
        match event:
            case InformationalResponseReceived():
                self.silent = False
            case ResponseReceived(headers=headers):
                self._begin_answer(headers or ())
            case DataReceived(data=content):
                self._take_body(content or b"")
            case StreamEnded():
                self._end_answer()
            case StreamReset(error_code=code) if not self.done:
                self._refuse_reset(code)
            case _:
                pass

    def _begin_answer(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        fields = [(bytes(name), bytes(value)) for name, value in headers]
        self.fields = [one for one in fields if not one[0].startswith(b":")]
        self.headers = Headers(self.fields)
        status = dict(fields)[_STATUS]
        self.silent, self._head, self._keeps = False, True, True
        self.status = int(status) if len(status) <= _STATUS_DIGITS and status.isdigit() else 0

    @property
    def keeps(self) -> bool:
        """Whether the connection may be used again: the site has not said that it ends."""
        return super().keeps and not self._frames().ended

    def _take_body(self, content: bytes) -> None:
        if content and self.status in BARE:
            raise TripError(Reason.BAD_ANSWER, f"an answer {self.status} has a body")
        self.on_body(content)

    def _end_answer(self) -> None:
        frames = self._frames()
        frames.give_up()
        said = dict(self.fields).get(b"content-length", b"")
        bare = self._without_body or self.status in BARE
        if said.isdigit() and not bare and int(said[:20]) != self._size_bytes:
            text = f"the answer ended after {self._size_bytes} of {said[:20].decode()} bytes of body"
            raise TripError(Reason.CLOSED, text)
        self.done = True

    def _refuse_reset(self, code: int | None) -> None:
        # Only this one says that nothing was done with the request; any other is an answer of its kind.
        self.silent = code == ErrorCodes.REFUSED_STREAM
        text = f"the site broke the request off ({_named(code)})"
        raise TripError(Reason.RESET, text, untaken=self.silent)

    def _frames(self) -> Frames:
        if self._connection is None:
            raise ValueError("reader: is closed; it reads no more")
        return self._connection


def _named(code: int | None) -> str:
    # By its value: compiled, a code is a number, whatever it was.
    return next((one.name for one in ErrorCodes if one == code), str(code))
