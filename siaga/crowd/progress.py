"""The Progress of a request: how far it has come, kept also when it fails half way."""

from siaga.crowd.deadlines import Deadlines


class Progress:
    """Counts along the way of one request, its redirects and repeats.

    Args:
        began_s: when it started, on the browser's clock.
        deadlines: of its parts; None: they have none.

    Attributes:
        deadlines: the same.
        connecting: whether a connection is being opened now.
        connect_s: spent on opening connections.
        lookup_s: of that, spent on finding addresses.
        tls_s: of that, spent on handshakes of TLS.
        first_byte_at_s: when the newest answer began, on the browser's clock.
        sent_bytes: what the kernel took.
        received_bytes: what came.
        requests: how many were begun on a connection.
        line_s: waited for the visitor's own line, where that is slow.
        leaves: whether the visitor goes as soon as the request is on its way.
    """

    __slots__ = (
        "began_s",
        "connect_s",
        "connecting",
        "deadlines",
        "first_byte_at_s",
        "leaves",
        "line_s",
        "lookup_s",
        "received_bytes",
        "requests",
        "sent_bytes",
        "tls_s",
    )

    def __init__(self, began_s: float, deadlines: Deadlines | None = None) -> None:
        self.deadlines = deadlines
        self.began_s = began_s
        self.connecting = False
        self.connect_s = 0.0
        self.lookup_s = 0.0
        self.tls_s = 0.0
        self.first_byte_at_s = began_s
        self.sent_bytes = 0
        self.received_bytes = 0
        self.requests = 0
        self.line_s = 0.0
        self.leaves = False
