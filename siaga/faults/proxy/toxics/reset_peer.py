"""Reset peer: both sides are told that the connection was reset, once something was to pass."""

import asyncio

from siaga.faults.proxy.amount import Milliseconds
from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.stream import Stream
from siaga.faults.proxy.toxic import Stage, Toxic, ToxicKind
from siaga.scenario.part import Part


class ResetPeer(Part):
    """When."""

    timeout: Milliseconds = 0
    """Milliseconds after the first bytes, which are lost."""


class ResetPeerStage(Stage[ResetPeer]):
    """Resets by a real RST."""

    __slots__ = ("_timer",)

    def __init__(self, toxic: Toxic[ResetPeer], stream: Stream) -> None:
        super().__init__(toxic, stream)
        self._timer: asyncio.TimerHandle | None = None

    def take(self, chunk: bytes) -> None:
        """Lose bytes; the first begin the wait."""
        self.toxic.counts.bytes_dropped += len(chunk)
        if self._timer is None:
            wait_s = self.toxic.attributes.timeout / 1000
            self._timer = asyncio.get_running_loop().call_later(wait_s, self._reset)

    def end(self, ending: Ending) -> None:
        """Let an ending pass that comes before any bytes; after them the reset is the end."""
        if self._timer is None:
            self.following.end(ending)

    def release(self) -> None:
        """Reset at once what is waiting for it: something of it is missing."""
        if self._timer is not None:
            self._timer.cancel()
            self._reset()

    def drop(self) -> None:
        """Wait no longer."""
        if self._timer is not None:
            self._timer.cancel()

    def _reset(self) -> None:
        self.strike()
        self.toxic.counts.resets += 1
        self.stream.connection.reset()


KIND = ToxicKind(name="reset_peer", attributes=ResetPeer, stage=ResetPeerStage)
