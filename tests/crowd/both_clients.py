"""Both clients: siaga's browser and requests, each asking an independent site the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

import requests

from siaga.crowd.browser import Browser
from siaga.crowd.request import Upload
from tests.crowd.answer_table import Asked, File
from tests.crowd.independent_site import Site

DEADLINE_S = 10.0

COMPARED = ("content-type", "etag", "location", "set-cookie", "www-authenticate")
"""Headers of an answer that are compared, and all that begin with x-."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What one client came to with one request.

    Attributes:
        status: of the last answer.
        body: of the last answer, decoded.
        path: path and query that gave it.
        headers: of the last answer, those that are compared: names in small letters, in their order.
        asked: what the site was asked for it, redirects included.
        peers: ports that it was asked from, in order; no part of what is compared.
    """

    status: int
    body: bytes
    path: str
    headers: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]
    peers: tuple[int, ...] = field(default=(), compare=False)

    @property
    def way(self) -> list[tuple[str, str, object]]:
        """Method, path and content of each request."""
        return [(one.method, one.target, one.content) for one in self.asked]


class Both:
    """Asks a site by both clients, each with connections and cookies of its own.

    Args:
        site: that is asked.
        headers: of every request of both.
    """

    def __init__(self, site: Site, headers: Mapping[str, str] | None = None) -> None:
        self._site = site
        self.browser = Browser(site.url, deadline_s=DEADLINE_S, headers=headers)
        self.session = requests.Session()
        # No proxy or password of the machine that tests run on.
        self.session.trust_env = False
        self.session.headers.update(headers or {})

    def close(self) -> None:
        """Close every connection."""
        self.browser.close()
        self.session.close()

    def ask(
        self,
        method: str,
        path: str,
        **options: Any,  # noqa: ANN401 - as of the browser
    ) -> tuple[Came, Came]:
        """Ask the same by the browser, then by requests; gives what each came to."""
        return self.ask_browser(method, path, **options), self.ask_requests(method, path, **options)

    def ask_browser(self, method: str, path: str, **options: Any) -> Came:  # noqa: ANN401 - as above
        """Ask by siaga's browser."""
        self._site.noted.clear()
        files = options.pop("files", None)
        if files:
            options["files"] = {
                at: Upload(name=name, kind=kind, content=content) for at, name, kind, content in files
            }
        answer = self.browser.request(method, path, **options)
        return self._came(answer.status, answer.body, answer.path, list(answer.headers))

    def ask_requests(self, method: str, path: str, **options: Any) -> Came:  # noqa: ANN401 - as above
        """Ask by requests, which calls some options otherwise."""
        self._site.noted.clear()
        files: list[File] = options.pop("files", [])
        answer = self.session.request(
            method,
            f"{self._site.url}{path}",
            headers=options.get("headers"),
            data=options.get("body") or options.get("form"),
            json=options.get("json"),
            files=[(at, (name, content, kind)) for at, name, kind, content in files] or None,
            allow_redirects=True,
            timeout=DEADLINE_S,
        )
        parts = urlsplit(answer.url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self._came(answer.status_code, answer.content, path, list(answer.raw.headers.items()))

    def _came(self, status: int, body: bytes, path: str, headers: list[tuple[str, str]]) -> Came:
        noted = tuple(self._site.noted)
        small = sorted(((name.lower(), value) for name, value in headers), key=itemgetter(0))
        return Came(
            status=status,
            body=body,
            path=path,
            headers=tuple(one for one in small if one[0] in COMPARED or one[0].startswith("x-")),
            asked=noted,
            peers=tuple(one.peer for one in noted),
        )
