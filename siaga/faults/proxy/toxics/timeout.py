"""Timeout: nothing gets through, and after a while the connection is closed; or never: a black hole."""

import asyncio

from siaga.faults.proxy.amount import Milliseconds
from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.stream import Stream
from siaga.faults.proxy.toxic import Stage, Toxic, ToxicKind
from siaga.scenario.part import Part


class Timeout(Part):
    """For how long."""

    timeout: Milliseconds
    """Milliseconds from when it meets the connection until it closes it; 0: it does not."""


class TimeoutStage(Stage[Timeout]):
    """Loses all that comes; a connection of which it lost something is closed when it is removed."""

    __slots__ = ("_timer",)

    def __init__(self, toxic: Toxic[Timeout], stream: Stream) -> None:
        super().__init__(toxic, stream)
        self._timer: asyncio.TimerHandle | None = None
        self._arm()

    def take(self, chunk: bytes) -> None:
        """Lose bytes."""
        self.toxic.counts.bytes_dropped += len(chunk)
        self.strike()

    def end(self, ending: Ending) -> None:
        """Lose an ending."""
        del ending
        self.strike()

    def renew(self) -> None:
        """Begin to wait anew."""
        self.drop()
        self._arm()

    def release(self) -> None:
        """Close what cannot go on, for something of it is missing."""
        self.drop()
        if self.struck:
            self._close()

    def drop(self) -> None:
        """Wait no longer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _arm(self) -> None:
        wait_s = self.toxic.attributes.timeout / 1000
        if wait_s > 0:
            self._timer = asyncio.get_running_loop().call_later(wait_s, self._close)

    def _close(self) -> None:
        self.strike()
        self.toxic.counts.closes += 1
        self.following.end(Ending.CLOSE)


KIND = ToxicKind(name="timeout", attributes=Timeout, stage=TimeoutStage)
