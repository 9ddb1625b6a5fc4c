"""Slow close: the end of a stream arrives later; its bytes do not."""

import time

from siaga.faults.proxy.amount import Milliseconds
from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.held import Holding
from siaga.faults.proxy.toxic import ToxicKind
from siaga.scenario.part import Part


class SlowClose(Part):
    """How much later."""

    delay: Milliseconds
    """Milliseconds."""


class SlowCloseStage(Holding[SlowClose]):
    """Holds the end back."""

    __slots__ = ()

    def end(self, ending: Ending) -> None:
        """Hold an ending."""
        delay_s = self.toxic.attributes.delay / 1000
        if delay_s > 0:
            self.toxic.counts.delayed += 1
            self.strike()
        self.hold(ending, time.monotonic() + delay_s)


KIND = ToxicKind(name="slow_close", attributes=SlowClose, stage=SlowCloseStage)
