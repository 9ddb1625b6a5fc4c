"""The Exchange: one request of a step and how it ended, answered or not."""

from collections.abc import Collection
from dataclasses import dataclass

from siaga.crowd.answer import Answer
from siaga.crowd.failure import RequestFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """How one request ended: exactly one of answer and failure is there.

    Attributes:
        answer: the whole answer; None if there is none.
        failure: why there is none; None if there is one.
    """

    answer: Answer | None = None
    failure: RequestFailure | None = None

    def __post_init__(self) -> None:
        """Refuse an exchange that has both or neither."""
        if (self.answer is None) == (self.failure is None):
            raise ValueError("exchange: has to have either an answer or a failure")

    @property
    def requests(self) -> int:
        """How many requests went out, redirects and repeats included."""
        if self.answer is not None:
            return self.answer.requests
        return 0 if self.failure is None or self.failure.certainly_not_sent else 1

    @property
    def received_bytes(self) -> int:
        """Size of the answer; 0 without one."""
        return 0 if self.answer is None else self.answer.received_bytes

    def reason(self, expect: Collection[int]) -> str:
        """Say in a word or two why the step failed; empty if it is good."""
        if self.failure is not None:
            return self.failure.reason.value
        if self.answer is not None and self.answer.status not in expect:
            return f"status {self.answer.status}"
        return ""
