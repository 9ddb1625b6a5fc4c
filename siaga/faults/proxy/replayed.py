"""A Replayed request: read from what passes, sent a second time, its answer thrown away."""

import asyncio
from collections.abc import Callable

import httptools

from siaga.faults.proxy.address import Address

METHODS = frozenset({b"POST", b"PUT", b"PATCH"})
MOST_BODY_BYTES = 1024 * 1024
"""A larger request is not replayed."""

DEADLINE_S = 30.0
_FRAMING = frozenset({b"content-length", b"transfer-encoding"})


class Rereading:
    """Reads the requests of a connection, and tells those that have a body.

    Args:
        tell: is given each such request, whole.
    """

    def __init__(self, tell: Callable[[bytes], None]) -> None:
        self._tell = tell
        self._parser = httptools.HttpRequestParser(self)
        self._path = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._body = bytearray()
        self._size_bytes = 0

    def feed(self, chunk: bytes) -> None:
        """Read on.

        Raises:
            httptools.HttpParserError: it is no HTTP.
            httptools.HttpParserUpgrade: it is no HTTP any more.
        """
        self._parser.feed_data(chunk)

    def on_message_begin(self) -> None:
        """Begin a request; httptools calls this, as the others."""
        self._path, self._headers, self._body, self._size_bytes = b"", [], bytearray(), 0

    def on_url(self, url: bytes) -> None:
        """Read of its path."""
        self._path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Read a header."""
        self._headers.append((name, value))

    def on_body(self, body: bytes) -> None:
        """Read of its body; of one that is too large nothing is kept."""
        self._size_bytes += len(body)
        if self._size_bytes <= MOST_BODY_BYTES:
            self._body += body

    def on_message_complete(self) -> None:
        """Tell it."""
        method = self._parser.get_method()
        if method in METHODS and 0 < self._size_bytes <= MOST_BODY_BYTES:
            self._tell(self._whole(method))

    def _whole(self, method: bytes) -> bytes:
        """Give the request as it came, but for chunks: its length stands at its head."""
        lines = [b"%s %s HTTP/1.1" % (method, self._path)]
        lines += [b"%s: %s" % one for one in self._headers if one[0].lower() not in _FRAMING]
        lines += [b"content-length: %d" % len(self._body), b"", bytes(self._body)]
        return b"\r\n".join(lines)


async def replay(request: bytes, upstream: Address, sent: Callable[[], None]) -> bool:
    """Send a request on a connection of its own; tells whether it was answered within 30 s.

    Args:
        request: whole.
        upstream: whom it is for.
        sent: is called when it is on its way.
    """
    try:
        async with asyncio.timeout(DEADLINE_S):
            reader, writer = await asyncio.open_connection(upstream.host, upstream.port)
            try:
                writer.write(request)
                await writer.drain()
                sent()
                return await _answered(reader)
            finally:
                writer.close()
    except (OSError, TimeoutError, httptools.HttpParserError):
        return False


async def _answered(reader: asyncio.StreamReader) -> bool:
    answer = _Answer()
    parser = httptools.HttpResponseParser(answer)
    while not answer.whole:
        chunk = await reader.read(65_536)
        if not chunk:
            return answer.begun
        parser.feed_data(chunk)
    return True


class _Answer:
    """Whether an answer began, and whether it is whole."""

    def __init__(self) -> None:
        self.begun = self.whole = False

    def on_headers_complete(self) -> None:
        self.begun = True

    def on_message_complete(self) -> None:
        self.whole = True
