"""Metrics of protection: what was turned away, how much is let in, who waits."""

from prometheus_client import CollectorRegistry, Gauge

from mock_site.protection.connection_metrics import ConnectionMetrics
from mock_site.protection.rejections import Rejections
from mock_site.protection.waiting_room.burden import Burden


class ProtectionMetrics:
    """What each process counts of its layers.

    Args:
        registry: that the metrics are made in.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.rejections = Rejections(registry)
        self.connections = ConnectionMetrics(registry)
        self.burden = Burden()
        self.admission_limit = Gauge(
            "site_admission_limit",
            "Requests that may be under way at once, of all processes.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.admission_waiting = Gauge(
            "site_admission_waiting",
            "Requests that wait for their start, of all processes.",
            registry=registry,
            multiprocess_mode="livesum",
        )
