"""The Answer: what the site said to one request, whole and decoded, and how long it took."""

import json
import re
from typing import Any

from pydantic_core import from_json

from siaga.crowd.headers import Headers
from siaga.crowd.progress import Progress
from siaga.errors import SiagaError
from siaga.record.split import Parts

_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.IGNORECASE)


LONGEST_RETRY_S = 1e9
"""Thirty years: nobody waits longer, and no clock overflows."""

Json = Any
"""What JSON reads as: the journey knows which shape it expects."""


class AnswerError(SiagaError):
    """An answer does not hold what a journey asked of it."""


class Answer:
    """A complete answer; redirects were followed, and the numbers count them all.

    It is no dataclass since one is made for every request, and those take three times as long.

    Attributes:
        status: 200 to 999, of the last answer.
        headers: of the last answer.
        body: of the last answer, with gzip and deflate undone.
        path: path and query that gave the last answer.
        connect_s: spent on look-up, connecting and TLS; 0 on a kept connection.
        first_byte_s: from the start to the first byte of the last answer.
        total_s: from the start to the last byte.
        sent_bytes: bytes of requests that the kernel took, with TLS records.
        received_bytes: bytes of answers as they came, with TLS records.
        requests: how many were sent: 1, and one for each redirect and for each repeat on a connection
            that had gone stale.
        line_s: of `total_s`, how long the visitor's own line was waited for.
        lookup_s: of `connect_s`, how long the addresses of the host were looked up.
        tls_s: of `connect_s`, how long the handshake of TLS took.
    """

    __slots__ = (
        "body",
        "connect_s",
        "first_byte_s",
        "headers",
        "line_s",
        "lookup_s",
        "path",
        "received_bytes",
        "requests",
        "sent_bytes",
        "status",
        "tls_s",
        "total_s",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - an answer has as many parts
        self,
        status: int,
        headers: Headers,
        body: bytes,
        path: str,
        connect_s: float,
        first_byte_s: float,
        total_s: float,
        sent_bytes: int,
        received_bytes: int,
        requests: int,
        line_s: float = 0.0,
        lookup_s: float = 0.0,
        tls_s: float = 0.0,
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.path = path
        self.connect_s = connect_s
        self.first_byte_s = first_byte_s
        self.total_s = total_s
        self.sent_bytes = sent_bytes
        self.received_bytes = received_bytes
        self.requests = requests
        self.line_s = line_s
        self.lookup_s = lookup_s
        self.tls_s = tls_s

    @staticmethod
    def of(
        progress: Progress,
        ended_s: float,
        status: int,
        headers: Headers,
        body: bytes,
        path: str,
    ) -> "Answer":
        """Give the answer to a request by how far that has come.

        Args:
            progress: of the request.
            ended_s: when the last byte was there, on the browser's clock.
            status: of the last answer.
            headers: of the last answer.
            body: of the last answer, decoded.
            path: path and query that gave it.
        """
        began_s = progress.began_s
        return Answer(
            status,
            headers,
            body,
            path,
            progress.connect_s,
            progress.first_byte_at_s - began_s,
            ended_s - began_s,
            progress.sent_bytes,
            progress.received_bytes,
            progress.requests,
            progress.line_s,
            progress.lookup_s,
            progress.tls_s,
        )

    @property
    def parts_s(self) -> Parts:
        """How long look-up, connecting, TLS, first byte and body took, the slow line left out."""
        wait_s, body_s = self.first_byte_s - self.connect_s, self.total_s - self.first_byte_s
        if not self.connect_s and not self.line_s:
            return 0.0, 0.0, 0.0, wait_s, body_s
        if self.line_s:
            in_body_s = min(self.line_s, body_s)
            wait_s, body_s = max(wait_s - (self.line_s - in_body_s), 0.0), body_s - in_body_s
        tcp_s = self.connect_s - self.lookup_s - self.tls_s
        return self.lookup_s, tcp_s, self.tls_s, wait_s, body_s

    @property
    def retry_after_s(self) -> float | None:
        """Seconds for which the site asks to be left alone, 1e9 at most; None where it names none."""
        asked = (self.headers.get("retry-after") or "").strip()
        return min(float(asked), LONGEST_RETRY_S) if asked.isascii() and asked.isdigit() else None

    def text(self) -> str:
        """Give the body as text, in the charset it names, else UTF-8; wrong bytes become U+FFFD."""
        named = _CHARSET.search(self.headers.get("content-type") or "")
        try:
            return self.body.decode(named[1] if named else "utf-8", "replace")
        except (LookupError, ValueError):
            return self.body.decode("utf-8", "replace")

    def said(self, key: str) -> str:
        """Give what the answer's JSON has under a key, as text; empty where there is nothing."""
        try:
            content = self.json()
        except AnswerError:
            return ""
        found = content.get(key) if isinstance(content, dict) else None
        return "" if found is None else str(found)

    def json(self) -> Json:
        """Give the body as JSON.

        Raises:
            AnswerError: it is none.
        """
        try:
            return from_json(self.body, cache_strings="keys")
        except ValueError:
            # It reads UTF-8 alone, and nothing that is nested deeply, in a third of the time.
            return self._json_of_any_kind()

    def _json_of_any_kind(self) -> Json:
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise AnswerError(
                f"answer of {self.path} with status {self.status}: is no JSON ({error}),"
                f" it begins with {self.body[:60]!r}; the journey expects JSON here"
            ) from None
