"""The keep-alive of a process: how long it keeps connections that are idle, and how many there are."""

from dataclasses import dataclass

from mock_site.layers import Layer, Level
from mock_site.protection.rate_limits.address import Networks
from mock_site.protection.shares import Shares
from mock_site.protection.terms import Terms
from mock_site.settings import Settings

IDLE_S = 60.0
LEAST_IDLE_S = 10.0
"""However short the day is made: people pause, and lines do not get faster with it."""
NAIVE_IDLE_S = 3_630.0
"""As aiohttp's runner keeps it by itself: it expects a reverse proxy in front, which closes before."""
ANY_S = 7 * 24 * 3600.0
SHARE = 8
"""One address has an eighth of all connections at most, some two thousand of twenty thousand."""
RESERVED = 512
"""Descriptors for what is no visitor: the store, neighbours, files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAlive:
    """What a process does with its connections.

    Attributes:
        idle_s: after which one on which nothing is asked is closed, above 0.
        most: that may be open at once, 1 or more.
        sheds: whether the one that is idle for longest makes room for a new one, where there are so
            many; else the new one is closed.
        of_address: that one address may have, 1 or more; None: any number.
    """

    idle_s: float
    most: int
    sheds: bool
    of_address: int | None = None

    def __post_init__(self) -> None:
        if self.idle_s <= 0:
            raise ValueError(f"idle_s: is {self.idle_s}; it must be above 0")
        if self.most < 1:
            raise ValueError(f"most: is {self.most}; it must be 1 or more")
        if self.of_address is not None and self.of_address < 1:
            raise ValueError(f"of_address: is {self.of_address}; it must be 1 or more")

    def shares(self, terms: Terms) -> Shares | None:
        """Give the shares of the addresses that are limited as addresses; None: there are none."""
        exempt = Networks((*terms.unlimited_networks, *terms.trusted_proxies))
        return None if self.of_address is None else Shares(self.of_address, exempt)

    @classmethod
    def of(cls, settings: Settings, descriptors: int) -> "KeepAlive":
        """Give that of a site's layers.

        Args:
            settings: of the site.
            descriptors: that the process may open; one that is not hardened takes connections until
                the system gives it none any more.
        """
        level, most = settings.layers.level(Layer.KEEP_ALIVE), settings.terms.connections
        if level is Level.HARDENED:
            idle_s = max(LEAST_IDLE_S, IDLE_S * settings.time_scale)
            most = most or max(1, descriptors - RESERVED)
            of_address = settings.terms.connections_of_address or max(1, most // SHARE)
            return cls(idle_s=idle_s, most=most, sheds=True, of_address=of_address)
        idle_s = ANY_S if level is Level.OFF else NAIVE_IDLE_S * settings.time_scale
        return cls(idle_s=idle_s, most=most or descriptors, sheds=False)
