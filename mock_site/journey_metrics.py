"""Metrics of the journey: what became of each step, log-in and picture, by closed sets of labels."""

from collections.abc import Mapping
from enum import Enum

from prometheus_client import CollectorRegistry, Counter

from mock_site.store.progress import Step, StepResult


class StepLabel(Enum):
    """Results of a step that the store has no part in, or fails at."""

    PENDING = "pending"
    """Filed, while the identity registry cannot say."""
    MISMATCH = "mismatch"
    UNAVAILABLE = "unavailable"
    INVALID = "invalid"
    BUSY = "busy"
    FAILED = "failed"


class LogInLabel(Enum):
    """Results of a log-in."""

    GRANTED = "granted"
    WRONG = "wrong"
    UNVERIFIED = "unverified"
    INVALID = "invalid"
    BUSY = "busy"
    FAILED = "failed"


class SettledLabel(Enum):
    """What was settled later, once a neighbour had answered."""

    IDENTITY_MATCH = "identity_match"
    IDENTITY_MISMATCH = "identity_mismatch"
    ASSESSMENT_PASSED = "assessment_passed"
    ASSESSMENT_FAILED = "assessment_failed"


class JourneyMetrics:
    """Counts what people do on their way to a seat; every series exists from the start.

    Args:
        registry: that the metrics are made in.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        steps = Counter(
            "site_steps_total", "Steps asked for, by result.", ["step", "result"], registry=registry
        )
        self.steps: Mapping[Step, Mapping[StepResult | StepLabel, Counter]] = {
            step: {one: steps.labels(step.value, one.value) for one in (*StepResult, *StepLabel)}
            for step in Step
        }
        log_ins = Counter("site_log_ins_total", "Log-ins, by result.", ["result"], registry=registry)
        self.log_ins = {result: log_ins.labels(result.value) for result in LogInLabel}
        settled = Counter(
            "site_settled_total",
            "What waited for a neighbour and was settled, by result.",
            ["result"],
            registry=registry,
        )
        self.settled = {result: settled.labels(result.value) for result in SettledLabel}
        self.reminders = Counter(
            "site_reminders_total",
            "Requests for another e-mail that verifies an account.",
            registry=registry,
        )
        self.codes = Counter(
            "site_otp_requested_total",
            "Codes written for sending, one for each that may be charged for.",
            registry=registry,
        )
        self.document_bytes = Counter(
            "site_document_bytes_total", "Bytes of pictures that were taken.", registry=registry
        )
