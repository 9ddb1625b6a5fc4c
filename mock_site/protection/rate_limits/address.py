"""The address of a visitor: who is limited as one, where a proxy may stand in between."""

import functools
import ipaddress
from collections.abc import Mapping, Sequence

from multidict import MultiMapping

FORWARDED_FOR = "X-Forwarded-For"
V6_PREFIX = 64
"""A subscriber of IPv6 has so many addresses as are in a network of this prefix, at least."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Networks:
    """Networks that an address may be of.

    Args:
        networks: written as `10.0.0.0/8`.

    Raises:
        ValueError: one is not written so.
    """

    def __init__(self, networks: Sequence[str]) -> None:
        found = [ipaddress.ip_network(one) for one in networks]
        # As numbers: a busy site asks for every connection that is new.
        self._masked = {
            version: [
                (int(one.netmask), int(one.network_address)) for one in found if one.version == version
            ]
            for version in (4, 6)
        }

    def __contains__(self, address: Address) -> bool:
        number = int(address)
        for mask, network in self._masked[address.version]:  # noqa: SIM110 - takes half as long
            if number & mask == network:
                return True
        return False


@functools.lru_cache(maxsize=8_192)
def read(text: str | None) -> Address | None:
    """Read an address; None: it is none. One of IPv4 within IPv6 is one of IPv4."""
    try:
        address = ipaddress.ip_address((text or "").strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def visitor(peer: str | None, headers: MultiMapping[str], trusted: Networks) -> Address | None:
    """Give the nearest address that no trusted proxy has; None: the peer has none that can be read.

    A proxy adds to `X-Forwarded-For`, at its end, whom it has been asked by. What stands before the word
    of the first one that is not trusted anybody may have written.

    Args:
        peer: who the connection is from.
        headers: of the request.
        trusted: networks of proxies.
    """
    address = read(peer)
    if address is None or address not in trusted:
        return address
    for text in reversed(",".join(headers.getall(FORWARDED_FOR, [])).split(",")):
        said = read(text)
        if said is None:
            return address
        address = said
        if address not in trusted:
            return address
    return address


def claimed(peer: str | None, headers: Mapping[str, str]) -> str:
    """Give the address that the request says it is from, whoever says so."""
    return headers.get(FORWARDED_FOR, "").split(",")[0].strip() or peer or ""


def key(address: Address) -> str:
    """Give what is limited as one: an address of IPv4, a subscriber's network of IPv6."""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, V6_PREFIX), strict=False))
