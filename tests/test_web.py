"""Claims about the few calls that the stage makes."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from siaga.stage.generator import free_port
from siaga.web import Web, WebError


class _Site(BaseHTTPRequestHandler):
    """Answers with the status that the path names, and remembers what it was told."""

    told: list[tuple[str, str, str | None, object]]

    def do_GET(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content = json.loads(body) if body else None
        self.told.append((self.command, self.path, self.headers.get("Authorization"), content))
        self.send_response(int(self.path.rpartition("/")[2]))
        self.send_header("Location", "/status/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def told() -> list[tuple[str, str, str | None, object]]:
    """What the site was told."""
    return []


@pytest.fixture
def url(told: list[tuple[str, str, str | None, object]]) -> Iterator[str]:
    """Give the address of a small site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Site", (_Site,), {"told": told}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("status", [200, 404, 503])
def test_a_status_is_given_whatever_it_is(url: str, status: int) -> None:
    """Not ready is an answer."""
    assert Web(url).status(f"/status/{status}") == status


def test_a_redirect_is_not_followed(url: str, told: list[object]) -> None:
    """Somebody else's page says nothing of the site."""
    assert Web(url).status("/status/302") == 302
    assert len(told) == 1


def test_what_is_put_is_sent_as_json_with_the_token(url: str, told: list[object]) -> None:
    """The admin calls of the site ask for both."""
    Web(url, "secret").put("/status/204", {"opens_at": 1.5})
    Web(url).put("/status/200", {})
    assert told == [
        ("PUT", "/status/204", "Bearer secret", {"opens_at": 1.5}),
        ("PUT", "/status/200", None, {}),
    ]


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_put_that_is_not_accepted_is_an_error(url: str, status: int) -> None:
    """The status is told, the token is not."""
    with pytest.raises(WebError, match=f"PUT /status/{status}: status {status}; a success is needed"):
        Web(url, "secret").put(f"/status/{status}", {})


def test_a_site_that_is_not_there_is_an_error() -> None:
    """The call and the reason are told."""
    with pytest.raises(WebError, match=r"GET /readyz: no answer \(.*refused"):
        Web(f"http://127.0.0.1:{free_port()}").status("/readyz")
