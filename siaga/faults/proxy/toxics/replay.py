"""Replay: a request reaches the upstream a second time, as if the network had brought it twice."""

import asyncio

import httptools

from siaga.faults.proxy.amount import Milliseconds
from siaga.faults.proxy.replayed import Rereading, replay
from siaga.faults.proxy.stream import Stream
from siaga.faults.proxy.toxic import Stage, Toxic, ToxicKind
from siaga.scenario.part import Part


class Replay(Part):
    """When."""

    delay: Milliseconds = 0
    """Milliseconds after the request was seen whole."""


class ReplayStage(Stage[Replay]):
    """Lets everything pass, and reads requests as it does."""

    __slots__ = ("_reading", "_seen", "_sending")

    def __init__(self, toxic: Toxic[Replay], stream: Stream) -> None:
        super().__init__(toxic, stream)
        self._reading = Rereading(self._consider)
        self._seen = 0
        self._sending: set[asyncio.Task[None]] = set()

    def take(self, chunk: bytes) -> None:
        """Hand bytes on, then read them."""
        super().take(chunk)
        try:
            self._reading.feed(chunk)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            # No HTTP, or begun in mid-request: the next chunk may be the beginning of one.
            self._reading = Rereading(self._consider)

    def _consider(self, request: bytes) -> None:
        self._seen += 1
        self.toxic.counts.requests += 1
        if self.toxic.drawn(f"{self.stream.connection.number}/{self._seen}"):
            sending = asyncio.get_running_loop().create_task(self._send(request))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)

    async def _send(self, request: bytes) -> None:
        upstream, counts = self.stream.connection.upstream, self.toxic.counts
        await asyncio.sleep(self.toxic.attributes.delay / 1000)
        if upstream is not None and await replay(request, upstream, self._count):
            counts.answered += 1

    def _count(self) -> None:
        self.strike()
        self.toxic.counts.replayed += 1


KIND = ToxicKind(
    name="replay", attributes=Replay, stage=ReplayStage, by_request=True, directions=("upstream",)
)
