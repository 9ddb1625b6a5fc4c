"""The Trust of a browser: who the site has to be, and what is offered to it to speak."""

import ssl
from typing import NamedTuple


class Trust(NamedTuple):
    """TLS as connections to an https site need it; a tuple, since each browser has one.

    Attributes:
        tls: for connections that speak HTTP/1.1.
        http2: the same, where HTTP/2 is offered; None: it is not.
    """

    tls: ssl.SSLContext
    http2: ssl.SSLContext | None = None

    @classmethod
    def of(cls, tls: ssl.SSLContext, http2: ssl.SSLContext | None = None) -> "Trust":
        """Give it with contexts that take no answer for whole which somebody has cut off.

        Python before 3.11.4 has OpenSSL pass over an end that TLS knows nothing of.
        """
        for context in (tls, http2):
            if context is not None:
                context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
        return cls(tls, http2)

    @property
    def of_channels(self) -> "Trust":
        """The same for a channel, which speaks HTTP/1.1."""
        return Trust(self.tls)
