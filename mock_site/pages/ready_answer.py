"""The ready answer: bytes that were made before anybody asked, put on the wire as they are."""

from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_request import BaseRequest


def ready_bytes(status: HTTPStatus, headers: Mapping[str, str], body: bytes) -> bytes:
    """Give a whole HTTP/1.1 answer, its length included."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("ascii") + body


class ReadyAnswer(web.StreamResponse):
    """An answer that goes to the connection as it is: nothing is added, no signal is sent.

    Args:
        content: what `ready_bytes` gave.
        status: that it says.
    """

    def __init__(self, content: bytes, status: HTTPStatus) -> None:
        super().__init__(status=status)
        self._content = content

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        """Put it on the wire."""
        self._keep_alive = request.keep_alive
        if request.transport is not None:
            request.transport.write(self._content)
        return None

    async def write_eof(self, _chunk: bytes = b"") -> None:
        """Do nothing: all has been said."""

    @property
    def prepared(self) -> bool:
        """Nothing can be added any more."""
        return True
