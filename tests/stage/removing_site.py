"""A removing site: has a roll, and removes rows of it, or does as if."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote

from tests.served import served

TOKEN = "token-of-the-removing-site"
ENVIRON = {"SITE_ADMIN_TOKEN": TOKEN}
ROLL = "/admin/roll"

Answer = Callable[[str], int]


@dataclass(slots=True)
class RemovingSite:
    """What the site holds, and what it was asked.

    Attributes:
        rows: of the roll, by operation.
        url: where it listens.
        calls: method and path of each call that was not for the roll.
        headers: those of the last of them.
        answer: gives the status of a removal, and does what it likes; None: as it should.
        shown: gives the rows that the roll shows; None: those there are.
        reads: how often the roll was read.
        roll_status: that the roll is answered with.
    """

    rows: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    url: str = ""
    calls: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    answer: Answer | None = None
    shown: Callable[[], Iterable[Mapping[str, Any]]] | None = None
    reads: int = 0
    roll_status: int = 200

    def put(self, *people: str, **changed: object) -> None:
        """Have people on the roll, each with an operation called after it."""
        for person in people:
            row = {"person": person, "key": f"key-{person}", "seat": len(self.rows) + 1, "at": 1.0}
            self.rows[f"key-{person}"] = {**row, "id": f"id of {person}", **changed}

    def remove(self, operation: str) -> int:
        """Remove a row, as a site should."""
        return 404 if self.rows.pop(operation, None) is None else 204


@contextmanager
def removing_site() -> Iterator[RemovingSite]:
    """Let a site listen meanwhile."""
    site = RemovingSite()

    class Answers(BaseHTTPRequestHandler):
        """Answers what the site is asked."""

        def do_GET(self) -> None:
            """Answer with the roll."""
            site.reads += 1
            lines = "".join(f"{json.dumps(row)}\n" for row in (site.shown or site.rows.values)())
            self._say(site.roll_status, lines.encode())

        def do_DELETE(self) -> None:
            """Remove a row."""
            site.calls.append(f"{self.command} {self.path}")
            site.headers = dict(self.headers)
            operation = unquote(self.path.rpartition("/")[2])
            self._say((site.answer or site.remove)(operation))

        do_POST = do_DELETE  # noqa: N815 - the library's own name

        def _say(self, status: int, body: bytes = b"") -> None:
            with suppress(OSError):  # whoever asked may have gone
                self.send_response(status)
                if status != HTTPStatus.NO_CONTENT:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served(Answers) as url:
        site.url = url
        yield site
