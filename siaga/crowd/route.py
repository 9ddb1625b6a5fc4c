"""The Route to a site: whom a connection has to reach, by whom, and how it is made."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from siaga.crowd.address import Address
from siaga.crowd.connection import Connection
from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.http2_connection import Http2Connection
from siaga.crowd.origin import Origin
from siaga.crowd.progress import Progress
from siaga.crowd.resolver import Resolver
from siaga.crowd.secure_connection import SecureConnection
from siaga.crowd.slow_trip import portion_bytes
from siaga.crowd.trust import Trust
from siaga.crowd.tunnel import dig
from siaga.scenario.link import Link


class Route(NamedTuple):
    """What all visitors share who go to one place by the same way.

    Attributes:
        origin: where to.
        resolver: finds its addresses.
        trust: who it has to be; needed for https. HTTP/2 is never offered over a slow line.
        link: how slow the visitor's own line is; None: no slower than this machine.
        proxy: that leads there; None: nobody has to.
    """

    origin: Origin
    resolver: Resolver
    trust: Trust | None = None
    link: Link | None = None
    proxy: ForwardProxy | None = None

    @property
    def of_channels(self) -> "Route":
        """The same for a channel, which speaks HTTP/1.1 or what it likes."""
        trust = None if self.trust is None else self.trust.of_channels
        return self._replace(trust=trust, proxy=None if self.proxy is None else self.proxy.of_channels)

    @property
    def asks_proxy(self) -> bool:
        """Whether requests are read and answered by a proxy, and not by the site at once."""
        return self.proxy is not None and self.trust is None and not self.proxy.tunnels

    def addresses(self) -> Sequence[Address]:
        """Give where connections go, in the order to try them.

        Raises:
            OSError: the host is not known, or cannot be looked up now.
        """
        if self.proxy is None:
            return self.resolver.addresses(self.origin.host, self.origin.port)
        with self.proxy.blamed():
            return self.resolver.addresses(self.proxy.origin.host, self.proxy.origin.port)

    def connected(self, address: Address, progress: Progress, clock: Callable[[], float]) -> Connection:
        """Give a connection on which the site hears what is said.

        Args:
            address: one of the route's.
            progress: counts along the way.
            clock: monotonic seconds.

        Raises:
            TripError: the proxy does not lead on.
            OSError: it could not be connected, or the site is not who it has to be.
        """
        connection = self._unconnected(address)
        try:
            if self.link is not None:
                connection.narrow(portion_bytes(self.link.takes_bytes_per_s))
            self._lead(connection, address)
            if isinstance(connection, SecureConnection):
                connected_s = clock()
                connection.shake_hands()
                progress.tls_s += clock() - connected_s
        except BaseException:
            connection.close()
            raise
        return connection

    def _lead(self, connection: Connection, address: Address) -> None:
        source, proxy = self.resolver.sources.next(address), self.proxy
        if proxy is None:
            connection.connect(address, source)
            return
        with proxy.blamed():
            connection.connect(address, source)
            if not self.asks_proxy:
                dig(connection, proxy, self.resolver.place(self.origin.host, self.origin.port))

    def _unconnected(self, address: Address) -> Connection:
        trust, host = self.trust, self.origin.host
        if trust is None:
            return Connection(address)
        if trust.http2 is None or self.link is not None:
            return SecureConnection(address, trust.tls, host)
        return Http2Connection(address, trust.http2, host)


@lru_cache(maxsize=64)
def route_of(
    origin: Origin,
    resolver: Resolver,
    trust: Trust | None = None,
    link: Link | None = None,
    proxy: ForwardProxy | None = None,
) -> Route:
    """Give the route that all browsers share that visit a place by the same way."""
    return Route(origin, resolver, trust, link, proxy)
