"""Shares: the connections of each address, of which none may have all that there are.

Many honest people stand behind one address where a carrier has more customers than addresses. So a
share is wide, and an address that has it all makes room among its own idle connections first.
"""

from collections.abc import Iterable
from functools import lru_cache

from mock_site.protection.connection import Closable
from mock_site.protection.rate_limits.address import Networks, key, read

MOST_KNOWN = 32_768
"""Addresses of which is kept in mind whose share they are of."""


class Shares:
    """Who has which connections.

    Args:
        most: that one address may have, 1 or more; a /64 of IPv6 is one.
        exempt: networks whose addresses may have any number: a load generator's, a proxy's.
    """

    def __init__(self, most: int, exempt: Networks) -> None:
        if most < 1:
            raise ValueError(f"most: is {most}; it must be 1 or more")
        self._most, self._exempt = most, exempt
        self._known = lru_cache(MOST_KNOWN)(self._found)
        self._of: dict[str, dict[Closable, None]] = {}
        self._owner: dict[Closable, str] = {}

    def owner(self, peer: str | None) -> str:
        """Give whose share a connection is of; empty: it is of nobody's."""
        return self._known(peer)

    def is_full(self, owner: str) -> bool:
        """Tell whether one has a whole share."""
        return len(self._of.get(owner, ())) >= self._most

    def of(self, owner: str) -> Iterable[Closable]:
        """Give the connections of one, in the order of their coming."""
        return self._of.get(owner, ())

    def _found(self, peer: str | None) -> str:
        address = read(peer)
        return "" if address is None or address in self._exempt else key(address)

    def add(self, owner: str, connection: Closable) -> None:
        """Keep a new one."""
        if owner:
            self._of.setdefault(owner, {})[connection] = None
            self._owner[connection] = owner

    def drop(self, connection: Closable) -> None:
        """Forget one; one that is of nobody's share was never known."""
        owner = self._owner.pop(connection, "")
        held = self._of.get(owner)
        if held is not None:
            held.pop(connection, None)
            if not held:
                del self._of[owner]
