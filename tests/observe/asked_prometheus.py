"""A Prometheus by hand: it answers every query as a test says, and remembers what it was asked."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class AskedPrometheus:
    """A server that is listening.

    Attributes:
        url: where.
        answer: how every request is answered.
        asked: path, authorization and fields of every request, in order.
    """

    url: str
    answer: Answer
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def asked_prometheus() -> Iterator[AskedPrometheus]:
    """Listen on this machine; a query is answered with one value until a test says otherwise."""

    class Requests(BaseHTTPRequestHandler):
        """Every request of the one server."""

        def do_POST(self) -> None:
            """Answer as the test says."""
            length = int(self.headers["Content-Length"])
            fields = parse_qs(self.rfile.read(length).decode())
            told = {name: values[0] for name, values in fields.items()}
            server.asked.append((self.path, self.headers.get("Authorization", ""), told))
            server.answer(self)

        def log_message(self, *_message: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    server = AskedPrometheus(
        url=f"http://127.0.0.1:{listening.server_port}", answer=values((1_800_000_000, "1"))
    )
    Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()


def says(body: bytes, status: int = 200, **headers: str) -> Answer:
    """Answer with a body."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def tells(content: object, status: int = 200) -> Answer:
    """Answer with JSON."""
    return says(json.dumps(content).encode(), status)


def matrix(*series: Any, **beside: Any) -> Answer:  # noqa: ANN401 - whatever a test has it say
    """Answer with these series."""
    told = {"resultType": "matrix", "result": list(series)}
    return tells({"status": "success", "data": told, **beside})


def values(*pairs: tuple[float, str]) -> Answer:
    """Answer with one series of these instants and values."""
    return matrix({"metric": {}, "values": pairs})
