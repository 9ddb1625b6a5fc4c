"""What is Held back on one stream: in order, each until it is due."""

import asyncio
import time
from collections import deque

from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.stream import Stream, hand_on
from siaga.faults.proxy.toxic import Attributes, Stage, Toxic


class Holding(Stage[Attributes]):
    """A stage that holds back.

    What is removed, or changed, lets go at once what it holds, in order.
    """

    __slots__ = ("_held", "_timer", "last_due_s")

    def __init__(self, toxic: Toxic[Attributes], stream: Stream) -> None:
        super().__init__(toxic, stream)
        self._held: deque[tuple[float, bytes | Ending]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self.last_due_s = 0.0

    def hold(self, item: bytes | Ending, due_s: float) -> None:
        """Keep something until a time of the monotonic clock, and until all before it has gone."""
        self.last_due_s = max(due_s, self.last_due_s)
        self._held.append((self.last_due_s, item))
        if isinstance(item, bytes):
            self.stream.hold(len(item))
        if self._timer is None:
            self._arm()

    @property
    def empty(self) -> bool:
        """Whether nothing is held."""
        return not self._held

    def renew(self) -> None:
        """Begin anew."""
        self.release()

    def release(self) -> None:
        """Hand on all that is held."""
        self._disarm()
        while self._held:
            self._hand_on_first()
        self.last_due_s = 0.0

    def drop(self) -> None:
        """Forget all that is held."""
        self._disarm()
        self._held.clear()

    def _arm(self) -> None:
        wait_s = max(self._held[0][0] - time.monotonic(), 0.0)
        self._timer = asyncio.get_running_loop().call_later(wait_s, self._fire)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _fire(self) -> None:
        self._timer = None
        now_s = time.monotonic()
        while self._held and self._held[0][0] <= now_s:
            self._hand_on_first()
        if self._held and self._timer is None:
            self._arm()

    def _hand_on_first(self) -> None:
        _, item = self._held.popleft()
        if isinstance(item, bytes):
            self.stream.hold(-len(item))
            self.toxic.counts.bytes_passed += len(item)
        hand_on(item, self.following)
