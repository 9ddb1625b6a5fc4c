"""Counts of what the proxy saw and did, from which a fault is proven."""

from dataclasses import asdict, dataclass


@dataclass(slots=True, kw_only=True)
class ProxyCounts:
    """What one proxy saw.

    Attributes:
        connections: taken since it was made.
        upstream_bytes: handed on from client to upstream.
        downstream_bytes: handed on from upstream to client.
        upstream_failures: connections whose upstream was not known, or took none.
        cut: connections cut because the proxy was disabled.
        resets: connections that a peer reset.
    """

    connections: int = 0
    upstream_bytes: int = 0
    downstream_bytes: int = 0
    upstream_failures: int = 0
    cut: int = 0
    resets: int = 0

    def document(self) -> dict[str, int]:
        """Give them as JSON."""
        return asdict(self)


@dataclass(slots=True, kw_only=True)
class ToxicCounts:
    """What one toxic saw and did.

    Attributes:
        connections: that lived while it was there.
        struck: those of them to which it did something.
        bytes_passed: bytes it let through.
        bytes_dropped: bytes it lost.
        delayed: chunks, or endings, that it held back.
        sliced: chunks it cut.
        resets: connections it reset.
        closes: connections it closed.
        requests: requests with a body that it could read.
        replayed: requests it sent a second time.
        answered: of those, the ones that the upstream answered.
    """

    connections: int = 0
    struck: int = 0
    bytes_passed: int = 0
    bytes_dropped: int = 0
    delayed: int = 0
    sliced: int = 0
    resets: int = 0
    closes: int = 0
    requests: int = 0
    replayed: int = 0
    answered: int = 0

    def document(self) -> dict[str, int]:
        """Give them as JSON."""
        return asdict(self)
