"""Bandwidth: a connection carries only so many bytes a second."""

import time

from siaga.faults.proxy.amount import KilobytesPerS
from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.held import Holding
from siaga.faults.proxy.toxic import ToxicKind
from siaga.scenario.part import Part

TURN_S = 0.1
"""What is longer on its way than this arrives in pieces."""


class Bandwidth(Part):
    """How fast."""

    rate: KilobytesPerS
    """Kilobytes a second, of each connection."""


class BandwidthStage(Holding[Bandwidth]):
    """Hands on a piece when there was time for it since the one before."""

    __slots__ = ()

    def take(self, chunk: bytes) -> None:
        """Hold a chunk, in pieces."""
        per_s = self.toxic.attributes.rate * 1000
        size = max(int(per_s * TURN_S), 1)
        free_s = max(self.last_due_s, time.monotonic())
        for start in range(0, len(chunk), size):
            piece = chunk[start : start + size]
            free_s += len(piece) / per_s
            self.toxic.counts.delayed += 1
            self.hold(piece, free_s)
        self.strike()

    def end(self, ending: Ending) -> None:
        """Let an ending follow the last piece."""
        if self.empty:
            self.following.end(ending)
        else:
            self.hold(ending, self.last_due_s)


KIND = ToxicKind(name="bandwidth", attributes=Bandwidth, stage=BandwidthStage)
