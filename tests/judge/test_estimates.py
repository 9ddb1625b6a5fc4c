"""Claims about the error of estimated waits: by the wait that came, and of waits that never ended."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.judge.estimates import least_error, most_error
from siaga.judge.expression import ExpressionError, parse
from siaga.judge.measured import Measurement
from siaga.judge.measurement import measure
from siaga.judge.measures import WaitEstimateError
from siaga.judge.objective import judge_objective
from siaga.judge.recorded import Recorded, recorded
from siaga.judge.verdict import State
from siaga.judge.waits import Wait
from siaga.scenario.model import Objective
from tests.judge.hand_made import Run

P50 = "p50 of wait estimate error <= 50 %"
TIMES = st.floats(min_value=0, max_value=1e5)


def wait(estimated_s: float, waited_s: float, *, admitted: bool = True, at_s: float = 1.0) -> Wait:
    """Make a wait."""
    return Wait(at_s=at_s, estimated_s=estimated_s, waited_s=waited_s, admitted=admitted)


def facts(run: Run, *waits: Wait) -> Recorded:
    """Give the facts of a run with such waits."""
    return replace(recorded(run.folder, run.scenario), waits=waits)


@pytest.mark.parametrize(
    ("given_wait", "least", "most"),
    [
        (wait(30.0, 20.0), 0.5, 0.5),
        (wait(10.0, 20.0), 0.5, 0.5),
        (wait(0.0, 20.0), 1.0, 1.0),
        (wait(20.0, 20.0), 0.0, 0.0),
        # Waits below a second count as one.
        (wait(0.0, 0.25), 0.25, 0.25),
        (wait(3.0, 0.0), 3.0, 3.0),
        # Never let in: the wait may have become just what was said, or gone on for ever.
        (wait(30.0, 20.0, admitted=False), 0.0, 1.0),
        (wait(10.0, 20.0, admitted=False), 0.5, 1.0),
        (wait(60.0, 20.0, admitted=False), 0.0, 2.0),
        (wait(20.0, 20.0, admitted=False), 0.0, 1.0),
    ],
)
def test_an_error_is_that_of_the_wait_that_came(given_wait: Wait, least: float, most: float) -> None:
    """Between the two where nobody knows how it would have gone on."""
    assert least_error(given_wait) == pytest.approx(least)
    assert most_error(given_wait) == pytest.approx(most)


@given(estimated_s=TIMES, waited_s=TIMES, longer_s=TIMES)
def test_no_longer_wait_has_an_error_outside_of_its_bounds(
    estimated_s: float, waited_s: float, longer_s: float
) -> None:
    """Whatever becomes of a visitor who was not let in yet."""
    censored = wait(estimated_s, waited_s, admitted=False)
    came = least_error(wait(estimated_s, waited_s + longer_s))
    assert least_error(censored) <= came + 1e-9
    assert came <= most_error(censored) + 1e-9


def test_a_quantile_of_all_first_estimates_has_a_bound(good: Run) -> None:
    """One error for each visitor, 1 % to 100 %; the bound is an order statistic of them."""
    known = facts(good, *(wait(100.0 + place, 100.0) for place in range(1, 101)))
    found = measure(parse("p50 of wait estimate error <= 60 %"), known)
    assert found == Measurement(
        value=0.5,
        bound=0.59,
        events=100,
        made_of="the first estimates of 100 visitors, 0 of whom were never let in",
    )
    lower = measure(parse("p50 of wait estimate error >= 40 %"), known)
    assert (lower.value, lower.bound) == (0.5, 0.42)
    assert measure(parse("p99 of wait estimate error <= 60 %"), known).bound is None


@pytest.mark.parametrize(
    ("outside", "state"), [(0, State.MET), (30, State.MET), (50, State.UNKNOWN), (99, State.UNKNOWN)]
)
def test_whoever_was_never_let_in_can_make_it_unknown(good: Run, outside: int, state: State) -> None:
    """Their estimates may have been right, or off by all of it."""
    inside = [wait(100.0, 100.0)] * (100 - outside)
    known = facts(good, *inside, *([wait(100.0, 20.0, admitted=False)] * outside))
    result = judge_objective(Objective(id="o", expect=P50), known)
    assert (result.state, result.value) == (state, 0.0)


def test_whoever_waited_longer_than_was_said_breaks_it(good: Run) -> None:
    """It does not matter that they were never let in."""
    known = facts(good, *([wait(10.0, 40.0, admitted=False)] * 60), *([wait(9.0, 9.0)] * 40))
    result = judge_objective(Objective(id="o", expect=P50), known)
    assert (result.state, result.value) == (State.BROKEN, 0.75)
    assert "60 of whom were never let in" in result.text


def test_of_a_lower_limit_the_value_takes_the_larger_errors_and_the_bound_the_smaller(good: Run) -> None:
    """The better of the two is the one on the right side of the limit."""
    known = facts(good, *([wait(10.0, 40.0, admitted=False)] * 60), *([wait(9.0, 9.0)] * 40))
    found = measure(parse("p50 of wait estimate error >= 80 %"), known)
    assert (found.value, found.bound) == (1.0, 0.75)


def test_the_error_of_a_single_estimate_is_every_quantile(good: Run) -> None:
    """Without a bound, which it takes more for."""
    known = facts(good, wait(30.0, 20.0))
    assert {
        measure(parse(f"p{of} of wait estimate error <= 60 %"), known).value for of in (1, 50, 99)
    } == {0.5}
    assert measure(parse(P50), known).bound is None


def test_an_estimate_counts_in_the_second_in_which_it_was_shown(good: Run) -> None:
    """In a phase, and in windows."""
    early, late = [wait(10.0, 10.0, at_s=9.9)] * 100, [wait(30.0, 10.0, at_s=10.0)] * 100
    known = facts(good, *early, *late)
    assert measure(parse(f"{P50} during doors-open"), known).value == 0.0
    assert measure(parse(f"{P50} during evening"), known).value == 2.0
    assert measure(parse(f"{P50} over 5 s"), known).value == 2.0
    assert measure(parse(P50), known).events == 200


def test_without_estimates_nothing_is_measured(good: Run) -> None:
    """The journey has to note them."""
    found = measure(parse(P50), facts(good))
    assert found == Measurement(value=None, made_of="no visitor was shown an estimate of its wait")


def test_an_error_is_asked_for_as_a_ratio() -> None:
    """Which may be above 1; a step of that name is another matter."""
    read = parse("p95 of wait estimate error <= 150 %")
    assert (read.measure, read.limit, read.unit) == (WaitEstimateError(quantile=0.95), 1.5, "ratio")
    assert parse("p95 of wait estimate error <= 0.5").unit == "ratio"
    for text, said in (
        ("p95 of wait estimate error <= 5 s", "measures a ratio to the wait"),
        ("p0 of wait estimate error <= 5 %", "p0: is no quantile"),
    ):
        with pytest.raises(ExpressionError, match=said):
            parse(text)
    assert parse("p95 of wait <= 5 s").unit == "s"
