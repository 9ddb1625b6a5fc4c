"""The Connections of one process: which are open, which are idle, and who goes where there are too many.

Making room by closing the idle ones first is what nginx does when its `worker_connections` run short;
closing the new one is what it does when none of them is idle.
"""

from collections.abc import Iterable

from mock_site.protection.connection import Closable
from mock_site.protection.connection_metrics import ConnectionMetrics
from mock_site.protection.shares import Shares


class Connections:
    """The connections of one process.

    Args:
        most: that may be open at once.
        sheds: whether idle ones make room.
        metrics: count them.
        shares: how many each address may have; None: any number.
    """

    def __init__(
        self, most: int, *, sheds: bool, metrics: ConnectionMetrics, shares: Shares | None = None
    ) -> None:
        self._most, self._sheds, self._metrics, self._shares = most, sheds, metrics, shares
        # Dictionaries, as whoever goes has to be found at once; the first has been idle for longest.
        self._open: dict[Closable, None] = {}
        self._idle: dict[Closable, None] = {}

    def __len__(self) -> int:
        return len(self._open)

    def came(self, connection: Closable, peer: str | None = None) -> None:
        """Keep a new one, or close it where there is no room.

        Args:
            connection: that is open.
            peer: address that it is from, if that is known.
        """
        owner = "" if self._shares is None else self._shares.owner(peer)
        if not self._has_room(owner):
            self._metrics.refused.inc()
            connection.force_close()
            return
        self._open[connection] = self._idle[connection] = None
        self._metrics.open.inc()
        if self._shares is not None:
            self._shares.add(owner, connection)

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
            if self._shares is not None:
                self._shares.drop(connection)

    def _has_room(self, owner: str) -> bool:
        """Tell whether there is room, or has been made: in a whole share among its own alone."""
        if self._shares is not None and self._shares.is_full(owner):
            own = self._shares.of(owner)
            return self._made_room(one for one in own if one in self._idle)
        return len(self._open) < self._most or self._made_room(self._idle if self._sheds else ())

    def _made_room(self, idle: Iterable[Closable]) -> bool:
        """Close the first of those who are idle; False where none is."""
        first = next(iter(idle), None)
        if first is None:
            return False
        self.gone(first)
        self._metrics.shed.inc()
        first.force_close()
        return True
