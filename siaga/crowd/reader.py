"""The Reader: makes one answer after the other out of the bytes of a connection."""

from dataclasses import dataclass
from typing import Any, Final

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from siaga.crowd.failure import Reason, TripError
from siaga.crowd.framing import goes_on, says_length
from siaga.crowd.headers import Field, Headers
from siaga.crowd.known_heads import known_head, learn_head

NO_HEADERS: Final = Headers(())
LOWEST_STATUS: Final = 100
LOWEST_FINAL_STATUS: Final = 200

MOST_SPARE: Final = 100
"""Ears that wait for somebody to read for."""

FRAMING_OF_A_BYTE: Final = 16
"""Bytes that may stand around one of the body: a chunk of a single byte has 5, a frame of HTTP/2 9."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large an answer may be.

    Attributes:
        head_bytes: status line and fields, with those of interim answers and trailers; also what chunks
            and frames have around the body beyond `FRAMING_OF_A_BYTE` for each of its bytes.
        body_bytes: the body, as received and decompressed.
    """

    head_bytes: int = 65_536
    body_bytes: int = 16_777_216

    def __post_init__(self) -> None:
        """Refuse limits that let nothing through."""
        if self.head_bytes < 1 or self.body_bytes < 1:
            raise ValueError(
                f"limits: are {self.head_bytes}, {self.body_bytes}; both have to be at least 1"
            )


class Reader:
    """Reads the answers of one connection; the parser is llhttp, and strict.

    Args:
        limits: how large an answer may be.

    Attributes:
        status: of the final answer.
        fields: of the final answer: names in small letters, values.
        headers: the same, to be looked up; of no use before the head is complete.
        done: whether the answer is complete.
        silent: whether not a byte of it has come.
    """

    __slots__ = (
        "_body",
        "_chunk",
        "_ear",
        "_extra",
        "_framing_bytes",
        "_head",
        "_keeps",
        "_limits",
        "_size_bytes",
        "_without_body",
        "done",
        "fields",
        "headers",
        "silent",
        "status",
    )

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ear: _Ear | None = None
        self._without_body = False
        self._extra = False

    def begin(self, method: str) -> None:
        """Make ready for the answer to a request."""
        self._without_body = method == "HEAD"
        self._chunk = b""
        self._body: bytearray | None = None
        self._size_bytes = 0
        self._framing_bytes = 0
        self._head = False
        self._keeps = False
        self.status = 0
        self.fields: list[Field] = []
        self.headers = NO_HEADERS
        self.done = False
        self.silent = True

    @property
    def keeps(self) -> bool:
        """Whether the connection may be used again: the site agrees, and said nothing beyond."""
        return self.done and self._keeps and not self._extra

    @property
    def head(self) -> bool:
        """Whether the head of the final answer is complete."""
        return self._head

    def take(self) -> bytes:
        """Give the body so far, and keep none of it; what is taken so has no limit as a whole."""
        body, self._chunk, self._body, self._size_bytes = self.body, b"", None, 0
        return body

    @property
    def body(self) -> bytes:
        """The body so far."""
        return self._chunk if self._body is None else bytes(self._body)

    def hear(self, chunk: bytes) -> None:
        """Take what has come; nothing is the end of the connection.

        Raises:
            TripError: as `feed` and `end` do.
        """
        if chunk:
            self.feed(chunk)
        else:
            self.end()

    def feed(self, chunk: bytes) -> None:
        """Take bytes.

        Raises:
            TripError: they are no HTTP (bad-answer), or too many.
        """
        begins = self.silent and not self._without_body
        self.silent = False
        if begins and self._knows(chunk):
            return
        if self._ear is None:
            self._ear = _spare.pop() if _spare else _Ear(self)
            self._ear.reader = self
        before_bytes = self._size_bytes
        try:
            self._ear.parser.feed_data(chunk)
        except HttpParserUpgrade:
            raise TripError(Reason.BAD_ANSWER, "the site changed to another protocol unasked") from None
        except HttpParserError as error:
            if not self.done:
                raise TripError(Reason.BAD_ANSWER, f"this is no HTTP: {error}") from None
            self._extra = True
        self._weigh(len(chunk), self._size_bytes - before_bytes)
        if self.done:
            self._rest()
        if begins and self.keeps:
            learn_head(chunk, self.status, self.headers, self.fields, self._size_bytes)

    def end(self) -> None:
        """Take the end of the connection, which is the end of an answer that has no other.

        Raises:
            TripError: the answer is not complete.
        """
        if self.silent:
            raise TripError(Reason.CLOSED, "the site closed the connection without an answer")
        if not self._head:
            raise TripError(Reason.CLOSED, "the site closed the connection in the head of its answer")
        if says_length(self.fields):
            raise TripError(
                Reason.CLOSED, f"the site closed the connection after {self._size_bytes} bytes of body"
            )
        self.done = True
        self._keeps = False

    def let_go(self) -> None:
        """Keep nothing of an answer that was read: a visitor may wait for hours before the next."""
        self.fields, self.headers, self._chunk, self._body = [], NO_HEADERS, b"", None
        self._size_bytes = 0

    def close(self) -> None:
        """Let go of the parser, which holds on to whoever hears it."""
        if self._ear is not None:
            self._ear.parser = None
            self._ear = None

    def on_message_begin(self) -> None:
        """Notice a second answer, which nobody asked for."""
        if self.done:
            self._extra = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field; trailers are passed over."""
        if not self._head:
            self.fields.append((name.lower(), value))

    def on_headers_complete(self, parser: Any) -> None:  # noqa: ANN401 - httptools' own
        """Take the end of a head; interim answers are passed over."""
        if self.done:
            return
        status = parser.get_status_code()
        if LOWEST_STATUS <= status < LOWEST_FINAL_STATUS:
            self.fields.clear()
            return
        self._head = True
        self.status = status
        self.headers = Headers(self.fields)
        if self._without_body:
            self._keeps, self.done = goes_on(self.headers, parser.get_http_version()), True
        else:
            self._keeps = parser.should_keep_alive()

    def on_body(self, chunk: bytes) -> None:
        """Take a part of the body."""
        if self.done:
            self._extra = True
            return
        self._size_bytes += len(chunk)
        if self._body is not None:
            self._body += chunk
        elif self._chunk:
            self._body = bytearray(self._chunk + chunk)
        else:
            self._chunk = chunk

    def on_message_complete(self) -> None:
        """Take the end of an answer."""
        if self._head:
            self.done = True

    def _knows(self, chunk: bytes) -> bool:
        """Take a whole answer in one piece, if its head was read before; else do nothing."""
        known = known_head(chunk, self._limits.head_bytes)
        if known is None or known.body_bytes > self._limits.body_bytes:
            return False
        self.status, self.headers, self.fields = known.status, known.headers, known.fields
        self._size_bytes = known.body_bytes
        self._chunk = chunk[known.head_bytes :]
        self.done = self._head = self._keeps = True
        return True

    def _rest(self) -> None:
        """Have the parser read for others, as it is ready for another answer."""
        ear = self._ear
        if ear is None or self._without_body or not self.keeps or len(_spare) >= MOST_SPARE:
            self.close()
            return
        ear.reader, self._ear = _NOBODY, None
        _spare.append(ear)

    def _weigh(self, fed_bytes: int, grown_bytes: int) -> None:
        """Hold what came against the limits; what is no body is to be in proportion to it, or short.

        Raises:
            TripError: too large, or a status that does not exist.
        """
        if self._head and self.status < LOWEST_STATUS:
            raise TripError(Reason.BAD_ANSWER, f"status {self.status} does not exist")
        framing_bytes = self._framing_bytes + fed_bytes - (1 + FRAMING_OF_A_BYTE) * grown_bytes
        self._framing_bytes = max(framing_bytes, 0)
        # What stands behind a whole answer is none of it.
        if framing_bytes > self._limits.head_bytes and not self._extra:
            raise TripError(
                Reason.TOO_LARGE,
                f"the head, or what is around the body, is over {self._limits.head_bytes} bytes",
            )
        if self._size_bytes > self._limits.body_bytes:
            raise TripError(Reason.TOO_LARGE, f"the body is over {self._limits.body_bytes} bytes")


class _Ear:
    """Hears what a parser makes of the answers of one reader after the other.

    A reader that waits for its next request needs no parser, and there are many thousands of those.
    """

    __slots__ = ("parser", "reader")

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.parser: Any = HttpResponseParser(self)

    def on_message_begin(self) -> None:
        self.reader.on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        self.reader.on_header(name, value)

    def on_headers_complete(self) -> None:
        self.reader.on_headers_complete(self.parser)

    def on_body(self, chunk: bytes) -> None:
        self.reader.on_body(chunk)

    def on_message_complete(self) -> None:
        self.reader.on_message_complete()


_NOBODY: Final = Reader(Limits())
_spare: Final[list[_Ear]] = []
