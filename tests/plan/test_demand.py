"""Claims about demand: what visitors of a day ask for, by what they asked for in runs."""

import pytest

from siaga.plan.demand import demand
from siaga.scenario.curve import Curve, Stretch
from tests.plan.conftest import Measured

CURVE = Curve(
    stretches=(
        Stretch(for_s=10, start_per_s=1, end_per_s=30),
        Stretch(for_s=10, start_per_s=20, end_per_s=5),
    )
)


def test_the_peak_is_the_highest_rate_times_what_a_visitor_asks_for(measured: Measured) -> None:
    """Two requests each, but for a second in which an odd number came."""
    found = demand(CURVE, [measured("run").facts], None, 50)
    assert found.visitors_per_s == 30
    assert found.requests_per_visitor.value == pytest.approx(2, rel=0.01)
    assert found.peak_per_s.value == pytest.approx(60, rel=0.01)
    assert found.requests_per_visitor.low == found.requests_per_visitor.high
    assert found.calm


def test_runs_that_differ_make_what_a_visitor_asks_for_uncertain(measured: Measured) -> None:
    """Of a run in which one in ten asks again, and one in which nobody does."""
    again = measured("again", failed=0.005, scale_came=2)
    found = demand(CURVE, [measured("run").facts, again.facts], None, 200).requests_per_visitor
    assert (found.low, found.high) == pytest.approx((1, 2), rel=0.02)
    assert 1.1 < found.value < 1.9


def test_visitors_are_measured_where_little_failed_if_there_is_such_a_run(measured: Measured) -> None:
    """Who fails asks again, or gives up."""
    pressed = measured("pressed", failed=0.5, scale_came=2).facts
    both = demand(CURVE, [measured("run").facts, pressed], None, 50)
    alone = demand(CURVE, [pressed], None, 50)
    assert (both.calm, alone.calm) == (True, False)
    assert both.mean == pytest.approx(2, rel=0.01)
    assert alone.mean == pytest.approx(1, rel=0.01)


def test_a_run_in_which_nobody_asked_for_the_step_says_nothing_of_it(measured: Measured) -> None:
    """Else a visitor might as well ask for nothing, and half as much in the mean."""
    told = [measured("pressed", also="join").facts, measured("calm").facts]
    found = demand(CURVE, told, "join", 200)
    assert (found.runs, found.requests_per_visitor.low) == (1, found.mean)
    assert found.mean == pytest.approx(2, rel=0.01)


def test_a_step_that_nobody_asks_for_is_no_demand(measured: Measured) -> None:
    """Nothing at all, for certain."""
    assert demand(CURVE, [measured("run").facts], "join", 50).peak_per_s.high == 0
