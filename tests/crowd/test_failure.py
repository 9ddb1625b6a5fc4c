"""Claims about failures: what the system says becomes one of a closed set of reasons."""

import errno
import socket
import ssl

import pytest

from siaga.crowd.failure import UNEXPECTED_EOF, Reason, RequestFailure, Sent, reason_of


def _older_eof() -> ssl.SSLError:
    """Give what Python says of such an end before 3.11.4."""
    error = ssl.SSLError(1, "unexpected eof while reading")
    error.reason = UNEXPECTED_EOF
    return error


@pytest.mark.parametrize(
    ("error", "connecting", "reason"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), True, Reason.DNS),
        (OSError(errno.ECONNREFUSED, ""), True, Reason.REFUSED),
        (OSError(errno.EHOSTUNREACH, ""), True, Reason.REFUSED),
        (OSError(errno.EHOSTUNREACH, ""), False, Reason.RESET),
        (OSError(errno.ETIMEDOUT, ""), True, Reason.CONNECT_TIMEOUT),
        (OSError(errno.ETIMEDOUT, ""), False, Reason.TIMEOUT),
        (OSError(errno.ECONNRESET, ""), True, Reason.RESET),
        (OSError(errno.ECONNRESET, ""), False, Reason.RESET),
        (OSError(errno.EPIPE, ""), False, Reason.RESET),
        (OSError(errno.EMFILE, ""), True, Reason.DESCRIPTORS),
        (OSError(errno.EADDRNOTAVAIL, ""), True, Reason.DESCRIPTORS),
        (ssl.SSLCertVerificationError(1, "self-signed"), True, Reason.TLS),
        (ssl.SSLEOFError(8, "eof"), False, Reason.CLOSED),
        (_older_eof(), False, Reason.CLOSED),
    ],
)
def test_an_error_of_the_system_has_one_reason(
    error: OSError,
    connecting: bool,  # noqa: FBT001 - a column of the table
    reason: Reason,
) -> None:
    """Whether there was a connection yet makes the difference."""
    assert reason_of(error, connecting=connecting) is reason


@pytest.mark.parametrize(("sent", "certainly_not"), [(Sent.NOTHING, True), (Sent.SOMETHING, False)])
def test_only_nothing_sent_is_certainly_not_sent(
    sent: Sent,
    certainly_not: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """The ledger turns on this."""
    assert RequestFailure(Reason.RESET, sent, "why").certainly_not_sent is certainly_not
