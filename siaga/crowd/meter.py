"""The Meter of a worker: what goes over the wire, whoever sends it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Metered:
    """What was counted since the last look.

    Attributes:
        requests: begun on a connection, redirects and repeats included.
        traffic_bytes: sent and received.
        connections: that were open at once, at most.
    """

    requests: int = 0
    traffic_bytes: int = 0
    connections: int = 0


class Meter:
    """Counts requests, bytes and open connections of all browsers of a worker."""

    __slots__ = ("_most", "_open", "_requests", "_traffic_bytes")

    def __init__(self) -> None:
        self._requests = self._traffic_bytes = self._open = self._most = 0

    def opened(self) -> None:
        """Count a connection that is being opened."""
        self._open += 1
        self._most = max(self._most, self._open)

    def closed(self) -> None:
        """Count one that is gone."""
        self._open -= 1

    def carried(self, traffic_bytes: int, *, requests: int = 1) -> None:
        """Count a request, and what it and its answer weighed; or more of what belongs to none."""
        self._requests += requests
        self._traffic_bytes += traffic_bytes

    def take(self) -> Metered:
        """Give what was counted since the last look, and begin anew."""
        over = Metered(
            requests=self._requests, traffic_bytes=self._traffic_bytes, connections=self._most
        )
        self._requests = self._traffic_bytes = 0
        self._most = self._open
        return over
