"""Claims about hysteresis: the same load is served after an overload as before, or it is not."""

import dataclasses

import pytest

from siaga.judge import confidence
from siaga.judge.confidence import Share
from siaga.judge.expression import parse
from siaga.judge.measurement import Measurement, measure
from siaga.judge.recorded import recorded
from siaga.record.tally import StepCount
from tests.judge.hand_made import Run

ASKED = "hysteresis of join since doors-open >= 95 % during evening"


@pytest.fixture
def run(good: Run) -> Run:
    """50 joins a second for 20 s; 5 of them fail in each of the first ten, 25 in each of the last.

    Of another step nothing ever succeeds.
    """
    well, badly = StepCount(good=45, failed=5), StepCount(good=25, failed=25)
    good.day(steps=[{"join": one, "home": StepCount(failed=9)} for one in [well] * 10 + [badly]])
    return good


def measured(run: Run, text: str = ASKED) -> Measurement:
    """Measure an expression in a run."""
    return measure(parse(text), recorded(run.folder, run.scenario))


def _bound(hits: int, *, upper: bool) -> float:
    found = confidence.ratio_bound(Share(hits=hits, of=500), upper=upper)
    assert found is not None
    return found


def test_it_is_what_is_served_afterwards_by_what_was_before(run: Run) -> None:
    """Half of all by nine in ten; the bound is that of a worse afterwards and a better before."""
    found = measured(run)
    assert found.value == pytest.approx(0.5 / 0.9)
    assert found.bound == pytest.approx(_bound(250, upper=False) / _bound(450, upper=True))
    assert dataclasses.replace(found, value=None, bound=None) == Measurement(
        value=None,
        events=500,
        made_of="50 % of 500 samples of join were good, and 90 % of 500 during doors-open",
    )


def test_the_bound_of_an_upper_limit_lies_above(run: Run) -> None:
    """A better afterwards, a worse before."""
    bound = measured(run, ASKED.replace(">=", "<=")).bound
    assert bound == pytest.approx(_bound(250, upper=True) / _bound(450, upper=False))


def test_more_people_than_before_do_not_count_for_the_site(good: Run) -> None:
    """Twice as many who are served half as well are no goodput that came back."""
    before, after = StepCount(good=50), StepCount(good=50, failed=50)
    good.day(steps=[{"join": one} for one in [before] * 10 + [after]])
    assert measured(good).value == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (StepCount(good=2, failed=0), StepCount(good=50)),
        (StepCount(good=50), StepCount(good=2)),
        (StepCount(failed=50), StepCount(good=50)),
    ],
    ids=["little-before", "little-after", "nothing-good-before"],
)
def test_it_takes_samples_of_both_and_a_before_to_come_back_to(
    good: Run, before: StepCount, after: StepCount
) -> None:
    """Else it is unknown."""
    good.day(steps=[{"join": one} for one in [before] * 10 + [after]])
    assert measured(good) == Measurement(
        value=None,
        events=10 * (after.good + after.failed),
        made_of="it takes 30 samples of join during evening, and as many, of which some are good, during"
        " doors-open",
    )


def test_thirty_samples_of_each_are_enough(good: Run) -> None:
    """Three a second in ten seconds."""
    good.day(steps=[{"join": StepCount(good=3)}])
    assert measured(good).value == 1.0


def test_nothing_is_known_of_a_phase_that_has_not_been(run: Run) -> None:
    """A run that is looked at while it goes."""
    early = dataclasses.replace(recorded(run.folder, run.scenario), cut_s=5)
    text = ASKED.replace("doors-open", "evening").replace("during evening", "during doors-open")
    assert measure(parse(text), early).made_of == "the run has no second during evening"


def test_without_a_phase_it_is_unknown(run: Run) -> None:
    """A scenario that asks so is refused before."""
    found = measured(run, "hysteresis of join since doors-open >= 95 %")
    assert found == Measurement(value=None, made_of="hysteresis is that of a phase")
