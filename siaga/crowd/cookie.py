"""The Cookie: what a site asked a browser to keep, and which requests it goes with."""

from typing import NamedTuple


class Cookie(NamedTuple):
    """One cookie; a tuple, since sites set theirs with every answer.

    Attributes:
        name: may be empty.
        value: as it came, with its quotes.
        domain: whose it is.
        alone: whether no host below that domain is sent it.
        path: under which it is sent.
        expires_s: until when it is kept, on the browser's clock.
        secure: whether it is sent only where nobody else hears it.
    """

    name: str
    value: str
    domain: str
    alone: bool
    path: str
    expires_s: float
    secure: bool

    @property
    def pair(self) -> str:
        """What is sent of it."""
        return f"{self.name}={self.value}" if self.name else self.value

    def is_of(self, host: str) -> bool:
        """Whether it is sent to a host (RFC 6265, 5.1.3 and 5.4)."""
        return host == self.domain or (not self.alone and host.endswith(f".{self.domain}"))

    def fits(self, path: str) -> bool:
        """Whether it is sent with a request for a path (RFC 6265, 5.1.4)."""
        return path.startswith(self.path) and (
            len(path) == len(self.path) or self.path.endswith("/") or path[len(self.path)] == "/"
        )

    def covers(self, other: "Cookie") -> bool:
        """Whether a site would see it in the place of another, or beside it (RFC 6265bis, 5.7)."""
        near = _is_below(self.domain, other.domain) or _is_below(other.domain, self.domain)
        return self.name == other.name and near and other.fits(self.path)


def _is_below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
