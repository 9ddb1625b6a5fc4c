"""The Target of a run: the site's address, and the guard rail in front of it."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from siaga.errors import RefusedError, UsageError

PORTS = {"http": 80, "https": 443}
"""Of a URL that names none, by its scheme."""

_NO_ADDRESS = "is no address; write http://127.0.0.1:8080"

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The site that is to be loaded.

    Attributes:
        url: scheme, host and port; no path, no credentials.
    """

    url: str


def target(url: str, resolve: Resolve | None = None) -> Target:
    """Read the address of a site and let the guard rail decide about it.

    Load goes only to loopback addresses: a site elsewhere has no way yet of agreeing to be loaded.

    Args:
        url: what was typed.
        resolve: gives the addresses of a host and port; the system's by default.

    Raises:
        UsageError: it is no http or https address.
        RefusedError: the site is not on this machine.
    """
    try:
        parts = urlsplit(url)
        port = PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        raise UsageError(f"host {url!r}: {_NO_ADDRESS}") from None
    if parts.scheme not in PORTS or not parts.hostname or not port:
        raise UsageError(f"host {url!r}: {_NO_ADDRESS}")
    if parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        raise UsageError(f"host {url!r}: has more than an address; write http://127.0.0.1:8080")
    for address in (resolve or _addresses)(parts.hostname, port):
        if not ipaddress.ip_address(address).is_loopback:
            raise RefusedError(
                f"host {url}: {address} is not this machine, and a site elsewhere has not agreed"
                " to be loaded; siaga sends load only to loopback addresses"
            )
    return Target(url=f"{parts.scheme}://{parts.netloc}")


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"host {host!r}: is not known ({error}); name one that resolves") from None
    return sorted({str(entry[4][0]) for entry in found})
