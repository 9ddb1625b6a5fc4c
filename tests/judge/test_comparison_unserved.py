"""Claims about two runs of which one did not serve everybody: never is no multiple of a time."""

import math
from dataclasses import replace

import pytest

from siaga.judge.latencies import Latencies
from siaga.judge.recorded import Recorded
from siaga.record.latency import Interval, never
from tests.judge.histograms import recorded
from tests.judge.two_runs import SECONDS, measure, played, spread_s

USUAL = played()


def _lost(even: int, odd: int) -> Recorded:
    """Give a run in which so many were never served in seconds by turns, beside 100 who were."""
    each = [even, odd] * (SECONDS // 2)
    served = recorded(tuple(spread_s(0.1)))
    logs = (
        Interval(second=second, step="join", intended=True, latencies=one)
        for second, lost in enumerate(each)
        for one in ([served, never(lost)] if lost else [served])
    )
    return replace(played(dropped=each), latencies=Latencies(logs))


@pytest.mark.parametrize("turned", [False, True])
def test_a_quantile_that_is_never_is_told_and_left_to_the_dropped_arrivals(*, turned: bool) -> None:
    """Which are worse, or better, by far; the median is what it was."""
    runs = (_lost(5, 5), USUAL) if turned else (USUAL, _lost(5, 5))
    p99, dropped = measure(*runs, "p99 of join"), measure(*runs, "dropped arrivals")
    assert (p99.answer.value, p99.change) == ("unknown", None)
    assert math.inf in {p99.before, p99.after}
    told = "never in the baseline, 197 ms now" if turned else "197 ms in the baseline, never now"
    assert p99.text == (
        f"p99 of join: {told}: never cannot be held against a time; see the dropped arrivals."
    )
    assert dropped.answer.value == ("better" if turned else "worse")
    assert measure(*runs, "p50 of join").answer.value == "same"


def test_a_quantile_just_below_those_who_were_never_served_is_compared() -> None:
    """Some draws of seconds are never in both runs, and those say nothing."""
    run = _lost(2, 0)
    assert run.latencies.pool("join").never == SECONDS
    found = measure(run, run, "p99 of join")
    assert (found.answer.value, found.change) == ("same", 0.0)
