"""The ForwardProxy: somebody on the way to the site, who is told where each visitor wants to go."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from siaga.crowd.failure import OUT_OF_DESCRIPTORS, ProxyError
from siaga.crowd.origin import Origin
from siaga.scenario.proxy import Proxy

AUTHORIZATION = "Proxy-Authorization"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardProxy:
    """A proxy of HTTP. A site in the clear it is asked for page by page, to any other it digs a tunnel.

    Attributes:
        origin: where it is; it is spoken to in the clear.
        authorization: what it is shown, as the header has it; empty: nothing. Shown to nobody else.
        tunnels: whether it digs a tunnel to a site in the clear, too.

    Raises:
        ValueError: it would be spoken to over TLS.
    """

    origin: Origin
    authorization: str = field(default="", repr=False)
    tunnels: bool = False

    def __post_init__(self) -> None:
        """Refuse what nobody here speaks."""
        if self.origin.scheme != "http":
            raise ValueError(f"proxy {self.origin}: is spoken to over TLS; http is allowed")

    @classmethod
    def of(cls, said: Proxy | None, environ: Mapping[str, str]) -> "ForwardProxy | None":
        """Give the one that a scenario names; None where it names none.

        Raises:
            UsageError: the address is none, or the environment lacks something.
        """
        if said is None:
            return None
        return cls(origin=Origin.of(said.url), authorization=said.authorization(environ))

    @property
    def headers(self) -> Mapping[str, str]:
        """What everything that it is asked for carries."""
        return {AUTHORIZATION: self.authorization} if self.authorization else {}

    @property
    def of_channels(self) -> "ForwardProxy":
        """The same for a channel, on which something else than HTTP may be spoken."""
        return replace(self, tunnels=True)

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Have what goes wrong meanwhile be the proxy's doing, unless it is that of this machine.

        Raises:
            ProxyError: something went wrong.
        """
        try:
            yield
        except OSError as error:
            if error.errno in OUT_OF_DESCRIPTORS:
                raise
            raise ProxyError(error.errno, f"the proxy {self.origin}: {error}") from None
