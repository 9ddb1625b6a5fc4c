"""What a worker counts of its neighbours: calls, breakers, bulkheads, messages."""

from enum import Enum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from mock_site.outside.breaker import BreakerState
from mock_site.outside.role import Answer
from mock_site.store.message import MessageKind

_CALL_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)


class Neighbour(Enum):
    """The neighbours there are."""

    REGISTRY = "registry"
    POST_OFFICE = "post_office"
    EVALUATOR = "evaluator"


class CallResult(Enum):
    """How a call to a neighbour ended, its retries included."""

    ANSWERED = "answered"
    LIMITED = "limited"
    """The neighbour said 429."""
    FAILED = "failed"
    """The neighbour said 5xx."""
    CUT = "cut"
    """There was no connection, or it broke."""
    TIMED_OUT = "timed_out"
    MALFORMED = "malformed"
    """The answer was no answer to what was asked."""
    BULKHEAD_FULL = "bulkhead_full"
    BREAKER_OPEN = "breaker_open"
    HELD_OFF = "held_off"
    """The neighbour had asked not to be called before a time."""
    ABANDONED = "abandoned"
    """Nobody waited for the end."""


class LineMetrics:
    """What is counted of one neighbour, with its label values looked up once.

    Args:
        of: the metrics of all neighbours.
        neighbour: which it is.
    """

    def __init__(self, of: "OutsideMetrics", neighbour: Neighbour) -> None:
        name = neighbour.value
        self._calls = {result: of.calls.labels(name, result.value) for result in CallResult}
        self._duration = of.call_duration.labels(name)
        self._attempts = of.attempts.labels(name)
        self._states = {state: of.breaker_state.labels(name, state.value) for state in BreakerState}
        self._turns = {state: of.breaker_turns.labels(name, state.value) for state in BreakerState}
        self._in_use, self._most = (of.places.labels(name, state) for state in ("in_use", "most"))
        self._show(BreakerState.CLOSED)

    def attempted(self) -> None:
        """Count a request that is sent."""
        self._attempts.inc()

    def ended(self, result: CallResult, duration_s: float) -> None:
        """Count a call."""
        self._calls[result].inc()
        self._duration.observe(duration_s)

    def places(self, in_use: int, most: int) -> None:
        """Note how many places of the bulkhead are taken, and how many there are."""
        self._in_use.set(in_use)
        self._most.set(most)

    def turned(self, state: BreakerState) -> None:
        """Note the state that the breaker has turned to."""
        self._turns[state].inc()
        self._show(state)

    def _show(self, state: BreakerState) -> None:
        for one, gauge in self._states.items():
            gauge.set(one is state)


class OutsideMetrics:
    """Everything that a worker measures of its neighbours.

    Args:
        registry: that the metrics are made in.
        otp_cost_rupiah: what each code costs that is sent.
    """

    def __init__(self, registry: CollectorRegistry, otp_cost_rupiah: float) -> None:
        self._otp_cost_rupiah = otp_cost_rupiah
        self._make_calls(registry)
        self._make_guards(registry)
        lookups = Counter(
            "site_identity_lookups_total",
            "Answers of the identity registry as the site took them.",
            ["answer"],
            registry=registry,
        )
        self.lookups = {answer: lookups.labels(answer.value) for answer in Answer}
        self._make_messages(registry)
        self.lines = {neighbour: LineMetrics(self, neighbour) for neighbour in Neighbour}

    def _make_calls(self, registry: CollectorRegistry) -> None:
        self.calls = Counter(
            "site_neighbour_calls_total",
            "Calls to a neighbour, by how they ended.",
            ["neighbour", "result"],
            registry=registry,
        )
        self.call_duration = Histogram(
            "site_neighbour_call_duration_seconds",
            "Time a call to a neighbour took, retries and waits included.",
            ["neighbour"],
            registry=registry,
            buckets=_CALL_BUCKETS_S,
        )
        self.attempts = Counter(
            "site_neighbour_attempts_total",
            "Requests sent to a neighbour, retries included.",
            ["neighbour"],
            registry=registry,
        )

    def _make_guards(self, registry: CollectorRegistry) -> None:
        self.places = Gauge(
            "site_neighbour_places",
            "Places for calls to a neighbour, of all processes; none where any number may be made.",
            ["neighbour", "state"],
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.breaker_state = Gauge(
            "site_breaker_state",
            "Processes whose breaker of a neighbour is in a state.",
            ["neighbour", "state"],
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.breaker_turns = Counter(
            "site_breaker_transitions_total",
            "Turns of a breaker, by the state that it turned to.",
            ["neighbour", "state"],
            registry=registry,
        )

    def sent(self, kind: MessageKind) -> None:
        """Count a message that the post office has taken, and what it costs."""
        self._sent[kind].inc()
        if kind is MessageKind.OTP:
            self._otp_cost.inc(self._otp_cost_rupiah)

    def _make_messages(self, registry: CollectorRegistry) -> None:
        sent = Counter(
            "site_messages_sent_total",
            "Messages that the post office has taken.",
            ["kind"],
            registry=registry,
        )
        failed = Counter(
            "site_message_failures_total",
            "Sacks of which the post office has not taken everything, by the first message left.",
            ["kind"],
            registry=registry,
        )
        self._sent = {kind: sent.labels(kind.value) for kind in MessageKind}
        self.failed = {kind: failed.labels(kind.value) for kind in MessageKind}
        self._otp_cost = Counter(
            "site_otp_cost_rupiah_total",
            "What the codes cost that the post office has taken.",
            registry=registry,
        )
        self.passed_over = Counter(
            "site_messages_passed_over_total",
            "Messages left to the outbox because the queue of the process was full.",
            registry=registry,
        )
        self.outbox = Gauge(
            "site_outbox_messages",
            "Messages in the outbox that nobody has sent yet, as counted last.",
            registry=registry,
            multiprocess_mode="livemostrecent",
        )
