"""The Browsers of a worker: opens visitors' browsers, at the site and beside it."""

import copy
import ssl
import sys
from collections.abc import Callable, Mapping, Sequence

from siaga.credentials import Credentials
from siaga.crowd.address import Address
from siaga.crowd.browser import Browser
from siaga.crowd.deadline_row import DeadlineRow
from siaga.crowd.deadlines import Deadlines
from siaga.crowd.descriptors import Descriptors
from siaga.crowd.forward_proxy import ForwardProxy
from siaga.crowd.http2_connection import PROTOCOLS
from siaga.crowd.meter import Meter
from siaga.crowd.origin import Origin
from siaga.crowd.resolver import Detours, Resolver
from siaga.crowd.sources import Sources
from siaga.errors import UsageError
from siaga.record.loopback import is_loopback
from siaga.record.site_host import SiteHost
from siaga.scenario.link import Link
from siaga.sender import RUN_HEADER


class Browsers:
    """Opens browsers that share what is dear to make: addresses looked up, TLS authorities.

    Args:
        host: base URL of the site.
        deadline_s: for a whole request, above 0.
        via: base URL of a proxy that connections to the site go by, without a word to it; empty: none.
        run_id: of the run, which every request names; empty: none does.
        addresses: the only ones of the site's host, at any port; empty: it is looked up.
        others: further hosts of the site, which have agreed or are on this machine.
        opens: makes a browser, of what makes any.
        room: connections that may be open at once.
        credentials: by which the site and its hosts let anybody in; nothing beside them is told any.
        http2: whether HTTP/2 is offered to the site and its hosts.
        sources: what connections come from.
        connecting_s: for opening a connection; None: as long as the whole request may take.
        first_byte_s: for the first byte of an answer; None: likewise.
        proxy: that leads to the site and its hosts; None: nobody has to.

    Attributes:
        meter: counts what goes over the wire.
        descriptors: give room for connections.

    Raises:
        UsageError: a base URL is no address, the credentials cannot be used, or the proxy is elsewhere.
    """

    def __init__(  # noqa: PLR0913 - they share as much
        self,
        host: str,
        deadline_s: float,
        via: str = "",
        *,
        run_id: str = "",
        addresses: Sequence[str] = (),
        others: Sequence[SiteHost] = (),
        opens: Callable[..., Browser] = Browser,
        room: int = sys.maxsize,
        credentials: Credentials | None = None,
        http2: bool = False,
        sources: Sources | None = None,
        connecting_s: float | None = None,
        first_byte_s: float | None = None,
        proxy: ForwardProxy | None = None,
    ) -> None:
        self._site = Origin.of(host)
        self._deadlines = Deadlines.of(deadline_s, connecting_s, first_byte_s)
        self._opens = opens
        self.meter = Meter()
        self.descriptors = Descriptors(room, self.meter)
        self._credentials = credentials = credentials or Credentials()
        self._own_headers = {RUN_HEADER: run_id} if run_id else {}
        self._headers = self._own_headers | dict(credentials.headers)
        self._others = frozenset(Origin.of(one.url) for one in others)
        if proxy is not None and not is_loopback(proxy.origin.host):
            raise UsageError(f"proxy {proxy.origin}: is not this machine, which alone is allowed")
        self._proxy = proxy
        bound = {Origin.of(one.url).host: one.addresses for one in others if one.addresses}
        bound |= {self._site.host: tuple(addresses)} if addresses else {}
        self._resolver = Resolver(detours=_detours(self._site, via), bound=bound, sources=sources)
        # Made now: it takes tens of milliseconds, and what cannot be used is to be known before the run.
        at_once = self._site.scheme == "https" or credentials.needs_tls
        self._tls = credentials.tls() if at_once else None
        self._http2 = credentials.tls() if http2 else None
        if self._http2 is not None:
            self._http2.set_alpn_protocols(PROTOCOLS)
        self._tls_beside = None if credentials.needs_tls else self._tls

    @property
    def site(self) -> Origin:
        """Whom they visit."""
        return self._site

    @property
    def headers(self) -> Mapping[str, str]:
        """What every request of theirs carries."""
        return self._headers

    def address(self) -> Address:
        """Give where a connection to the site goes, for those who make their own.

        Raises:
            OSError: the site's host is not known.
        """
        return self._resolver.addresses(self._site.host, self._site.port)[0]

    def trust(self, new: Callable[[], ssl.SSLContext]) -> ssl.SSLContext | None:
        """Give TLS to the site for those who make their own connection; None where it has none.

        Args:
            new: makes the context that everybody has.
        """
        return self._credentials.tls(new) if self._site.scheme == "https" else None

    @property
    def deadline_s(self) -> float:
        """How long a whole request may take."""
        return self._deadlines.whole.limit_s

    def within(self, deadline_s: float) -> "Browsers":
        """Give the same with another deadline for a whole request."""
        other = copy.copy(self)
        other._deadlines = self._deadlines._replace(whole=DeadlineRow(deadline_s))  # noqa: SLF001 - one of our own
        return other

    def coming_from(self, address: str) -> "Browsers":
        """Give the same, whose connections come from an address of this machine.

        Raises:
            UsageError: it is none.
        """
        other = copy.copy(self)
        other._resolver = self._resolver.coming_from(Sources([address]))  # noqa: SLF001 - one of our own
        return other

    def at_site(self, link: Link | None = None) -> Browser:
        """Open a browser that visits the site, over a slow line where there is one."""
        return self._open(self._site, link, is_sites=True)

    def beside(self, origin: Origin, link: Link | None = None) -> Browser:
        """Open a browser that visits something beside the site, such as the inbox of a post office.

        Raises:
            ValueError: nobody there has agreed to be loaded.
        """
        if not self.may_visit(origin):
            raise ValueError(
                f"address {origin}: is neither on {self._site.host} nor on this machine, nor among the"
                " scenario's site.hosts; visitors go nowhere else"
            )
        return self._open(origin, link, is_sites=self._is_sites(origin))

    def may_visit(self, origin: Origin) -> bool:
        """Whether it is on the site's own host, on this machine or another host that was found out."""
        return origin.host == self._site.host or is_loopback(origin.host) or origin in self._others

    def _is_sites(self, origin: Origin) -> bool:
        return origin == self._site or origin in self._others

    def _open(self, origin: Origin, link: Link | None, *, is_sites: bool) -> Browser:
        return self._opens(
            str(origin),
            deadline_s=self._deadlines.whole.limit_s,
            deadlines=self._deadlines,
            resolver=self._resolver,
            tls=self._trust(is_sites=is_sites) if origin.scheme == "https" else None,
            headers=self._headers if is_sites else self._own_headers,
            descriptors=self.descriptors,
            link=link,
            http2=self._http2 if is_sites else None,
            proxy=self._proxy if is_sites else None,
        )

    def _trust(self, *, is_sites: bool) -> ssl.SSLContext:
        if is_sites and self._tls is not None:
            return self._tls
        if self._tls_beside is None:
            self._tls_beside = ssl.create_default_context()
        return self._tls_beside


def _detours(site: Origin, via: str) -> Detours:
    """Have connections to the site go by a proxy, if there is one."""
    if not via:
        return {}
    proxy = Origin.of(via)
    return {(site.host, site.port): (proxy.host, proxy.port)}
