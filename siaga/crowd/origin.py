"""The Origin: scheme, host and port; a browser connects to this one and to no other."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from siaga.errors import UsageError
from siaga.record.usual_port import USUAL_PORTS
from siaga.web_reference import WebReference

MOST_REMEMBERED = 1_000
"""Addresses that were read and are remembered."""

_PLAIN = re.compile(
    r"(?!//)(?!.*/(?:\.|%2[Ee]))/[A-Za-z0-9_~!$&'()*+,;=:@%./|-]*(?:\?[A-Za-z0-9_~!$&()*+,;=:@%?./|-]*)?"
)
"""A path that needs neither resolving nor encoding: most do not."""

_AUTHORITY_ENDS = re.compile(r"[/\\?#]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the site is.

    Attributes:
        scheme: http or https.
        host: in small letters, without brackets.
        port: 1 to 65535.
    """

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "Origin":
        """Read the address of a site.

        Raises:
            UsageError: it is no address, or more than one.
        """
        return _read(url)

    @classmethod
    def of_url(cls, url: str) -> "Origin":
        """Read the origin that a URL leads to, whatever is asked for there.

        Raises:
            UsageError: it leads to none, or has credentials.
        """
        scheme, _, rest = url.partition("://")
        return cls.of(f"{scheme}://{_AUTHORITY_ENDS.split(rest, 1)[0]}")

    @property
    def authority(self) -> str:
        """Value of the Host header: the port is named if it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"

    def target(self, reference: str, base: str = "/") -> str | None:
        """Resolve a reference to path and query as browsers do, percent-encoded where it must be.

        Args:
            reference: a path, or a URL; what was no UTF-8 in it is decoded with `UNDECODABLE`.
            base: path and query that it is relative to.

        Returns:
            What stands in the request line; None if the reference leads to another origin.
        """
        if _PLAIN.fullmatch(reference):
            return reference
        leads = WebReference.of(reference, self.scheme).seen_from(WebReference.of(f"{self}{base}"))
        scheme, place = leads.scheme, leads.authority or ""
        is_here = (scheme, place) == (self.scheme, self.authority)
        return leads.target if is_here or _origin_of(f"{scheme}://{place}") == self else None


@lru_cache(maxsize=MOST_REMEMBERED)
def _read(url: str) -> Origin:
    """Read an address as `Origin.of` does; each visitor comes with that of the site."""
    parts = _split(url)
    found = _origin(parts) if parts is not None else None
    if parts is None or found is None:
        raise UsageError(f"host {url!r}: is no address; write http://127.0.0.1:8080")
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise UsageError(f"host {url!r}: has more than an address; write http://127.0.0.1:8080")
    return found


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _origin_of(url: str) -> Origin | None:
    parts = _split(url)
    return None if parts is None else _origin(parts)


def _origin(parts: SplitResult) -> Origin | None:
    try:
        port = parts.port or USUAL_PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        return None
    if parts.scheme not in USUAL_PORTS or not host or not port:
        return None
    return Origin(scheme=parts.scheme, host=host.lower(), port=port)
