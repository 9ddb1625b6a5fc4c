"""What the post office counts."""

from enum import Enum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from mock_site.neighbours.post_office.conditions import Kind

_DELIVERY_BUCKETS_S = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600)


class Event(Enum):
    """What happens to messages."""

    TAKEN = "taken"
    REPEATED = "repeated"
    """It came again, and changed nothing."""
    DELIVERED = "delivered"
    LOST = "lost"
    DUPLICATED = "duplicated"
    REORDERED = "reordered"
    FORGOTTEN = "forgotten"
    """It was delivered, and made room for others."""


class PostMetrics:
    """The metrics of the post office, every series from the start.

    Args:
        registry: that they are made in.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        messages = Counter(
            "post_office_messages_total",
            "Messages, by what has happened to them.",
            ["kind", "event"],
            registry=registry,
        )
        self.messages = {
            (kind, event): messages.labels(kind.value, event.value) for kind in Kind for event in Event
        }
        spend = Counter(
            "post_office_spend_rupiah_total",
            "What the messages that were taken cost.",
            ["kind"],
            registry=registry,
        )
        delivery = Histogram(
            "post_office_delivery_seconds",
            "Time from a message being taken to its delivery.",
            ["kind"],
            registry=registry,
            buckets=_DELIVERY_BUCKETS_S,
        )
        self.spend = {kind: spend.labels(kind.value) for kind in Kind}
        self.delivery = {kind: delivery.labels(kind.value) for kind in Kind}
        self.reads = Counter(
            "post_office_inbox_reads_total", "Times that an inbox was read.", registry=registry
        )
        self.on_their_way = Gauge(
            "post_office_messages_on_their_way", "Messages not delivered yet.", registry=registry
        )
        self.kept = Gauge(
            "post_office_messages_kept", "Delivered messages that are kept.", registry=registry
        )
