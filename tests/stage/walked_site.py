"""A small registration site of the tests, with pages, a form, a roll, and answers of every kind."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.served import served

CSRF = "4f1c0b7e9a33d2e8"
PAGE = f"""<html><body><form action="/register" method="post">
<input type="hidden" name="csrf_token" value="{CSRF}"><input name="email"><input name="password">
</form></body></html>"""


class WalkedSite(BaseHTTPRequestHandler):
    """Answers one request after the other; what was registered is on the class of each test."""

    protocol_version = "HTTP/1.1"
    entries: list[dict[str, Any]]
    asked: list[str]

    def do_GET(self) -> None:
        """Give a page, the roll, or nothing."""
        path = urlsplit(self.path).path
        self.asked.append(path)
        if path == "/":
            self._say(200, PAGE, {"Set-Cookie": "sid=S3cr3tS3ss10n; Path=/"})
        elif path == "/gone":
            self.close_connection = True
        elif path == "/patient" and self.asked.count(path) == 1:
            self._say(429, '{"error": "too-fast"}')
        elif path == "/wait":
            self._say(200, "soon", {"Retry-After": "1"})
        elif path == "/roll":
            self._say(200, "".join(json.dumps(one) + "\n" for one in self.entries))
        else:
            self._say(200, "<html>nothing here</html>")

    def do_POST(self) -> None:
        """Take a registration, or say no."""
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/register":
            self._register({name: values[0] for name, values in parse_qs(text).items()})
        elif self.path == "/seat":
            if person := json.loads(text).get("person"):
                self._enter(person, "")
            self._say(200, json.dumps({"seat": "1", "session_token": "Zk9-secret-token-77"}))
        else:
            self._say(409, '{"error": "sold out"}')

    def log_message(self, *_: object) -> None:
        """Print nothing."""

    def _register(self, form: dict[str, str]) -> None:
        if form.get("csrf_token") != CSRF:
            self._say(403, "<html>CSRF verification failed</html>")
            return
        self._enter(form["email"], self.headers["X-Name"])
        self._say(303, "", {"Location": f"/registrations/{len(self.entries)}"})

    def _enter(self, person: str, name: str) -> None:
        key = self.headers["Idempotency-Key"]
        self.entries.append({"person": person, "operation": key, "seat": None, "at": None, "name": name})

    def _say(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        content = text.encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def walked_site() -> Iterator[tuple[str, type[WalkedSite]]]:
    """Serve meanwhile; gives the base URL, and who has been there."""

    class Today(WalkedSite):
        """The site of one test."""

        entries: list[dict[str, Any]] = []  # noqa: RUF012 - of this class alone
        asked: list[str] = []  # noqa: RUF012 - as above

    with served(Today) as url:
        yield url, Today
