"""The PrometheusServer: one that is asked over its HTTP API, with a deadline and a bounded answer."""

import json
import math
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from siaga.observe.body import body_of
from siaga.record.promql_record import PromqlAnswer

BODY_LIMIT_BYTES = 8 * 2**20
MOST_CHARACTERS = 200
"""How much of what a server says of an error is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The instants that are asked for.

    Attributes:
        from_s: the first, Unix seconds.
        until_s: no one is later.
        step_s: from one to the next, above 0.
    """

    from_s: float
    until_s: float
    step_s: float

    @property
    def most(self) -> int:
        """How many instants there are."""
        return math.floor(round((self.until_s - self.from_s) / self.step_s, 6)) + 1


class _UnansweredError(Exception):
    """There is no series; the message says why and holds no secret."""


class PrometheusServer:
    """A Prometheus, or what speaks its API. It alone is asked: no redirect is followed.

    Args:
        url: its address.
        token: bearer token; empty for none. Neither stands in any answer.
        deadline_s: how long one answer may take, from the asking to its last byte.
    """

    def __init__(self, url: str, token: str, deadline_s: float) -> None:
        self._url = f"{url.rstrip('/')}/api/v1/query_range"
        self._deadline_s = deadline_s
        self._secrets = {
            token: "(token)",
            url.rstrip("/"): "(address)",
            urlsplit(url).netloc: "(address)",
        }
        self._headers = {"Accept-Encoding": "identity"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    async def ask(self, query: str, span: Span) -> PromqlAnswer:
        """Ask for the values of a query; whatever goes wrong is an answer, too."""
        fields = {
            "query": query,
            "start": str(span.from_s),
            "end": str(span.until_s),
            "step": str(span.step_s),
        }
        try:
            return _series(query, await self._content(fields), span.most)
        except _UnansweredError as error:
            return PromqlAnswer(query=query, error=f"Prometheus: {error}")

    async def _content(self, fields: dict[str, str]) -> dict[str, Any]:
        status, body = await self._answer(fields)
        try:
            content = json.loads(body)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise _UnansweredError(f"status {status}, and no JSON object")
        if status != HTTPStatus.OK or content.get("status") != "success":
            raise _UnansweredError(f"status {status}: {self._said(content.get('error'))}")
        if warnings := content.get("warnings"):
            raise _UnansweredError(f"the answer may not be whole: {self._said(warnings)}")
        return content

    async def _answer(self, fields: dict[str, str]) -> tuple[int, bytes]:
        """Give status and body; the library's words would name the address, which may be a secret."""
        timeout = aiohttp.ClientTimeout(total=self._deadline_s)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session,
                session.post(
                    self._url, data=fields, headers=self._headers, allow_redirects=False
                ) as answer,
            ):
                too_large = _UnansweredError(f"the answer is over {BODY_LIMIT_BYTES:,} bytes")
                return answer.status, await body_of(answer, BODY_LIMIT_BYTES, too_large)
        except TimeoutError:
            raise _UnansweredError(f"no whole answer within {self._deadline_s:g} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _UnansweredError(f"no answer ({type(error).__name__})") from None

    def _said(self, error: object) -> str:
        """Give what a server says, without what it may have been told in confidence."""
        text = " ".join(str(error).split())
        for secret, shown in self._secrets.items():
            text = text.replace(secret, shown) if secret else text
        return text[:MOST_CHARACTERS]


def _series(query: str, content: dict[str, Any], most: int) -> PromqlAnswer:
    """Give the one series that an answer holds."""
    found = _matrix(content)
    if not found:
        raise _UnansweredError("no series has a value")
    if len(found) > 1:
        raise _UnansweredError(f"{len(found):,} series, and one is needed; aggregate them")
    try:
        pairs = [(float(at_s), str(value)) for at_s, value in found[0]["values"]]
        at_s, values = (tuple(one) for one in zip(*pairs, strict=True))
        answer = PromqlAnswer(query=query, at_s=at_s, values=values)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise _UnansweredError("the series is no list of values") from None
    if len(pairs) > most:
        raise _UnansweredError(f"{len(pairs):,} values, and {most:,} were asked for")
    return answer


def _matrix(content: dict[str, Any]) -> list[Any]:
    given = content.get("data")
    parts = given if isinstance(given, dict) else {}
    found = parts.get("result")
    if not isinstance(found, list) or parts.get("resultType") != "matrix":
        raise _UnansweredError("the answer holds no series over time")
    return found
