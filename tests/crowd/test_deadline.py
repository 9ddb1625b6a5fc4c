"""Claims about deadlines: one timer, started again for each request."""

import gevent
import pytest

from siaga.crowd.deadline import Deadline, DeadlineError


def test_a_greenlet_that_waits_too_long_is_interrupted() -> None:
    """Wherever it waits."""
    deadline = Deadline(0.02)
    deadline.start()
    with pytest.raises(DeadlineError):
        gevent.sleep(5)
    deadline.close()


def test_a_deadline_that_is_stopped_interrupts_nobody() -> None:
    """And can be started again."""
    deadline = Deadline(0.02)
    deadline.start()
    deadline.stop()
    gevent.sleep(0.04)
    deadline.start()
    with pytest.raises(DeadlineError):
        gevent.sleep(5)
    deadline.close()


def test_nothing_on_the_way_takes_the_deadline_for_its_own_error() -> None:
    """A journey's `except Exception` does not swallow it."""
    assert not issubclass(DeadlineError, Exception)


@pytest.mark.parametrize("limit_s", [0.0, -1.0, float("nan")])
def test_a_deadline_has_to_be_above_zero(limit_s: float) -> None:
    """The value is told."""
    with pytest.raises(ValueError, match=f"deadline_s: is {limit_s}; it has to be above 0"):
        Deadline(limit_s)
