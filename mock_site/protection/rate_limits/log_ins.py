"""The log-ins to an account: counted by the address that they come from, and all strangers' together.

Whoever guesses empties the bucket of his own address, and the owner's is as full as before. Where many
addresses guess together they empty that of all strangers. An address that somebody has logged in to the
account from is no stranger, and is not kept out by them. A browser in which somebody has logged in to it
is counted by itself, so that nobody else at its address keeps it out.
"""

from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web

from mock_site.protection.rate_limits.bucket import Counts

_KNOW: web.RequestKey[Callable[[], None]] = web.RequestKey("know_log_in")


class LogIns:
    """Counts tries; which addresses are known is each process's own.

    Args:
        of_address: a bucket for each account and address, or known browser.
        of_strangers: a bucket for each account.
        most: addresses that are known, 1 or more; the one that is known for longest goes first.
    """

    def __init__(self, of_address: Counts, of_strangers: Counts, most: int) -> None:
        self._of_address = of_address
        self._of_strangers = of_strangers
        self._most = most
        self._known: OrderedDict[str, None] = OrderedDict()

    def take(self, email: str, address: str, browser: str = "") -> float:
        """Count a try; give 0 where it is allowed, else the seconds until one is.

        Args:
            email: of the account.
            address: that it comes from.
            browser: number of the one that it comes from, which the account knows; empty: it does not.
        """
        if browser:
            return self._of_address.take(_key(email, browser))
        key = _key(email, address)
        wait_s = self._of_address.take(key)
        if wait_s or key in self._known:
            return wait_s
        return self._of_strangers.take(email)

    def know(self, email: str, address: str) -> None:
        """Know an address from now on, since somebody had the right password there."""
        key = _key(email, address)
        self._known[key] = None
        self._known.move_to_end(key)
        if len(self._known) > self._most:
            self._known.popitem(last=False)


def keep_for_success(request: web.Request, know: Callable[[], None]) -> None:
    """Keep what is to be done where a request logs in."""
    request[_KNOW] = know


def note_success(request: web.Request) -> None:
    """Note that a request has logged in, so that its address is no stranger where these are counted."""
    know = request.get(_KNOW)
    if know is not None:
        know()


def _key(email: str, address: str) -> str:
    return f"{email} {address}"
