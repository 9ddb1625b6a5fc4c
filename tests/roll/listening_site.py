"""A Site that serves a roll in whatever way a test says, on a socket of this machine."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class Site:
    """A site that is listening.

    Attributes:
        url: where.
        answers: how each request is answered, the last for all after it.
        asked: path and authorization of every request, in order.
    """

    url: str
    answers: list[Answer]
    asked: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer a request."""
        self.asked.append((request.path, request.headers.get("Authorization", "")))
        self.answers[min(len(self.asked), len(self.answers)) - 1](request)


def requests_of(site: Callable[[], Site]) -> type[BaseHTTPRequestHandler]:
    """Give the class that passes every request on to a site."""

    class Requests(BaseHTTPRequestHandler):
        """Every request of one site."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer as the site does."""
            site().answer(self)

        def log_message(self, *_message: object) -> None:
            """Say nothing."""

    return Requests


def body(
    content: bytes,
    status: int = 200,
    *,
    claims: int | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> Answer:
    """Answer with a body; what it claims of its length may be another than it has."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in (*headers, ("Content-Length", str(claims or len(content)))):
            request.send_header(name, value)
        request.send_header("Connection", "close")
        request.end_headers()
        request.wfile.write(content)
        request.close_connection = True

    return answer


def chunks(*sent: bytes) -> Answer:
    """Answer in chunks, written as they are given: the end may be missing."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"".join(sent))
        request.close_connection = True

    return answer
