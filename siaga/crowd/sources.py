"""The Sources of a worker: addresses of its own machine that visitors come from.

From one address there are some 28,000 ways to a port of the site, and each stays taken for a minute
after its connection has ended. Long before they are used up the kernel takes longer to find another
than a request does: half of a worker's time with 25,000 visitors inside. A site on this machine can be
reached from any address of 127.0.0.0/8, so many visitors of one come from several.
"""

import ipaddress
import socket
from collections import deque
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Self

from siaga.crowd.address import Address
from siaga.errors import UsageError

VARIABLE = "SIAGA_SOURCE_ADDRESSES"

BIND_WITHOUT_PORT = 24
"""IP_BIND_ADDRESS_NO_PORT: the port is chosen with the destination; many connections may share it."""

FROM_ONE = 2_000
"""Connections of a worker that come from one address before it is the next one's turn, at a site on this
machine. All workers of a machine begin with the same, so a dozen of them fit."""

_MOST_OWN = 63
"""Those that mean harm come from 127.0.0.66 (docs/abuse.md), where honest visitors are not to be."""

_FAMILIES = {4: socket.AF_INET, 6: socket.AF_INET6}


class Sources:
    """Gives them; none where the system may choose.

    Args:
        addresses: of this machine, in the order in which they take turns; empty: the system's choice,
            but where many connections go to a site on this machine.

    Raises:
        UsageError: one is no address, or none of this machine.
    """

    def __init__(self, addresses: Sequence[str] = ()) -> None:
        self._turns: dict[int, deque[str]] = {}
        self._given = 0
        for address in addresses:
            self._turns.setdefault(_family(address), deque()).append(address)

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Self:
        """Read them from an environment, with commas between them.

        Raises:
            UsageError: one is no address, or none of this machine.
        """
        return cls([one.strip() for one in environ.get(VARIABLE, "").split(",") if one.strip()])

    def next(self, to: Address) -> str | None:
        """Give what another connection comes from; None: the system's choice.

        Args:
            to: where it goes.
        """
        turns = self._turns.get(to.family)
        if turns:
            turns.rotate(-1)
            return turns[-1]
        if self._turns or not _is_spread(to):
            return None
        turn = self._given // FROM_ONE % _MOST_OWN
        self._given += 1
        return f"127.0.0.{turn + 1}" if turn else None


def _is_spread(to: Address) -> bool:
    """Whether it can be reached from every loopback address."""
    return to.family == socket.AF_INET and to.place[0].startswith("127.") and _has_others()


@cache
def _has_others() -> bool:
    """Whether this machine has more than one, as on Linux, and lets connections come from them."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
        try:
            tried.setsockopt(socket.IPPROTO_IP, BIND_WITHOUT_PORT, 1)
            tried.bind(("127.0.0.2", 0))
        except OSError:
            return False
    return True


def _family(address: str) -> int:
    """Give the family of an address of this machine."""
    try:
        family = _FAMILIES[ipaddress.ip_address(address).version]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.bind((address, 0))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{VARIABLE}: {address!r} is none to come from ({error}); this machine's own are allowed"
        ) from None
    return family
