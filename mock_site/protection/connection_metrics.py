"""Metrics of connections: how many are open, and which of them had to go."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class ConnectionMetrics:
    """What each process counts of its connections; every series exists from the start.

    Args:
        registry: that the metrics are made in.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.open = Gauge(
            "site_connections",
            "Connections that are open, of all processes.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        closed = Counter(
            "site_connections_closed_total",
            "Connections that were closed as there was no room for more, by which they were.",
            ["which"],
            registry=registry,
        )
        self.shed, self.refused = closed.labels("idle"), closed.labels("new")
