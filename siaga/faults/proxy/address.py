"""An Address that the proxy listens on, or connects to: a host and a port."""

from dataclasses import dataclass
from typing import Self

from siaga.record.loopback import is_loopback

HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Host and port.

    Attributes:
        host: a name or an address, without brackets.
        port: 0 to 65535; 0 takes a free one.
    """

    host: str
    port: int

    def __post_init__(self) -> None:
        """Refuse what cannot be reached."""
        if not self.host:
            raise ValueError(f"address: ':{self.port}' has no host; 127.0.0.1:8080 is one")
        if not 0 <= self.port <= HIGHEST_PORT:
            raise ValueError(f"address: port {self.port} is none; 0 to {HIGHEST_PORT} is allowed")

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `127.0.0.1:8080` or `[::1]:8080`.

        Raises:
            ValueError: the text is no address.
        """
        host, colon, port = text.strip().rpartition(":")
        if not colon or not port.isascii() or not port.isdigit():
            raise ValueError(f"address: {text!r} is none; host:port is one, such as 127.0.0.1:8080")
        return cls(host=host.removeprefix("[").removesuffix("]"), port=int(port))

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine, and can be reached from it alone."""
        return is_loopback(self.host)

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
