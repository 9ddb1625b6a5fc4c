"""Claims about mishaps: each error of the network is a failure for the ledger, and no other is."""

import errno

import pytest

from siaga.crowd.cut import Cut
from siaga.crowd.deadline import DeadlineError
from siaga.crowd.failure import Reason, Sent, TripError
from siaga.crowd.mishap import failure_of
from siaga.crowd.origin import Origin
from siaga.crowd.progress import Progress

SITE = Origin.of("http://127.0.0.1:8080")
LEFT = Cut(after_s=1.5, reason=Reason.GAVE_UP)


@pytest.mark.parametrize(
    ("error", "cut", "reason", "text"),
    [
        (TripError(Reason.CLOSED, "it closed"), None, Reason.CLOSED, "it closed"),
        (DeadlineError(), None, Reason.TIMEOUT, "no whole answer within 5 s"),
        (DeadlineError("first byte", 2.0), LEFT, Reason.TIMEOUT, "no first byte within 2 s"),
        (DeadlineError(), LEFT, Reason.GAVE_UP, "the visitor waited no longer than 1.5 s"),
        (OSError(errno.ECONNRESET, "reset"), LEFT, Reason.RESET, "[Errno 104] reset"),
    ],
)
def test_an_error_of_the_network_is_a_failure(
    error: BaseException, cut: Cut | None, reason: Reason, text: str
) -> None:
    """It says whether anything was sent, and how often."""
    progress = Progress(0.0)
    progress.sent_bytes, progress.requests = 9, 2
    failure = failure_of(error, SITE, progress, 5, cut)
    assert failure is not None
    assert (failure.reason, failure.sent, failure.requests) == (reason, Sent.SOMETHING, 2)
    assert str(failure) == f"http://127.0.0.1:8080: {text}"


def test_a_deadline_that_passes_while_it_connects_is_another() -> None:
    """Nothing was sent."""
    progress = Progress(0.0)
    progress.connecting = True
    failure = failure_of(DeadlineError(), SITE, progress, 5)
    assert failure is not None
    assert (failure.reason, failure.sent) == (Reason.CONNECT_TIMEOUT, Sent.NOTHING)


def test_what_is_no_error_of_the_network_is_none() -> None:
    """Somebody else has to hear of it."""
    assert failure_of(ValueError("bug"), SITE, Progress(0.0), 5) is None
