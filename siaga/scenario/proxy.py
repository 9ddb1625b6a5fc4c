"""The Proxy of visitors: by whom they go to the site, where somebody says so."""

from collections.abc import Iterator, Mapping
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from siaga.scenario.credentials import Basic
from siaga.scenario.part import Part
from siaga.scenario.reference import secrets


def _reachable(url: str) -> str:
    """Give a URL whose host and port can be connected to.

    Raises:
        ValueError: they cannot.
    """
    parts = urlsplit(url)
    if not parts.hostname or parts.port == 0:
        raise ValueError("names no host, or port 0; http://HOST:PORT is allowed")
    return url


ProxyUrl = Annotated[str, Field(pattern=r"^http://[^\s/?#@\\]+$"), AfterValidator(_reachable)]


class Proxy(Part):
    """A proxy of HTTP, on this machine."""

    url: ProxyUrl
    """Where it is: scheme, host and port."""

    basic: Basic | None = None
    """Name and password that it asks for; not given: it asks nobody."""

    def authorization(self, environ: Mapping[str, str]) -> str:
        """Give what it is shown, as its header has it; empty: nothing.

        Raises:
            UsageError: the environment lacks something.
        """
        return "" if self.basic is None else self.basic.shown("traffic.proxy.basic", environ)

    def secrets(self, environ: Mapping[str, str]) -> Iterator[str]:
        """Give what nobody may read, in any form in which it is sent."""
        if self.basic is not None:
            yield from secrets(self.basic.password, environ)
            yield self.authorization(environ).partition(" ")[2]
