"""The Resolver: where connections go and come from; a host is looked up once for all visitors."""

import copy
import ipaddress
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import gevent
from gevent.socket import getaddrinfo

from siaga.crowd.address import Address
from siaga.crowd.sources import Sources

TTL_S = 30.0
"""A look-up is good this long: a site that moves to another address is followed."""

Lookup = Callable[..., Sequence[tuple[Any, ...]]]
Detours = Mapping[tuple[str, int], tuple[str, int]]
"""Host and port to which connections go instead of those that are asked for."""

Bound = Mapping[str, Sequence[str]]
"""The only addresses of a host, at any port, whatever it resolves to by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    until_s: float
    addresses: tuple[Address, ...]


class Resolver:
    """Looks hosts up, remembers them, and lets visitors take turns on their addresses.

    Visitors who ask for the same host at once share one look-up, which outlives those who give up.

    Args:
        ttl_s: how long a look-up is good.
        lookup: as `socket.getaddrinfo`, without blocking other greenlets.
        clock: monotonic seconds.
        detours: of connections; whoever asks still speaks to the host that was asked for.
        bound: hosts that are not looked up, since somebody has done so once and for all.
        sources: what connections come from.

    Attributes:
        sources: the same.
    """

    def __init__(
        self,
        *,
        ttl_s: float = TTL_S,
        lookup: Lookup = getaddrinfo,
        clock: Callable[[], float] = time.monotonic,
        detours: Detours | None = None,
        bound: Bound | None = None,
        sources: Sources | None = None,
    ) -> None:
        self._ttl_s = ttl_s
        self._lookup = lookup
        self._clock = clock
        self._detours = detours or {}
        self._bound = bound or {}
        self.sources = sources or Sources()
        self._known: dict[tuple[str, int], _Known] = {}
        self._asked: dict[tuple[str, int], Any] = {}
        self._turn = 0

    def addresses(self, host: str, port: int) -> Sequence[Address]:
        """Give the addresses of a host in the order to try them.

        The system's order of families is kept; within the first, each call begins one further.

        Raises:
            OSError: the host is not known, or cannot be looked up now.
        """
        host, port = self._detours.get((host, port), (host, port))
        known = self._known.get((host, port))
        if known is None or known.until_s <= self._clock():
            known = self._ask(host, port)
        addresses = known.addresses
        if len(addresses) == 1:
            return addresses
        self._turn += 1
        return _turned(addresses, self._turn)

    def coming_from(self, sources: Sources) -> "Resolver":
        """Give the same, with what it has looked up, whose connections come from elsewhere."""
        other = copy.copy(self)
        other.sources = sources
        return other

    def place(self, host: str, port: int) -> str:
        """Give what a proxy is told of a host: an address that it is bound to, in turn, or its name."""
        bound = self._bound.get(host)
        if bound:
            self._turn += 1
            host = bound[self._turn % len(bound)]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def _ask(self, host: str, port: int) -> _Known:
        given = [one for name in self._bound.get(host, [host]) if (one := _literal(name, port))]
        if given:
            known = _Known(until_s=float("inf"), addresses=tuple(given))
            self._known[host, port] = known
            return known
        asked = self._asked.get((host, port))
        if asked is None:
            asked = self._asked[host, port] = gevent.spawn(self._look_up, host, port)
        found: _Known | OSError = asked.get()
        if isinstance(found, OSError):
            raise found
        return found

    def _look_up(self, host: str, port: int) -> _Known | OSError:
        """Look up in a greenlet of its own; an error is a value here, since several may wait for it."""
        try:
            entries = self._lookup(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            return error
        finally:
            del self._asked[host, port]
        found = dict.fromkeys(Address(family=entry[0], place=entry[4]) for entry in entries)
        if not found:
            return socket.gaierror(socket.EAI_NONAME, f"{host} has no address")
        known = _Known(until_s=self._clock() + self._ttl_s, addresses=tuple(found))
        self._known[host, port] = known
        return known


def _literal(host: str, port: int) -> Address | None:
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return None
    if version == 4:  # noqa: PLR2004 - the number is the name of the protocol
        return Address(family=socket.AF_INET, place=(host, port))
    return Address(family=socket.AF_INET6, place=(host, port, 0, 0))


def _turned(addresses: Sequence[Address], turn: int) -> tuple[Address, ...]:
    first = [one for one in addresses if one.family == addresses[0].family]
    begin = turn % len(first)
    others = (one for one in addresses if one.family != addresses[0].family)
    return tuple(chain(first[begin:], first[:begin], others))
