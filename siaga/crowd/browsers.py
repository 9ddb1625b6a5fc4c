"""The Browsers of a worker: opens visitors' browsers, at the site and beside it."""

import ssl

from siaga.crowd.browser import Browser
from siaga.crowd.origin import Origin
from siaga.crowd.resolver import Detours, Resolver
from siaga.record.loopback import is_loopback


class Browsers:
    """Opens browsers that share what is dear to make: addresses looked up, TLS authorities.

    Args:
        host: base URL of the site.
        deadline_s: for a whole request, above 0.
        via: base URL of a proxy that connections to the site go by, without a word to it; empty: none.

    Raises:
        UsageError: a base URL is no address.
    """

    def __init__(self, host: str, deadline_s: float, via: str = "") -> None:
        self._site = Origin.of(host)
        self._deadline_s = deadline_s
        self._resolver = Resolver(detours=_detours(self._site, via))
        self._tls = ssl.create_default_context() if self._site.scheme == "https" else None

    def at_site(self) -> Browser:
        """Open a browser that visits the site."""
        return self._open(self._site)

    def beside(self, origin: Origin) -> Browser:
        """Open a browser that visits something beside the site, such as the inbox of a post office.

        Raises:
            ValueError: it is neither on the site's own host nor on this machine: nobody there has
                agreed to be loaded.
        """
        if origin.host != self._site.host and not is_loopback(origin.host):
            raise ValueError(
                f"address {origin}: is neither on {self._site.host} nor on this machine;"
                " visitors go nowhere else"
            )
        return self._open(origin)

    def _open(self, origin: Origin) -> Browser:
        tls = self._tls if origin.scheme == "https" else None
        return Browser(str(origin), deadline_s=self._deadline_s, resolver=self._resolver, tls=tls)


def _detours(site: Origin, via: str) -> Detours:
    """Have connections to the site go by a proxy, if there is one."""
    if not via:
        return {}
    proxy = Origin.of(via)
    return {(site.host, site.port): (proxy.host, proxy.port)}
