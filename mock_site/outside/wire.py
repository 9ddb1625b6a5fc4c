"""The wire: a request and its answer over HTTP, and nothing that would make it safer."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

from mock_site.outside.metrics import CallResult

MAX_ANSWER_BYTES = 64 * 1024


class CallError(Exception):
    """A call has brought no answer.

    Args:
        result: how it ended instead.
        retry_after_s: in how long the neighbour wants to be asked again; None: it did not say.
    """

    def __init__(self, result: CallResult, retry_after_s: float | None = None) -> None:
        super().__init__(result.value)
        self.result = result
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer.

    Attributes:
        status: of HTTP.
        content: the JSON object in it.
    """

    status: int
    content: Mapping[str, Any]


class Wire(Protocol):
    """Carries requests."""

    async def send(self, method: str, path: str, content: Mapping[str, Any] | None) -> Reply:
        """Send a request and give its answer.

        Raises:
            CallError: there was none: LIMITED, FAILED, CUT, TIMED_OUT or MALFORMED.
        """
        ...


class HttpWire:
    """The wire to one neighbour; what it opens is closed by `close`.

    Args:
        url: of the neighbour, without a path.
        connections: that it may have at a time, 0 for as many as there are requests.
    """

    def __init__(self, url: str, connections: int = 0) -> None:
        self._url = url.rstrip("/")
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def send(self, method: str, path: str, content: Mapping[str, Any] | None) -> Reply:
        """Send a request and give its answer.

        Raises:
            CallError: there was none.
        """
        try:
            call = self._opened().request(method, self._url + path, json=content, allow_redirects=False)
            async with call as answer:
                _refuse(answer)
                body = await answer.content.readexactly(_length(answer))
        except asyncio.IncompleteReadError:
            raise CallError(CallResult.CUT) from None
        except TimeoutError:
            raise CallError(CallResult.TIMED_OUT) from None
        except (aiohttp.ClientError, OSError):
            raise CallError(CallResult.CUT) from None
        return Reply(status=answer.status, content=_object(body))

    async def close(self) -> None:
        """Close its connections; the next request opens new ones."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            # The session's own time for a request is aiohttp's default, 300 s.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def _refuse(answer: aiohttp.ClientResponse) -> None:
    """Raise what a status says.

    Raises:
        CallError: LIMITED for 429, FAILED for 5xx.
    """
    if answer.status == 429:  # noqa: PLR2004 - Too Many Requests, RFC 6585
        raise CallError(CallResult.LIMITED, _retry_after_s(answer))
    if answer.status >= 500:  # noqa: PLR2004 - server errors, RFC 9110
        raise CallError(CallResult.FAILED, _retry_after_s(answer))


def _retry_after_s(answer: aiohttp.ClientResponse) -> float | None:
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() else None


def _length(answer: aiohttp.ClientResponse) -> int:
    length = answer.content_length
    if length is None or length > MAX_ANSWER_BYTES:
        raise CallError(CallResult.MALFORMED)
    return length


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise CallError(CallResult.MALFORMED) from None
    if not isinstance(content, dict):
        raise CallError(CallResult.MALFORMED)
    return content
