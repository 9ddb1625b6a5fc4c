"""The RemoteWrite: sends series to a Prometheus that cannot come for them, in order, and again."""

from collections import deque
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

import aiohttp
from cramjam import snappy
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from siaga.observe.body import body_of

MOST_WAITING: Final = 120
"""How many writes are kept for a receiver that does not take them; the oldest goes first."""

BODY_LIMIT_BYTES: Final = 64 * 2**10
MOST_CHARACTERS: Final = 200
_HEADERS: Final = {
    "Content-Encoding": "snappy",
    "Content-Type": "application/x-protobuf",
    "X-Prometheus-Remote-Write-Version": "0.1.0",
    "User-Agent": "siaga",
}
_AGAIN: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS})

WRITTEN, REFUSED, LOST = "written", "refused", "lost"
"""What becomes of a write: it was taken; the receiver does not want it; there was no room to keep it."""


class _UnansweredError(Exception):
    """A write has to be sent again; the message says why and holds no secret."""


class RemoteWrite(Collector):
    """Writes to one address. It alone is asked: no redirect is followed.

    A receiver demands the order of time, so a write that failed keeps the later ones waiting. One that
    is refused for what is in it (4xx, but for 429) would be refused again and is given up.

    Args:
        url: where writes are taken.
        token: bearer token; empty for none. Neither stands in any error.
        deadline_s: how long one write may take, until it was answered.

    Attributes:
        error: why the last write failed; empty where it did not.
    """

    def __init__(self, url: str, token: str, deadline_s: float) -> None:
        self._url, self._timeout = url, aiohttp.ClientTimeout(total=deadline_s)
        self._headers = {**_HEADERS, **({"Authorization": f"Bearer {token}"} if token else {})}
        self._secrets = (token, url)
        self._waiting: deque[bytes] = deque()
        self._counts = dict.fromkeys((WRITTEN, REFUSED, LOST), 0)
        self.error = ""

    def add(self, request: bytes) -> None:
        """Keep a write for the next sending."""
        if len(self._waiting) == MOST_WAITING:
            self._waiting.popleft()
            self._counts[LOST] += 1
        self._waiting.append(bytes(snappy.compress_raw(request)))

    async def send(self) -> None:
        """Send what is waiting, the oldest first, until a write fails that can be sent again."""
        self.error = ""
        async with aiohttp.ClientSession(timeout=self._timeout, headers=self._headers) as session:
            while self._waiting:
                try:
                    refused = await self._sent(session, self._waiting[0])
                except _UnansweredError as error:
                    self.error = str(error)
                    return
                self._waiting.popleft()
                self._counts[REFUSED if refused else WRITTEN] += 1
                self.error = refused or self.error

    def collect(self) -> Iterable[Metric]:
        """Give how the writes ended."""
        family = CounterMetricFamily(
            "siaga_remote_writes", "Remote writes, by how they ended.", labels=["result"]
        )
        for result, count in self._counts.items():
            family.add_metric([result], count)
        yield family

    async def _sent(self, session: aiohttp.ClientSession, request: bytes) -> str:
        """Send one; gives why it was refused, or nothing.

        Raises:
            _UnansweredError: it has to be sent again.
        """
        try:
            async with session.post(self._url, data=request, allow_redirects=False) as answer:
                too_large = _UnansweredError("the answer is too long")
                said = self._said(await body_of(answer, BODY_LIMIT_BYTES, too_large))
                status = answer.status
        except TimeoutError:
            raise _UnansweredError("no whole answer in time") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _UnansweredError(f"no answer ({type(error).__name__})") from None
        if status in _AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _UnansweredError(f"status {status}: {said}")
        return (
            "" if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES else f"status {status}: {said}"
        )

    def _said(self, body: bytes) -> str:
        text = " ".join(body.decode("utf-8", errors="replace").split())
        for secret in self._secrets:
            text = text.replace(secret, "(secret)") if secret else text
        return text[:MOST_CHARACTERS]
