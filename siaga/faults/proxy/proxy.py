"""A Proxy: a port, what stands behind it, and the toxics that act between the two."""

import asyncio
from typing import Any

from siaga.faults.proxy.address import Address
from siaga.faults.proxy.connection import Connection
from siaga.faults.proxy.counts import ProxyCounts, ToxicCounts
from siaga.faults.proxy.door import Door
from siaga.faults.proxy.toxic import Toxic


class Proxy:
    """One proxy, disabled at first.

    Args:
        name: of it.
        listen: where clients find it.
        upstream: whom it connects them to; None: nobody yet, they are reset.

    Attributes:
        name: as given.
        upstream: as given, or as changed since; for new connections.
        toxics: those there are, by name.
        counts: of what it saw.
        toxic_counts: of each toxic by its name, those that are gone among them.

    Raises:
        OSError: the port is in use, or cannot be had.
    """

    def __init__(self, name: str, listen: Address, upstream: Address | None) -> None:
        self.name, self.upstream = name, upstream
        self.toxics: dict[str, Toxic[Any]] = {}
        self.counts = ProxyCounts()
        self.toxic_counts: dict[str, ToxicCounts] = {}
        self._connections: dict[int, Connection] = {}
        self._door = Door(listen, self._welcome)

    @property
    def listen(self) -> Address:
        """Where clients find it."""
        return self._door.address

    @property
    def enabled(self) -> bool:
        """Whether it takes connections."""
        return self._door.is_open

    async def enable(self) -> None:
        """Take connections."""
        await self._door.open()

    def disable(self) -> None:
        """Refuse connections, and cut those there are."""
        self._door.shut()
        for connection in tuple(self._connections.values()):
            self.counts.cut += not connection.over
            connection.cut()

    def close(self) -> None:
        """End it for good."""
        self.disable()
        self._door.leave()

    def counts_of(self, toxic: str) -> ToxicCounts:
        """Give the counts that go with a name; one that comes again counts on."""
        return self.toxic_counts.setdefault(toxic, ToxicCounts())

    def add(self, toxic: Toxic[Any]) -> None:
        """Let a toxic act, also on the connections there are."""
        self.toxics[toxic.name] = toxic
        toxic.counts.connections += len(self._connections)
        self.renew(toxic)

    def renew(self, toxic: Toxic[Any]) -> None:
        """Let a toxic act as it says now."""
        for connection in tuple(self._connections.values()):
            connection.suffer(toxic)

    def remove(self, name: str) -> None:
        """Let a toxic act no more; what it held goes on. Its counts stay.

        Raises:
            KeyError: there is none of this name.
        """
        toxic = self.toxics.pop(name)
        for connection in tuple(self._connections.values()):
            connection.recover(toxic)

    def document(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "name": self.name,
            "listen": str(self.listen),
            "upstream": str(self.upstream or ""),
            "enabled": self.enabled,
            "toxics": [one.document() for one in self.toxics.values()],
            "counts": self.counted(),
            "toxic_counts": {name: one.document() for name, one in self.toxic_counts.items()},
        }

    def counted(self) -> dict[str, int]:
        """Give its counts, the connections that are open among them."""
        passed = [one.passed_bytes() for one in self._connections.values()]
        counts = self.counts.document()
        counts["upstream_bytes"] += sum(to_upstream for to_upstream, _ in passed)
        counts["downstream_bytes"] += sum(to_client for _, to_client in passed)
        return {**counts, "open": len(self._connections)}

    def _welcome(self) -> asyncio.Protocol:
        self.counts.connections += 1
        connection = Connection(self.counts.connections, self.upstream, self.counts, self._leave)
        self._connections[connection.number] = connection
        for toxic in self.toxics.values():
            toxic.counts.connections += 1
            connection.suffer(toxic)
        return connection.client

    def _leave(self, connection: Connection) -> None:
        self._connections.pop(connection.number)
        to_upstream, to_client = connection.passed_bytes()
        self.counts.upstream_bytes += to_upstream
        self.counts.downstream_bytes += to_client
