"""The Target of a run: the site's address, and the guard rail in front of it."""

import ipaddress
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from siaga.credentials import Credentials
from siaga.errors import RefusedError, SilenceError, UsageError
from siaga.record.usual_port import USUAL_PORTS
from siaga.stage.agreement import KEY, STAGING
from siaga.stage.examination import Examination

GOVERNMENT = "go.id"
"""Names below it belong to the state, and are never taken for this machine."""

_NO_ADDRESS = "is no address; write http://127.0.0.1:8080"

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The site that is to be loaded.

    Attributes:
        url: scheme, host and port; no path, no credentials.
        addresses: what its name was resolved to; empty: it is an address itself.
        agreed: what it has said that it is; empty: it is on this machine, and was not asked.
    """

    url: str
    addresses: tuple[str, ...] = ()
    agreed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a target is.

    Attributes:
        url: scheme, host and port.
        host: its name or address, in small letters and without the last dot.
        port: its port.
        addresses: what it was resolved to, at least one.
    """

    url: str
    host: str
    port: int
    addresses: tuple[str, ...]

    @property
    def named(self) -> bool:
        """Whether it has a name, which could be resolved to something else later."""
        return self.addresses != (self.host,)

    @property
    def needs_agreement(self) -> bool:
        """Whether it has to agree: it is not on this machine, or its name belongs to the state."""
        return self._is_of_the_state or not self._is_here

    @property
    def whose(self) -> str:
        """Why it has to agree, in words."""
        if self._is_of_the_state:
            return f"{self.host} belongs to the state"
        return f"{', '.join(self.addresses)} is not this machine"

    @property
    def _is_of_the_state(self) -> bool:
        return f".{self.host}".endswith(f".{GOVERNMENT}")

    @property
    def _is_here(self) -> bool:
        return all(ipaddress.ip_address(one).is_loopback for one in self.addresses)

    def examination(
        self, environ: Mapping[str, str], credentials: Credentials, run_id: str = ""
    ) -> Examination:
        """Give the examination of it, which asks it when it is gone through.

        Raises:
            UsageError: everybody on the way could read the credentials.
        """
        if credentials.are_secret and self.url.startswith("http:") and not self._is_here:
            raise UsageError(
                f"host {self.url}: is http on another machine, and everybody on the way could read the"
                " credentials; https is allowed"
            )
        return Examination(
            url=self.url,
            host=self.host,
            port=self.port,
            addresses=self.addresses,
            key=environ.get(KEY, ""),
            run_id=run_id,
            credentials=credentials,
        )


def place(url: str, resolve: Resolve | None = None) -> Place:
    """Find out where a target is, once: whoever sends something to it then goes nowhere else.

    Args:
        url: what was typed.
        resolve: gives the addresses of a host and port; the system's by default.

    Raises:
        UsageError: it is no http or https address, or nobody knows its name.
    """
    try:
        parts = urlsplit(url)
        port = USUAL_PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        raise UsageError(f"host {url!r}: {_NO_ADDRESS}") from None
    if parts.scheme not in USUAL_PORTS or not parts.hostname or not port:
        raise UsageError(f"host {url!r}: {_NO_ADDRESS}")
    if "@" in parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
        shown = url.rpartition("@")[2] if "@" in parts.netloc else url
        raise UsageError(f"host {shown!r}: has more than an address; write http://127.0.0.1:8080")
    host = _plain(parts.hostname)
    shown = f"[{host}]" if ":" in host else host
    written = f"{parts.scheme}://{shown}" + ("" if parts.port is None else f":{port}")
    return Place(
        url=written, host=host, port=port, addresses=tuple((resolve or addresses_of)(host, port))
    )


def target(
    url: str,
    environ: Mapping[str, str],
    credentials: Credentials,
    resolve: Resolve | None = None,
) -> Target:
    """Read the address of a site and let the guard rail decide about it.

    Load goes to this machine, and to whoever has agreed to be loaded, as staging.

    Args:
        url: what was typed.
        environ: where the key is that the target signs with.
        credentials: by which the site lets anybody in.
        resolve: gives the addresses of a host and port; the system's by default.

    Raises:
        UsageError: it is no http or https address, or credentials would be sent in the open.
        RefusedError: the site is not on this machine and has not agreed.
    """
    where = place(url, resolve)
    agreed = ""
    if where.needs_agreement:
        if why := where.examination(environ, credentials).refusal():
            raise RefusedError(
                f"host {url}: {where.whose}, and has not agreed to be loaded: {why};"
                f" `siaga target verify {url}` explains each step"
            )
        agreed = STAGING
    addresses = where.addresses if where.named else ()
    return Target(url=where.url, addresses=addresses, agreed=agreed)


def addresses_of(host: str, port: int) -> list[str]:
    """Give the addresses of a host, in order.

    Raises:
        SilenceError: nobody knows it.
    """
    try:
        found = _looked_up(host, port)
    except (OSError, UnicodeError) as error:
        raise SilenceError(f"host {host!r}: is not known ({error}); name one that resolves") from None
    return sorted({str(entry[4][0]) for entry in found})


def _looked_up(host: str, port: int) -> Sequence[tuple[Any, ...]]:
    """Look a host up; addresses of a kind that this machine has none of could not be connected to."""
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except socket.gaierror:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _plain(host: str) -> str:
    """Write a name as it is looked up: dots of other alphabets and a last one make no other name."""
    try:
        return host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as error:
        raise UsageError(f"host {host!r}: is not known ({error}); name one that resolves") from None
