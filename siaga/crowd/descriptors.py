"""The Descriptors of a worker: how many connections it may have, and which is closed for another.

A visitor who reads a page holds a connection that nobody uses. Where no descriptor is left for another,
the one that was idle longest is closed.
"""

from typing import Final, Protocol

from siaga.crowd.meter import Meter

MOST_GONE: Final = 512
"""A dict goes past all that were taken from its front; after so many it is made anew, without them."""


class Idle(Protocol):
    """A line whose connection waits for a request."""

    def give_way(self) -> bool:
        """Close the connection; false: the site had closed it already."""


class Descriptors:
    """Knows the connections that are idle, in the order in which they became so.

    Args:
        room: connections that may be open at once, at least 1.
        meter: counts those that are open, also of who has no line.

    Attributes:
        meter: that meter.

    Raises:
        ValueError: there is no room.
    """

    __slots__ = ("_gone", "_idle", "_opening", "_room", "meter")

    def __init__(self, room: int, meter: Meter) -> None:
        if room < 1:
            raise ValueError(f"room: is {room}; at least 1 connection has to be allowed")
        self._room, self.meter = room, meter
        self._opening = self._gone = 0
        # A dict keeps the order in which they came, and half as much as one that is made to.
        self._idle: dict[Idle, None] = {}

    def has_room(self, coming: int = 0) -> bool:
        """Tell whether one more connection can be opened, if need be for one that is idle.

        Args:
            coming: those who will open one before, and have not begun to.
        """
        return self._taken() + coming - len(self._idle) < self._room

    def claim(self) -> None:
        """Have room for a connection that is about to be opened, as far as idle ones can make it."""
        while self._idle and self._taken() >= self._room:
            if self._oldest().give_way():
                self.meter.closed_idle()
        self._opening += 1

    def settle(self) -> None:
        """Know that what was claimed is open now, and counted by the meter, or never will be."""
        self._opening -= 1

    def rest(self, line: Idle) -> None:
        """Know that a line's connection is idle from now on."""
        self._idle[line] = None

    def rouse(self, line: Idle) -> None:
        """Know that a line's connection is not idle any more: it is in use, or closed."""
        if line in self._idle:
            del self._idle[line]

    def _oldest(self) -> Idle:
        """Take the line that was idle longest."""
        line = next(iter(self._idle))
        del self._idle[line]
        self._gone += 1
        if self._gone >= MOST_GONE:
            self._idle, self._gone = dict(self._idle), 0
        return line

    def _taken(self) -> int:
        """Give how many descriptors are in use: a connection that is being opened has one, too."""
        return self.meter.open + self._opening
