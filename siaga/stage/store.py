"""The Store of the built-in site: which one it was told to use, and where that is reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qs, urlsplit

_OPTION = "--store"
_FILE = "sqlite:///"
_DATABASES = ("postgresql", "postgres")
_PORT = 5432


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A store by its URL, as the site takes it.

    Attributes:
        url: `sqlite:///PATH`, `postgresql://DSN` or `postgresql+embedded://DIR`.
    """

    url: str

    @classmethod
    def of(cls, arguments: Sequence[str], usual: str = "") -> Self:
        """Give the store that the site's arguments name, the last one where there are several.

        Args:
            arguments: of the site.
            usual: its URL where they name none.
        """
        found = usual
        for place, one in enumerate(arguments):
            if one.startswith(f"{_OPTION}="):
                found = one.removeprefix(f"{_OPTION}=")
            elif one == _OPTION and place + 1 < len(arguments):
                found = arguments[place + 1]
        return cls(url=found)

    @property
    def path(self) -> str:
        """Of its file; empty: it is no file."""
        return self.url.removeprefix(_FILE) if self.url.startswith(_FILE) else ""

    @property
    def address(self) -> str:
        """Host and port where it is reached by TCP; empty: by none, or its URL names not just one."""
        parts = urlsplit(self.url)
        elsewhere = {"host", "port"} & parse_qs(parts.query).keys()
        if parts.scheme not in _DATABASES or elsewhere or "," in parts.netloc or not parts.hostname:
            return ""
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        try:
            return f"{host}:{parts.port or _PORT}"
        except ValueError:
            return ""

    def by(self, entrance: str) -> str:
        """Give its URL with another host and port in the place of its own.

        Args:
            entrance: `127.0.0.1:4711`.
        """
        parts = urlsplit(self.url)
        account, at, _ = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{account}{at}{entrance}").geturl()
