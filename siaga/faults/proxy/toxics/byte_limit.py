"""Byte limit, or `limit_data`: a connection is closed when so many bytes have passed."""

from siaga.faults.proxy.amount import Bytes
from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.stream import Stream
from siaga.faults.proxy.toxic import Stage, Toxic, ToxicKind
from siaga.scenario.part import Part


class Limit(Part):
    """How many."""

    bytes: Bytes
    """Bytes that pass."""


class LimitStage(Stage[Limit]):
    """Counts bytes, from when it meets the connection."""

    __slots__ = ("_passed_bytes",)

    def __init__(self, toxic: Toxic[Limit], stream: Stream) -> None:
        super().__init__(toxic, stream)
        self._passed_bytes = 0

    def take(self, chunk: bytes) -> None:
        """Let bytes pass up to the limit, and close what reaches it."""
        left = max(self.toxic.attributes.bytes - self._passed_bytes, 0)
        passing = chunk[:left]
        self._passed_bytes += len(passing)
        self.toxic.counts.bytes_passed += len(passing)
        self.toxic.counts.bytes_dropped += len(chunk) - len(passing)
        if passing:
            self.following.take(passing)
        if len(chunk) >= left:
            self._close()

    def _close(self) -> None:
        if not self.struck:
            self.strike()
            self.toxic.counts.closes += 1
            self.following.end(Ending.CLOSE)


KIND = ToxicKind(name="limit_data", attributes=Limit, stage=LimitStage)
