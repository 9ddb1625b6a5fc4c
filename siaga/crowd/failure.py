"""The RequestFailure: why a request has no answer, and whether any of it may have reached the site.

The ledger turns on the second part: a promise of which nothing was sent is certainly not made, one
of which something was sent is unknown.
"""

import errno
import socket
import ssl
from enum import Enum, StrEnum

from siaga.record.tally import DESCRIPTORS


class Sent(Enum):
    """How much of a request the kernel took.

    NOTHING means that certainly no byte of it left; SOMETHING that one may have.
    """

    NOTHING = "nothing"
    SOMETHING = "something"


class Reason(StrEnum):
    """Why there is no answer; this set is closed, since reports count by it."""

    REFUSED = "refused"
    DNS = "dns"
    CONNECT_TIMEOUT = "connect-timeout"
    TIMEOUT = "timeout"
    RESET = "reset"
    CLOSED = "closed"
    BAD_ANSWER = "bad-answer"
    TOO_LARGE = "too-large"
    FOREIGN_REDIRECT = "foreign-redirect"
    TLS = "tls"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    PROXY = "proxy"
    DESCRIPTORS = DESCRIPTORS
    RELOADED = "reloaded"
    GAVE_UP = "gave-up"
    TAB_CLOSED = "tab-closed"


class RequestFailure(Exception):  # noqa: N818 - it is an outcome that journeys count, as an answer is
    """A request has no answer.

    Args:
        reason: the kind, from a closed set.
        sent: whether any byte of the request, or of one that led to it, may have left.
        text: one sentence for a person.
        requests: how many went out, redirects and repeats included; none where nothing was sent.
    """

    def __init__(self, reason: Reason, sent: Sent, text: str, requests: int = 1) -> None:
        super().__init__(text)
        self.reason = reason
        self.sent = sent
        self.requests = 0 if sent is Sent.NOTHING else requests

    @property
    def certainly_not_sent(self) -> bool:
        """Whether the site cannot have seen the request."""
        return self.sent is Sent.NOTHING


class TripError(Exception):
    """One trip to the site and back broke; the browser makes a RequestFailure of it.

    Args:
        reason: the kind.
        text: what was seen.
        untaken: whether the site has said that it did nothing with the request.
    """

    def __init__(self, reason: Reason, text: str, *, untaken: bool = False) -> None:
        super().__init__(text)
        self.reason = reason
        self.untaken = untaken


class ProxyError(OSError):
    """A proxy on the way to the site cannot be reached, or is gone before it has led there."""


BROKEN_OFF = frozenset({Reason.RELOADED, Reason.GAVE_UP, Reason.TAB_CLOSED})
"""The visitor broke the request off, not the site."""

OUT_OF_DESCRIPTORS = frozenset(
    {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EADDRNOTAVAIL}
)
"""This machine has no descriptor, port or memory left: the generator's limit, not the site's."""

UNEXPECTED_EOF = "UNEXPECTED_EOF_WHILE_READING"
"""What OpenSSL calls an end of which TLS knows nothing."""

_CUT_OFF = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ENOTCONN})


def reason_of(error: OSError, *, connecting: bool) -> Reason:
    """Give the kind of failure that an operating system error is.

    Args:
        error: from a look-up, a socket or TLS.
        connecting: whether there was no connection yet.
    """
    if isinstance(error, ProxyError | socket.gaierror):
        return Reason.PROXY if isinstance(error, ProxyError) else Reason.DNS
    if isinstance(error, ssl.SSLError):
        # Python before 3.11.4 has no class of its own for it.
        cut_off = isinstance(error, ssl.SSLEOFError) or getattr(error, "reason", "") == UNEXPECTED_EOF
        return Reason.CLOSED if cut_off else Reason.TLS
    if error.errno in OUT_OF_DESCRIPTORS:
        return Reason.DESCRIPTORS
    if error.errno == errno.ETIMEDOUT:
        return Reason.CONNECT_TIMEOUT if connecting else Reason.TIMEOUT
    if error.errno in _CUT_OFF:
        return Reason.RESET
    return Reason.REFUSED if connecting else Reason.RESET
