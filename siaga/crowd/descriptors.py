"""The Descriptors of a worker: how many connections it may have, and which is closed for another.

A visitor who reads a page holds a connection that nobody uses. Where no descriptor is left for another,
the browsers close those that were idle longest, as a person's browser does.
"""

import time
from collections.abc import Callable
from typing import Protocol

from siaga.crowd.meter import Meter

CLOSED_RATIO = 0.02
"""Share of the room that is made at once: to find the oldest takes a look at every line."""

KNOWN_S = 0.05
"""So long it is believed how many are idle: whoever comes asks, and to know takes the same look."""


class Idle(Protocol):
    """A line with a connection.

    Attributes:
        idle_since_s: since when its connection waits for a request, monotonic seconds; None: it is in
            use, or not open.
    """

    idle_since_s: float | None

    def drop(self) -> None:
        """Close the connection."""


class Descriptors:
    """Knows every line that has a connection.

    Args:
        room: connections that may be open at once, at least 1.
        meter: counts those that are open, also of who has no line.
        clock: monotonic seconds.

    Attributes:
        meter: that meter.

    Raises:
        ValueError: there is no room.
    """

    __slots__ = ("_clock", "_idle", "_known_until_s", "_lines", "_room", "meter")

    def __init__(self, room: int, meter: Meter, clock: Callable[[], float] = time.perf_counter) -> None:
        if room < 1:
            raise ValueError(f"room: is {room}; at least 1 connection has to be allowed")
        self._room, self.meter, self._clock = room, meter, clock
        self._lines: set[Idle] = set()
        self._idle, self._known_until_s = 0, 0.0

    def has_room(self, coming: int = 0) -> bool:
        """Tell whether one more connection can be opened, if need be for one that is idle.

        Args:
            coming: those who will open one before, and have not begun to.
        """
        taken = self._taken() + coming
        return taken < self._room or taken - self._idle_lines() < self._room

    def claim(self, line: Idle) -> None:
        """Have room for the connection that a line is about to open, as far as idle ones can make it."""
        if self._taken() >= self._room:
            self._close_idle()
        self._lines.add(line)

    def release(self, line: Idle) -> None:
        """Forget a line whose connection is closed."""
        self._lines.discard(line)

    def _taken(self) -> int:
        """Give how many descriptors there are in use: a connection that is being opened has one, too."""
        return max(self.meter.open, len(self._lines))

    def _idle_lines(self) -> int:
        """Give how many connections are idle, or were a moment ago."""
        now_s = self._clock()
        if now_s >= self._known_until_s:
            self._known_until_s = now_s + KNOWN_S
            self._idle = sum(one.idle_since_s is not None for one in self._lines)
        return self._idle

    def _close_idle(self) -> None:
        idle = [(one.idle_since_s, place, one) for place, one in enumerate(self._lines)]
        oldest = sorted(one for one in idle if one[0] is not None)
        for _, _, line in oldest[: max(round(self._room * CLOSED_RATIO), 1)]:
            line.drop()
            self.meter.closed_idle()
