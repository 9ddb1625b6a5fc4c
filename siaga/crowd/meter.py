"""The Meter of a worker: what goes over the wire, whoever sends it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Metered:
    """What was counted since the last look.

    Attributes:
        requests: begun on a connection, redirects and repeats included.
        http2_requests: of those, over HTTP/2.
        traffic_bytes: sent and received.
        connections: that were open at once, at most.
        idle_closed: idle connections that were closed for others.
        idle_missed: of such, those that were asked for again soon.
    """

    requests: int = 0
    http2_requests: int = 0
    traffic_bytes: int = 0
    connections: int = 0
    idle_closed: int = 0
    idle_missed: int = 0

    def told(self) -> dict[str, int]:
        """Give it by the names that a tally has for it."""
        return {
            "wire_requests": self.requests,
            "wire_http2": self.http2_requests,
            "wire_bytes": self.traffic_bytes,
            "connections": self.connections,
            "idle_closed": self.idle_closed,
            "idle_missed": self.idle_missed,
        }


class Meter:
    """Counts requests, bytes and open connections of all browsers of a worker.

    Attributes:
        open: connections that are open now.
    """

    __slots__ = (
        "_http2_requests",
        "_idle_closed",
        "_idle_missed",
        "_most",
        "_requests",
        "_traffic_bytes",
        "open",
    )

    def __init__(self) -> None:
        self._requests = self._traffic_bytes = self._idle_closed = self._most = 0
        self._http2_requests = self._idle_missed = 0
        self.open = 0

    def opened(self) -> None:
        """Count a connection that is open now."""
        self.open += 1
        self._most = max(self._most, self.open)

    def closed(self) -> None:
        """Count one that is gone."""
        self.open -= 1

    def closed_idle(self) -> None:
        """Count one that is gone since others needed its room."""
        self._idle_closed += 1

    def missed_idle(self) -> None:
        """Count such a one that its visitor asks for again, while a site would still have kept it."""
        self._idle_missed += 1

    def carried(self, traffic_bytes: int, requests: int = 1, http2: int = 0) -> None:
        """Count a request, and what it and its answer weighed; or more of what belongs to none."""
        self._requests += requests
        self._http2_requests += http2
        self._traffic_bytes += traffic_bytes

    def take(self) -> Metered:
        """Give what was counted since the last look, and begin anew."""
        over = Metered(
            requests=self._requests,
            http2_requests=self._http2_requests,
            traffic_bytes=self._traffic_bytes,
            connections=self._most,
            idle_closed=self._idle_closed,
            idle_missed=self._idle_missed,
        )
        self._requests = self._traffic_bytes = self._idle_closed = self._http2_requests = 0
        self._idle_missed = 0
        self._most = self.open
        return over
