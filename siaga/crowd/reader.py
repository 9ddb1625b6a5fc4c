"""The Reader: makes one answer after the other out of the bytes of a connection."""

from dataclasses import dataclass
from typing import Any

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from siaga.crowd.failure import Reason, TripError
from siaga.crowd.headers import Field, Headers
from siaga.crowd.known_heads import known_head, learn_head

NO_HEADERS = Headers(())
LOWEST_STATUS = 100
LOWEST_FINAL_STATUS = 200

FRAMING_OF_A_BYTE = 16
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
        "_extra",
        "_framing_bytes",
        "_head",
        "_keeps",
        "_limits",
        "_parser",
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
        self._parser: Any = None
        self._without_body = False
        self._extra = False

    def begin(self, method: str) -> None:
        """Make ready for the answer to a request."""
        if self._without_body:
            self._parser = None
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
        if self._parser is None:
            self._parser = HttpResponseParser(self)
        before_bytes = self._size_bytes
        try:
            self._parser.feed_data(chunk)
        except HttpParserUpgrade:
            raise TripError(Reason.BAD_ANSWER, "the site changed to another protocol unasked") from None
        except HttpParserError as error:
            if not self.done:
                raise TripError(Reason.BAD_ANSWER, f"this is no HTTP: {error}") from None
            self._extra = True
        self._weigh(len(chunk), self._size_bytes - before_bytes)
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
        if self._says_length():
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
        """Let go of the parser, which holds on to this."""
        self._parser = None

    def on_message_begin(self) -> None:
        """Notice a second answer, which nobody asked for."""
        if self.done:
            self._extra = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field; trailers are passed over."""
        if not self._head:
            self.fields.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Take the end of a head; interim answers are passed over."""
        if self.done:
            return
        status = self._parser.get_status_code()
        if LOWEST_STATUS <= status < LOWEST_FINAL_STATUS:
            self.fields.clear()
            return
        self._head = True
        self.status = status
        self.headers = Headers(self.fields)
        if self._without_body:
            self._keeps, self.done = self._goes_on(), True
        else:
            self._keeps = self._parser.should_keep_alive()

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
        self.status, self.headers, self.fields, head_bytes, self._size_bytes = known
        self._chunk = chunk[head_bytes:]
        self.done = self._head = self._keeps = True
        return True

    def _goes_on(self) -> bool:
        """Whether the connection outlives an answer without a body (RFC 9112, 9.3).

        The parser knows of no HEAD: without a length it would wait for the end of the connection.
        """
        said = {one.strip().lower() for one in ",".join(self.headers.every("connection")).split(",")}
        kept = self._parser.get_http_version() == "1.1" or "keep-alive" in said
        return kept and "close" not in said

    def _says_length(self) -> bool:
        """Whether the head says where the body ends."""
        codings = b",".join(value for name, value in self.fields if name == b"transfer-encoding")
        if codings:
            return codings.lower().rpartition(b",")[2].strip() == b"chunked"
        return any(name == b"content-length" for name, _ in self.fields)

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
