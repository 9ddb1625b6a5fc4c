"""Claims about error budgets: what a run spent, how fast it burned, and what was left of the goodput."""

from dataclasses import replace
from pathlib import Path

import pytest

from siaga.judge import confidence
from siaga.judge.confidence import Share
from siaga.judge.expression import parse
from siaga.judge.measurement import Measurement, measure
from siaga.judge.recorded import recorded
from siaga.record.fault_span import FaultSpan
from siaga.record.tally import StepCount
from siaga.scenario.registration import Registration
from tests.judge.hand_made import Run

ANOTHER = "it takes a window of 10 s during doors-open, and one before it with 100 good samples of join"


@pytest.fixture
def run(good: Run) -> Run:
    """100 arrivals and 50 joins a second for 20 s; in 5 of the seconds from 10 s on 10 of them fail."""
    well, badly = StepCount(good=50), StepCount(good=40, failed=10)
    joins = [well] * 10 + [badly] * 5 + [well]
    good.day(steps=[{"join": one, "home": StepCount(good=7)} for one in joins])
    return good.judged_with(registration=Registration.model_validate({"for": 7200, "people": 20_000}))


def measured(run: Run, text: str) -> Measurement:
    """Measure an expression in a run."""
    return measure(parse(text), recorded(run.folder, run.scenario))


def test_a_budget_is_spent_by_what_fails_of_all_that_may(run: Run) -> None:
    """Half a join for each who comes: 10,000 of 20,000 people, of which 1 % may fail; 50 did."""
    bound = confidence.ratio_bound(Share(hits=50, of=1000), upper=True)
    assert bound is not None
    found = measured(run, "budget of join at 99 % <= 90 %")
    assert [found.value, found.bound] == pytest.approx([0.5, bound * 10])
    assert replace(found, value=0.5, bound=None) == Measurement(
        value=0.5,
        events=1000,
        made_of="50 of 1,000 samples of join failed, and 1 % of 10,000 may in the whole registration",
    )


def test_a_budget_of_a_phase_is_spent_by_what_fails_in_it(run: Run) -> None:
    """The registration stays the whole one."""
    assert measured(run, "budget of join at 99 % <= 90 % during doors-open").value == 0.0
    evening = measured(run, "budget of join at 99 % <= 90 % during evening")
    assert evening.value == pytest.approx(0.5)
    assert evening.events == 500
    assert measured(run, "budget of join at 90 % >= 0 %").value == pytest.approx(0.05)


def test_the_bound_of_a_budget_lies_on_the_side_of_its_limit(run: Run) -> None:
    """Above for an upper one, below for a lower one."""
    upper = measured(run, "budget of join at 99 % <= 90 %").bound
    lower = measured(run, "budget of join at 99 % >= 10 %").bound
    assert upper is not None
    assert lower is not None
    assert lower < 0.5 < upper


@pytest.mark.parametrize(
    "text",
    [
        "budget of login at 99 % <= 1",
        "fast burn of login at 99 % <= 1",
        "slow burn of login at 99 % <= 1",
    ],
)
def test_of_what_never_happened_nothing_is_spent_or_burned(run: Run, text: str) -> None:
    """Nothing was measured."""
    assert measured(run, text) == Measurement(
        value=None, made_of="no sample of login; steps that were recorded: home, join"
    )


@pytest.mark.parametrize("text", ["budget of join at 99 % <= 1", "slow burn of join at 99 % <= 1"])
def test_without_a_registration_there_is_no_budget(run: Run, text: str) -> None:
    """`check` tells before the run; an older scenario is judged all the same."""
    run.judged_with(registration=None)
    assert measured(run, text) == Measurement(value=None, made_of="the scenario names no registration")


def test_a_burn_rate_is_that_of_two_windows_at_once(run: Run) -> None:
    """Fast: two of 10 s, in the worst of which 50 of 500 failed. Slow: a minute and 10 s."""
    fast = measured(run, "fast burn of join at 99 % <= 14.4")
    assert fast.value == pytest.approx(10.0)
    assert replace(fast, value=10.0) == Measurement(
        value=10.0,
        exact=True,
        events=1000,
        made_of="the worst second of 19, by windows of 10 s and 10 s, of 1,000 samples of join",
    )
    slow = measured(run, "slow burn of join at 99 % <= 6")
    assert slow.value == pytest.approx(50 / 750 * 100)
    assert slow.made_of.startswith("the worst second of 19, by windows of 1 min and 10 s, of")


def test_a_burn_rate_may_be_asked_of_a_time(run: Run) -> None:
    """Its windows reach back before it."""
    assert measured(run, "fast burn of join at 99 % <= 14.4 during doors-open").value == 0.0
    first = run.judged_with()
    FaultSpan(kind="kill", target="site", from_s=10, until_s=11).write(_faults(first))
    fault = measured(first, "fast burn of join at 99 % <= 14.4 during fault kill")
    assert fault.value == pytest.approx(10 / 500 * 100)


def _faults(run: Run) -> Path:
    run.folder.faults.parent.mkdir(exist_ok=True)
    return run.folder.faults


def test_a_window_reaches_back_for_a_hundred_samples(run: Run) -> None:
    """5 joins a second: 20 s of them. One second more that failed whole is 1 in 20."""
    step = [{"join": StepCount(good=5)}] * 19 + [{"join": StepCount(failed=5)}]
    run.day(steps=step)
    found = measured(run, "fast burn of join at 99 % <= 14.4")
    assert found.value == pytest.approx(5.0)
    assert found.events == 100
    assert found.made_of.startswith("the worst second of 1, by")
    run.day(steps=[*step[:18], {"join": StepCount(good=4)}, step[19]])
    assert measured(run, "fast burn of join at 99 % <= 14.4") == Measurement(
        value=None, made_of="no second has 100 samples before it for windows of 10 s and 10 s"
    )


def test_a_plateau_is_the_lowest_goodput_by_the_highest_before(run: Run) -> None:
    """40 of 50 a second, in windows of two; the best before has a hundred."""
    assert measured(run, "plateau of join >= 70 % over 2 s during evening") == Measurement(
        value=0.8,
        exact=True,
        events=100,
        made_of="80 good samples of join in the worst window of 2 s, 100 in the best before",
    )
    assert measured(run, "plateau of join >= 70 % during evening").value == 0.9


@pytest.mark.parametrize(
    ("text", "made_of"),
    [
        (
            "plateau of join >= 70 % during doors-open",
            ANOTHER,
        ),
        (
            "plateau of join >= 70 % over 1 s during evening",
            "it takes a window of 1 s during evening, and one before it with 100 good samples of join",
        ),
        (
            "plateau of join >= 70 % over 11 s during evening",
            "it takes a window of 11 s during evening, and one before it with 100 good samples of join",
        ),
        ("plateau of join >= 70 %", "a plateau is one of a phase or of a fault"),
    ],
)
def test_a_plateau_needs_a_window_and_a_full_one_before(run: Run, text: str, made_of: str) -> None:
    """Else it is unknown."""
    assert measured(run, text) == Measurement(value=None, made_of=made_of)


def test_a_budget_is_spent_by_as_many_as_it_was_kept_by(run: Run) -> None:
    """Good and failed alike in number are no reason to know nothing; nobody who came is."""
    run.day(steps=[{"join": StepCount(good=5, failed=5)}])
    assert measured(run, "budget of join at 50 % <= 2").value == pytest.approx(0.1)
    run.day(steps=[{"join": StepCount(good=50, failed=5)}], arrived=[1, 0])
    assert measured(run, "budget of join at 50 % <= 2").events == 1100
    run.day(steps=[{"join": StepCount(good=50, failed=5)}], arrived=[0])
    assert measured(run, "budget of join at 50 % <= 2").value is None


def test_what_happened_in_the_last_second_alone_is_not_nothing(run: Run) -> None:
    """It is too little."""
    run.day(steps=[{}] * 19 + [{"join": StepCount(failed=50)}])
    found = measured(run, "fast burn of join at 99 % <= 14.4")
    assert found.made_of.startswith("no second has 100 samples before it")


def test_what_failed_before_a_window_is_not_burned_in_it(run: Run) -> None:
    """Of 50 that failed in the first 5 s, the 10 s that end with the eleventh second have 40."""
    run.day(steps=[{"join": StepCount(good=40, failed=10)}] * 5 + [{"join": StepCount(good=50)}])
    found = measured(run, "fast burn of join at 99 % <= 14.4 during evening")
    assert found.value == pytest.approx(40 / 500 * 100)
