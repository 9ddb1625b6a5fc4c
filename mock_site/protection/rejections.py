"""Rejections: requests that a layer of protection turned away, counted by layer and reason."""

from enum import Enum

from prometheus_client import CollectorRegistry, Counter

from mock_site.layers import Layer


class Reason(Enum):
    """Why a request was turned away; the first part of each name says by which layer."""

    NO_PASS = (Layer.WAITING_ROOM, "no-pass")
    PASS_EXPIRED = (Layer.WAITING_ROOM, "expired")
    PASS_SPENT = (Layer.WAITING_ROOM, "spent")
    PASS_SHARED = (Layer.WAITING_ROOM, "shared")
    ROOM_BUSY = (Layer.WAITING_ROOM, "busy")
    TICKETS_GONE = (Layer.WAITING_ROOM, "no-tickets")
    QUEUE_FULL = (Layer.ADMISSION, "queue-full")
    DISPLACED = (Layer.ADMISSION, "displaced")
    """Somebody farther on his way took the place in the queue."""
    WAITED = (Layer.ADMISSION, "waited")
    GONE = (Layer.ADMISSION, "gone")
    """The sender went away before its body was whole."""
    ACCOUNT = (Layer.RATE_LIMITS, "account")
    PHONE = (Layer.RATE_LIMITS, "phone")
    ADDRESS = (Layer.RATE_LIMITS, "address")
    SLOW_BODY = (Layer.BODY_DEADLINE, "slow-body")
    DECLARED_BODY = (Layer.BODY_LIMIT, "declared")
    UNDECLARED_BODY = (Layer.BODY_LIMIT, "undeclared")
    """It did not say how large it is."""
    PACKED_BODY = (Layer.BODY_LIMIT, "packed")
    MALFORMED = (Layer.STRICT_INPUT, "malformed")
    SLOW_HEAD = (Layer.SLOW_LINES, "head")
    UNTAKEN = (Layer.SLOW_LINES, "untaken")

    @property
    def layer(self) -> Layer:
        """The layer that gives it."""
        return self.value[0]

    @property
    def word(self) -> str:
        """The reason alone."""
        return self.value[1]


class Rejections:
    """Counts; every series exists from the start.

    Args:
        registry: that the metric is made in.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        counter = Counter(
            "site_rejections_total",
            "Requests that a layer of protection turned away.",
            ["layer", "reason"],
            registry=registry,
        )
        self._counters = {reason: counter.labels(reason.layer.value, reason.word) for reason in Reason}

    def note(self, reason: Reason) -> None:
        """Count one."""
        self._counters[reason].inc()
