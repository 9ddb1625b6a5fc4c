"""The Sources of a worker: addresses of its own machine that visitors come from, in turn."""

import ipaddress
import socket
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Self

from siaga.errors import UsageError

VARIABLE = "SIAGA_SOURCE_ADDRESSES"

BIND_WITHOUT_PORT = 24
"""IP_BIND_ADDRESS_NO_PORT: the port is chosen with the destination; many connections may share it."""

_FAMILIES = {4: socket.AF_INET, 6: socket.AF_INET6}


class Sources:
    """Gives them in turn; none where the system may choose.

    Args:
        addresses: of this machine, in the order in which they take turns.

    Raises:
        UsageError: one is no address, or none of this machine.
    """

    def __init__(self, addresses: Sequence[str] = ()) -> None:
        self._turns: dict[int, deque[str]] = {}
        for address in addresses:
            self._turns.setdefault(_family(address), deque()).append(address)

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Self:
        """Read them from an environment, with commas between them.

        Raises:
            UsageError: one is no address, or none of this machine.
        """
        return cls([one.strip() for one in environ.get(VARIABLE, "").split(",") if one.strip()])

    def next(self, family: int) -> str | None:
        """Give whose turn it is, of a family of addresses; None: the system's choice."""
        turns = self._turns.get(family)
        if not turns:
            return None
        turns.rotate(-1)
        return turns[-1]


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
