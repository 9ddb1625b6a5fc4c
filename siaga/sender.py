"""The Sender of requests: which run they are for, and the only addresses that they may go to."""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from siaga.credentials import Credentials

RUN_HEADER = "Siaga-Run"
"""Stands in every request that siaga sends to a site, so that whoever runs it knows whose load it is."""

HEADER_NAME = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
"""Pattern of a header's name: a token (RFC 9110, 5.6.2)."""

AGENT = "siaga (rehearsal of a launch)"
NO_RUN = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends, and where to.

    Attributes:
        run_id: of the run; empty: the request belongs to none.
        host: name of the site, in small letters; empty: no name was looked up for the run.
        addresses: what it was looked up to, once, before the run; at least one where there is a host.
        credentials: by which the site lets anybody in.
    """

    run_id: str = ""
    host: str = ""
    addresses: tuple[str, ...] = ()
    credentials: Credentials = field(default_factory=Credentials)

    def __post_init__(self) -> None:
        """Refuse what would be looked up again, and a name that no header can carry."""
        if bool(self.host) != bool(self.addresses):
            raise ValueError(
                f"sender: host {self.host!r} has the addresses {self.addresses};"
                " a host with at least one address, or neither, is allowed"
            )
        for address in self.addresses:
            ipaddress.ip_address(address)
        if not (self.run_id.isascii() and self.run_id.isprintable()):
            raise ValueError(f"sender: run {self.run_id!r} cannot stand in a header; ASCII is allowed")

    @classmethod
    def to(
        cls,
        url: str,
        addresses: Sequence[str],
        run_id: str,
        credentials: Credentials | None = None,
    ) -> Self:
        """Give who sends to a site: bound to its addresses where its name was looked up to some."""
        host = (urlsplit(url).hostname or "") if addresses else ""
        return cls(
            run_id=run_id,
            host=host,
            addresses=tuple(addresses),
            credentials=credentials or Credentials(),
        )

    @property
    def headers(self) -> Mapping[str, str]:
        """What says in a request whose it is, and lets it in."""
        return {"User-Agent": AGENT, RUN_HEADER: self.run_id or NO_RUN, **self.credentials.headers}

    def binds(self, host: str) -> bool:
        """Tell whether a host is reached at the addresses of this sender alone."""
        return bool(self.host) and host.lower() == self.host

    def places(self, url: str) -> Sequence[str]:
        """Give the URLs that stand for one: with each address in place of the name, or as it is."""
        parts = urlsplit(url)
        if not self.binds(parts.hostname or ""):
            return [url]
        port = "" if parts.port is None else f":{parts.port}"
        return [parts._replace(netloc=f"{_bracketed(one)}{port}").geturl() for one in self.addresses]


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address
