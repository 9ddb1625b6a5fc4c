"""The Connections of one process: which are open, which are idle, and who goes where there are too many.

Making room by closing the idle ones first is what nginx does when its `worker_connections` run short;
closing the new one is what it does when none of them is idle.
"""

from typing import Protocol

from mock_site.protection.connection_metrics import ConnectionMetrics


class Closable(Protocol):
    """A connection."""

    def force_close(self) -> None:
        """Close it."""


class Connections:
    """The connections of one process.

    Args:
        most: that may be open at once.
        sheds: whether idle ones make room.
        metrics: count them.
    """

    def __init__(self, most: int, *, sheds: bool, metrics: ConnectionMetrics) -> None:
        self._most, self._sheds, self._metrics = most, sheds, metrics
        # Dictionaries, as whoever goes has to be found at once; the first has been idle for longest.
        self._open: dict[Closable, None] = {}
        self._idle: dict[Closable, None] = {}

    def __len__(self) -> int:
        return len(self._open)

    def came(self, connection: Closable) -> None:
        """Keep a new one, or close it where there is no room."""
        if len(self._open) >= self._most and not self._made_room():
            self._metrics.refused.inc()
            connection.force_close()
            return
        self._open[connection] = self._idle[connection] = None
        self._metrics.open.inc()

    def stirs(self, connection: Closable) -> None:
        """Note that something is asked on one."""
        self._idle.pop(connection, None)

    def rests(self, connection: Closable) -> None:
        """Note that one is answered: it is idle from now on."""
        if connection in self._open:
            self._idle.pop(connection, None)
            self._idle[connection] = None

    def gone(self, connection: Closable) -> None:
        """Forget one that is closed; one that was not kept was never known."""
        self._idle.pop(connection, None)
        if self._open.pop(connection, self) is None:
            self._metrics.open.dec()

    def _made_room(self) -> bool:
        """Close the one that has been idle for longest; False where none may be, or none is."""
        longest = next(iter(self._idle), None) if self._sheds else None
        if longest is None:
            return False
        self.gone(longest)
        self._metrics.shed.inc()
        longest.force_close()
        return True
