"""Claims about the few calls that the stage makes."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from siaga.credentials import Credentials
from siaga.sender import Sender
from siaga.stage.free_port import free_port
from siaga.web import BODY_LIMIT_BYTES, Web, WebError
from tests.guarded.site import FIT, PASS, guarded_site
from tests.served import served
from tests.stage.test_question import dripping

BODIES = {"json": b'{"left": 3}', "text": b"left 3"}
"""What stands in an answer, by the first word of its path."""


class _Site(BaseHTTPRequestHandler):
    """Answers with the status that the path names, and remembers what it was told."""

    told: list[tuple[str, str, str | None, object]]

    def do_GET(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content = json.loads(body) if body else None
        self.told.append((self.command, self.path, self.headers.get("Authorization"), content))
        self.send_response(int(self.path.rpartition("/")[2]))
        self.send_header("Location", "/status/200")
        said = BODIES.get(self.path.split("/")[1], b"")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def told() -> list[tuple[str, str, str | None, object]]:
    """What the site was told."""
    return []


@pytest.fixture
def url(told: list[tuple[str, str, str | None, object]]) -> Iterator[str]:
    """Give the address of a small site."""
    with served(type("Site", (_Site,), {"told": told})) as url:
        yield url


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


def test_json_and_text_are_given_as_they_are_said(url: str, told: list[object]) -> None:
    """What is posted is sent as JSON, too; an empty answer has nothing in it."""
    web = Web(url)
    assert web.get("/json/200") == {"left": 3}
    assert web.post("/json/201", {"wants": 1}) == {"left": 3}
    assert web.put("/status/204", {}) is None
    assert web.text("/text/200") == "left 3"
    assert told[1] == ("POST", "/json/201", None, {"wants": 1})


@pytest.mark.parametrize("path", ["/json/404", "/json/503"])
def test_what_is_read_has_to_be_a_success(url: str, path: str) -> None:
    """An error page is no page."""
    with pytest.raises(WebError, match=f"GET {path}: status .*; a success is needed"):
        Web(url).get(path)
    with pytest.raises(WebError, match=f"GET {path}: status .*; a success is needed"):
        Web(url).text(path)


def test_an_answer_that_should_be_json_and_is_none_is_an_error(url: str) -> None:
    """Of whatever status, where that is asked for."""
    with pytest.raises(WebError, match="GET /text/200: the answer is no JSON; JSON is needed"):
        Web(url).get("/text/200")
    with pytest.raises(WebError, match="DELETE /text/404: the answer is no JSON"):
        Web(url).ask("DELETE", "/text/404")


def test_json_that_nests_without_end_is_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads it would not come back out."""
    monkeypatch.setitem(BODIES, "json", b"[" * 100_000)
    with pytest.raises(WebError, match="GET /json/200: the answer is no JSON; JSON is needed"):
        Web(url).get("/json/200")


def test_an_answer_without_end_is_not_read_to_its_end(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be in the memory before its time is over."""
    monkeypatch.setitem(BODIES, "text", b"x" * (BODY_LIMIT_BYTES + 1))
    with pytest.raises(WebError, match="GET /text/200: the answer is over 8,388,608 bytes"):
        Web(url).text("/text/200")


def test_a_refusal_is_an_answer_where_whatever_is_answered_is_asked_for(
    url: str, told: list[object]
) -> None:
    """Status and reason are both of use then."""
    assert Web(url).ask("GET", "/json/404") == (404, {"left": 3})
    assert Web(url).ask("DELETE", "/status/204") == (204, None)
    assert Web(url).ask("POST", "/json/409", {"name": "a"}) == (409, {"left": 3})
    assert told[2] == ("POST", "/json/409", None, {"name": "a"})


def test_nobody_is_waited_for_longer_than_was_said() -> None:
    """A service that takes a call and says nothing has not answered."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(WebError, match="GET /: no answer"):
            Web(f"http://127.0.0.1:{port}", deadline_s=0.1).get("/")


@pytest.mark.parametrize(
    "portion",
    [
        b"HTTP/1.1 200 " + b"O" * 10_000,
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 10_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 10_000,
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 10_000,
    ],
)
def test_a_site_that_drips_is_cut_off(portion: bytes) -> None:
    """In its status, its head, and its body, also one that ends only with the connection."""
    with dripping(portion) as port, pytest.raises(WebError, match="GET /: no answer"):
        Web(f"http://127.0.0.1:{port}", deadline_s=0.2).status("/")


class _Named(BaseHTTPRequestHandler):
    """Remembers the headers of every request."""

    heard: list[dict[str, str]]

    def do_GET(self) -> None:
        self.heard.append(dict(self.headers))
        self.send_response(302 if self.path == "/away" else 204)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_name_that_was_resolved_is_not_looked_up_again() -> None:
    """Nobody knows it; its addresses are tried in order, and it stands in the Host."""
    heard: list[dict[str, str]] = []
    with served(type("Site", (_Named,), {"heard": heard})) as at:
        url = f"http://staging.test:{at.rpartition(':')[2]}"
        bound = Sender(run_id="gate/1", host="staging.test", addresses=("::1", "127.0.0.1"))
        assert Web(url, "token", sender=bound).status("/") == 204
        assert Web(url, sender=bound).status("/away") == 302
        with pytest.raises(WebError, match="no answer"):
            Web(url, sender=Sender(host="staging.test", addresses=("::1",))).status("/")
    assert len(heard) == 2
    assert heard[0]["Host"] == url.removeprefix("http://")
    assert (heard[0]["Siaga-Run"], heard[0]["Authorization"]) == ("gate/1", "Bearer token")
    assert heard[0]["User-Agent"].startswith("siaga")


def test_a_guarded_site_lets_in_whoever_has_its_credentials() -> None:
    """By the name that its certificate has; whoever shows no certificate is not even heard."""
    with guarded_site() as port:
        url = f"https://staging.test:{port}"

        def asked(credentials: Credentials) -> int:
            sender = Sender.to(url, ["127.0.0.1"], "gate/1", credentials)
            return Web(url, sender=sender).status("/")

        assert asked(FIT) == 200
        assert asked(replace(FIT, headers={})) == 401
        with pytest.raises(WebError, match="no answer"):
            asked(replace(FIT, certificate="", key=""))
        with pytest.raises(WebError, match="no answer"):
            asked(replace(FIT, authorities=""))


def test_a_site_need_not_prove_itself_where_somebody_says_so() -> None:
    """Neither by its authority nor by its name, and nothing is said about it."""
    with guarded_site(asks_certificate=False) as port:
        url = f"https://other.test:{port}"
        blind = Sender.to(url, ["127.0.0.1"], "gate/1", Credentials(headers=PASS, verified=False))
        assert Web(url, sender=blind).status("/") == 200
        seeing = Sender.to(url, ["127.0.0.1"], "gate/1", FIT)
        with pytest.raises(WebError, match="no answer"):
            Web(url, sender=seeing).status("/")


def test_a_token_of_a_call_wins_over_that_of_the_site() -> None:
    """Both are the same header, and admin calls have their own."""
    with guarded_site(asks_certificate=False) as port:
        sender = Sender(credentials=FIT)
        assert Web(f"https://localhost:{port}", "admin", sender=sender).status("/") == 401


def test_a_header_stands_once_by_whatever_letters_it_is_written(
    url: str, told: list[tuple[str, str, str | None, object]]
) -> None:
    """The call's own wins over that of the credentials."""
    sender = Sender(credentials=Credentials(headers={"AUTHORIZATION": "Basic x"}))
    Web(url, "admin", sender=sender).answered("GET", "/status/200")
    assert [authorization for _, _, authorization, _ in told] == ["Bearer admin"]
