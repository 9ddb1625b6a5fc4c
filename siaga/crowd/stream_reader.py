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
from siaga.crowd.reader import Limits, Reader

_STATUS = b":status"


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
        self._connection = connection

    def feed(self, chunk: bytes) -> None:
        """Take bytes.

        Raises:
            OSError: what has to be answered to them cannot be sent.
            TripError: they are no HTTP/2 (bad-answer), too many, or the end of the request.
        """
        before_bytes = self._size_bytes
        try:
            for event in self._connection.take(chunk):
                self._hear(event)
        except ProtocolError as error:
            raise TripError(Reason.BAD_ANSWER, f"this is no HTTP/2: {error}") from None
        if not self.done and (why := self._connection.refusal):
            text = f"the site ended the connection and does not take the request ({why})"
            raise TripError(Reason.CLOSED, text)
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
                self.on_body(content or b"")
            case StreamEnded():
                self._connection.give_up()
                self.done = True
            case StreamReset(error_code=code) if not self.done:
                self._refuse_reset(code)
            case _:
                pass

    def _begin_answer(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        fields = [(bytes(name), bytes(value)) for name, value in headers]
        self.fields = [one for one in fields if not one[0].startswith(b":")]
        status = dict(fields)[_STATUS]
        self.silent, self._head, self._keeps = False, True, True
        self.status = int(status) if status.isdigit() else 0

    @property
    def keeps(self) -> bool:
        """Whether the connection may be used again: the site has not said that it ends."""
        return super().keeps and not self._connection.ended

    def _refuse_reset(self, code: ErrorCodes | int | None) -> None:
        raise TripError(Reason.RESET, f"the site broke the request off ({_named(code)})")


def _named(code: ErrorCodes | int | None) -> str:
    return code.name if isinstance(code, ErrorCodes) else str(code)
