"""The Seat of a run's master: the host and the port where it listens for workers."""

from dataclasses import dataclass

from siaga.errors import UsageError
from siaga.record.loopback import is_loopback

HERE = "127.0.0.1"
PORT = 5557
"""Where Locust's master listens unless it is told otherwise."""

HIGHEST_PORT = 65_535
EVERYWHERE = frozenset({"0.0.0.0", "::", "*"})  # noqa: S104 - named to be warned of, not bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a master listens.

    Attributes:
        host: a name or an address, without brackets; not empty.
        port: 1 to 65535.
    """

    host: str = HERE
    port: int = PORT

    def __post_init__(self) -> None:
        """Refuse what nobody can listen on."""
        if not self.host or any(one.isspace() or one in "/@" for one in self.host):
            raise ValueError(f"host {self.host!r}: is none; a name or an address is allowed")
        if not 1 <= self.port <= HIGHEST_PORT:
            raise ValueError(f"port {self.port}: is none; 1 to {HIGHEST_PORT} is allowed")

    @classmethod
    def parse(cls, option: str, given: str) -> "Seat":
        """Read HOST, HOST:PORT or [HOST]:PORT.

        Args:
            option: what was typed before it, for the error.
            given: what was typed.

        Raises:
            UsageError: it is none of these.
        """
        host, port = _parted(given)
        try:
            return cls(host=host, port=int(port) if port else PORT)
        except ValueError as error:
            why = str(error) if port.isdecimal() or not port else f"port {port!r}: is no number"
            raise UsageError(f"{option} {given!r}: {why}; HOST or HOST:PORT is allowed") from None

    @property
    def is_exposed(self) -> bool:
        """Whether other machines may reach it."""
        return not is_loopback(self.host)

    @property
    def from_here(self) -> str:
        """The host by which workers of this machine reach it."""
        return HERE if self.host in EVERYWHERE else self.host

    def __str__(self) -> str:
        """Give it as it is typed."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _parted(given: str) -> tuple[str, str]:
    """Part a host from its port, which may be missing; an address with colons may stand in brackets."""
    if given.startswith("["):
        host, _, rest = given[1:].partition("]")
        return host, rest.removeprefix(":")
    if given.count(":") > 1:
        return given, ""
    host, _, port = given.partition(":")
    return host, port
