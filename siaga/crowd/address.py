"""The Address of a socket: where a connection goes."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a socket connects to.

    Attributes:
        family: AF_INET or AF_INET6.
        place: what that family's sockets take as an address.
    """

    family: int
    place: tuple[Any, ...]
