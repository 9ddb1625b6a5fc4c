"""The Lease of a worker: whom it may send, which its master says again and again.

The master gives up a worker of which it hears nothing, and has others send whoever is due after the end
of that worker's last lease. A lease ends with a moment of the plan, not of a clock: whoever is due later
is not sent, however long the worker was cut off or stood still, and whatever its clock shows.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from gevent.event import Event

from siaga.record.takeover import Takeover


class Lease:
    """What a worker was told of its lease, and of other workers whose visitors it is to take over.

    Args:
        token: of the run; whatever is told with another one is passed over.
        until_s: run second; who is due then or later is not sent yet. Without one it never ends.
    """

    def __init__(self, token: str = "", until_s: float = math.inf) -> None:
        self._token, self._until_s = token, until_s
        self._takeovers: tuple[Takeover, ...] = ()
        self._news = Event()

    def hear(self, told: Mapping[str, Any]) -> None:
        """Take what the master says: `LEASE`. One that comes late takes nothing back.

        Raises:
            ValueError: it tells of a takeover that is none.
        """
        if told["token"] != self._token:
            return
        takeovers = tuple(map(Takeover.of, told["takeovers"]))
        self._until_s = max(self._until_s, told["until_s"])
        self._takeovers = max(self._takeovers, takeovers, key=len)
        news, self._news = self._news, Event()
        news.set()

    def allows(self, at_s: float) -> bool:
        """Tell whether somebody who is due at a run second may be sent."""
        return at_s < self._until_s

    def wait(self, at_s: float) -> None:
        """Wait until somebody who is due at a run second may be sent; mostly that is at once."""
        while not self.allows(at_s):
            self._news.wait()

    def takeover(self, number: int, left_s: Callable[[], float]) -> Takeover | None:
        """Wait for a takeover, counted from 0; None if it does not come in time.

        Args:
            number: which one, in the order in which the master has decided them.
            left_s: how long there is still to wait; 0 or less: no longer.
        """
        while len(self._takeovers) <= number:
            pause_s = left_s()
            if pause_s <= 0:
                return None
            self._news.wait(pause_s)
        return self._takeovers[number]
