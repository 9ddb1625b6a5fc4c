"""Latency: everything arrives later."""

import random
import time

from siaga.faults.proxy.amount import Milliseconds
from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.held import Holding
from siaga.faults.proxy.toxic import ToxicKind
from siaga.scenario.part import Part


class Latency(Part):
    """How much later."""

    latency: Milliseconds
    """Milliseconds."""

    jitter: Milliseconds = 0
    """Milliseconds more or less, evenly drawn for each chunk; order is kept."""


class LatencyStage(Holding[Latency]):
    """Holds each chunk, and the end, back for so long."""

    __slots__ = ()

    def take(self, chunk: bytes) -> None:
        """Hold a chunk."""
        self._delay(chunk)

    def end(self, ending: Ending) -> None:
        """Hold an ending."""
        self._delay(ending)

    def _delay(self, item: bytes | Ending) -> None:
        told = self.toxic.attributes
        delay_ms = max(told.latency + random.uniform(-told.jitter, told.jitter), 0)  # noqa: S311 - no secret
        if delay_ms > 0:
            self.toxic.counts.delayed += 1
            self.strike()
        self.hold(item, time.monotonic() + delay_ms / 1000)


KIND = ToxicKind(name="latency", attributes=Latency, stage=LatencyStage)
