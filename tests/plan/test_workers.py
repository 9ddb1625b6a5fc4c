"""Claims about workers: the CPU of a request is found beside what an idle worker takes."""

import pytest

from siaga.plan.workers import Workers, workers
from tests.plan.conftest import Measured


def test_the_cpu_of_a_request_and_the_workers_that_follow_from_it(measured: Measured) -> None:
    """A millisecond each and two percent idle, of 80 %: 780 a second. A visitor sends two requests."""
    found = workers([measured("run").facts], 10_000, 0.8)
    assert found is not None
    assert found.request_cpu_s.value == pytest.approx(0.001, rel=0.01)
    assert found.sent_per_visitor == pytest.approx(2, rel=0.01)
    assert found.peak_per_s == pytest.approx(20_000, rel=0.01)
    assert found.seen_per_s == pytest.approx(365, rel=0.05)
    assert found.is_capped
    assert found.needed.value == -(-found.peak_per_s // found.each_per_s.value)


def test_a_worker_is_counted_with_what_its_cpu_does_where_that_was_nearly_seen(
    measured: Measured,
) -> None:
    """Two milliseconds of 80 %: 390 a second, and 365 were seen."""
    found = workers([measured("run", cpu_s=0.002).facts], 10_000, 0.8)
    assert found is not None
    assert found.each_per_s.value == pytest.approx(390, rel=0.01)
    assert not found.is_capped
    assert found.needed.value == pytest.approx(20_000 / 390, abs=1)
    assert found.needed.low <= found.needed.value <= found.needed.high


def test_workers_that_told_nothing_of_themselves_cannot_be_counted(measured: Measured) -> None:
    """No run, or one whose tallies know no CPU."""
    nothing: list[Workers | None] = [
        workers([], 10, 0.8),
        workers([measured("mute", cpu_s=0.0, idle=0.0).facts], 10, 0.8),
    ]
    assert nothing == [None, None]
