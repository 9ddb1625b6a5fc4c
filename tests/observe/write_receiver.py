"""A receiver of remote writes by hand: it answers as a test says, and remembers what it was sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer
from cramjam import snappy

from siaga.observe.protobuf import written

Told = tuple[dict[str, str], float, int]


@dataclass(slots=True)
class WriteReceiver:
    """A receiver that is listening.

    Attributes:
        url: where it takes writes.
        answers: status and text of the next answers, in turn; 204 afterwards.
        taken: what it was sent, unpacked, each time.
        series: labels, value and milliseconds of all samples that it answered well.
        headers: those of the last request.
    """

    url: str = ""
    answers: list[tuple[int, str]] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    _good: list[bytes] = field(default_factory=list)
    _took: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def series(self) -> list[Told]:
        """Read what was answered well as the series that it is."""
        return [
            ({label.name: label.value for label in one.labels}, sample.value, sample.timestamp)
            for body in self._good
            for one in written()["WriteRequest"].FromString(body).timeseries
            for sample in one.samples
        ]

    async def until(self, series: int) -> None:
        """Wait until there are so many series."""
        async with asyncio.timeout(20):
            while len(self.series) < series:
                await self._took.wait()
                self._took.clear()

    async def take(self, request: web.Request) -> web.Response:
        """Note what was sent, and answer as told."""
        body = bytes(snappy.decompress_raw(await request.read()))
        self.taken.append(body)
        self.headers = dict(request.headers)
        status, text = self.answers.pop(0) if self.answers else (204, "")
        if status == web.HTTPNoContent.status_code:
            self._good.append(body)
            self._took.set()
        return web.Response(status=status, text=text)


@asynccontextmanager
async def receiving() -> AsyncIterator[WriteReceiver]:
    """Listen on this machine."""
    made = WriteReceiver()
    app = web.Application()
    app.router.add_post("/api/v1/write", made.take)
    async with TestServer(app) as server:
        made.url = str(server.make_url("/api/v1/write"))
        yield made
