"""Claims about what is taken of a fault: goodput by offered work, retries, collateral, budget."""

import pytest

from siaga.judge.confidence import Share, ratio_bound
from siaga.judge.expression import ExpressionError, parse
from siaga.judge.expression_check import expression_problems
from siaga.judge.fault_measures import DetectionTime, RecoveryTime
from siaga.judge.measured import Measurement
from siaga.judge.measurement import measure
from siaga.judge.measures import (
    Budget,
    Collateral,
    GoodputRatio,
    Measure,
    RetryAmplification,
    Subject,
)
from siaga.judge.objective import judge_objective
from siaga.judge.period import Period
from siaga.judge.recorded import recorded
from siaga.judge.verdict import State
from siaga.record.fault_span import FaultSpan
from siaga.record.tally import StepCount
from siaga.scenario.model import Objective
from siaga.scenario.registration import Registration
from tests.judge.hand_made import Run

KILL = Period(kind="during", name="kill")
JOIN = Subject(name="join")


@pytest.fixture
def run(good: Run) -> Run:
    """A fault from 5 s to 8 s, in which half of 100 joins fail and ten more arrivals are dropped."""
    well = {"join": StepCount(good=100), "home": StepCount(good=200)}
    badly = {"join": StepCount(good=50, failed=50), "home": StepCount(good=190, failed=10)}
    good.day(
        steps=[well] * 5 + [badly] * 3 + [well],
        dropped=[0] * 5 + [10] * 3 + [0],
        sent=[300] * 5 + [480] * 3 + [300],
    )
    good.folder.faults.parent.mkdir()
    FaultSpan(kind="kill", target="site", from_s=5.0, until_s=8.0).write(good.folder.faults)
    return good


def measured(run: Run, text: str) -> Measurement:
    """Measure an expression."""
    return measure(parse(text), recorded(run.folder, run.scenario))


PARSED: list[tuple[str, Measure, Period | None]] = [
    ("goodput ratio during kill >= 90 %", GoodputRatio(), KILL),
    ("goodput ratio during fault kill >= 90 %", GoodputRatio(), KILL),
    ("goodput ratio >= 90 % during fault kill", GoodputRatio(), KILL),
    ("goodput ratio of join during kill >= 90 %", GoodputRatio(of=JOIN), KILL),
    ("goodput ratio >= 90 %", GoodputRatio(), None),
    ("collateral of join during kill >= 95 %", Collateral(of=JOIN), KILL),
    ('collateral of "GET /" >= 95 % during fault kill', Collateral(of=Subject(name="GET /")), KILL),
    ("retry amplification during kill <= 1.5", RetryAmplification(), KILL),
    ("retry amplification <= 1.2", RetryAmplification(), None),
    ("error budget at 99 % spent during kill <= 9 %", Budget(slo=0.99), KILL),
    ("error budget of join at 99 % spent during kill <= 9 %", Budget(of=JOIN, slo=0.99), KILL),
    ("error budget at 99 % spent <= 9 %", Budget(slo=0.99), None),
    ("time to recover after slow-store <= 30 s", RecoveryTime(fault="slow-store"), None),
    ("time to recover after fault kill < 1 min", RecoveryTime(fault="kill"), None),
    ("time to detect kill <= 5 s", DetectionTime(fault="kill"), None),
    ("time to detect fault kill by ready <= 5 s", DetectionTime(fault="kill", name="ready"), None),
    (
        'time to detect kill by open{to="store", at="a"} <= 5 s',
        DetectionTime(fault="kill", name="open", labels={"to": "store", "at": "a"}),
        None,
    ),
]


@pytest.mark.parametrize(("text", "asked", "during"), PARSED)
def test_a_fault_may_be_named_before_the_sign(text: str, asked: Measure, during: Period | None) -> None:
    """As it may behind it, where the measure is one of any time."""
    read = parse(text)
    assert (read.measure, read.during) == (asked, during)


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ("time to recover after kill >= 30 s", "a time that is to be short", 30),
        ("time to recover after kill <= 3", "a time that is to be short; its limit is one such as", 30),
        ("time to detect kill <= 5 %", "a time that is to be short", 23),
        ("time to recover after kill <= 9 s during evening", "says itself what it is after", 0),
        ("time to detect kill <= 9 s over 5 s", "is measured as a whole and in no windows", 27),
        ("goodput ratio during kill >= 2", "measures a ratio; its limit is 0 % to 100 %", 29),
        ("collateral of join during kill >= 1.5", "measures a ratio", 34),
        ("retry amplification during kill <= 10 %", "measures a number; its limit is one without", 35),
        ("error budget at 99 % spent during kill <= 3 s", "measures a share of a budget", 42),
        ("error budget at 0 % spent during kill <= 3 %", "leaves no budget to spend", 0),
        ("error budget spent during kill <= 3 %", "cannot be read at 'spent", 13),
    ],
)
def test_what_such_a_measure_cannot_be_asked_is_pointed_at(text: str, said: str, at: int) -> None:
    """With what is allowed."""
    with pytest.raises(ExpressionError, match=said) as refused:
        parse(text)
    assert str(refused.value).endswith(f"\n    {' ' * at}^")


def test_a_fault_is_named_once() -> None:
    """Before the sign or behind it."""
    with pytest.raises(ExpressionError, match="says twice when it has to hold"):
        parse("goodput ratio during kill >= 90 % during evening")


@pytest.mark.parametrize(
    "text",
    [
        "goodput ratio during kill >= 90 %",
        "collateral of join during kill >= 95 %",
        "retry amplification during kill <= 1.5",
        "error budget at 99 % spent during kill <= 9 %",
        "time to recover after kill <= 30 s",
        "time to detect fault kill <= 30 s",
    ],
)
def test_a_fault_that_the_scenario_does_not_name_is_refused(good: Run, text: str) -> None:
    """With those that it names, and a caret below the name."""

    class Fault:
        """What a scenario says of a fault."""

        kind = "kill"

    scenario = good.judged_with(registration=Registration.model_validate({"for": 60, "people": 9}))
    plain = scenario.scenario
    (problem,) = expression_problems(plain, text)
    assert "'kill' is no fault of the scenario; it has none" in problem
    assert problem.endswith(f"\n    {' ' * text.index('kill')}^")
    harming = plain.model_copy(update={"faults": (Fault(),)})
    assert expression_problems(harming, text) == []
    other = text.replace("kill", "stall")
    (problem,) = expression_problems(harming, other)
    assert "'stall' is no fault of the scenario; there are kill" in problem


def test_a_recovery_needs_to_be_told_from_what_went_before(good: Run) -> None:
    """Nothing of the whole run says when the site is well; nobody looks at a site without metrics."""
    good.expecting("min(up) >= 1")
    problems = expression_problems(good.scenario, "time to recover after kill <= 30 s")
    assert any("write one for a latency, an availability or an error ratio" in one for one in problems)
    blind = good.scenario.site.model_copy(update={"metrics": None})
    scenario = good.scenario.model_copy(update={"site": blind})
    problems = expression_problems(scenario, "time to detect kill <= 30 s")
    assert any("site.metrics names no page" in one for one in problems)


def test_goodput_is_held_against_the_work_that_was_offered(run: Run) -> None:
    """720 of 900 samples were good, and 30 more visitors could not even be sent."""
    found = measured(run, "goodput ratio during kill >= 90 %")
    assert found == Measurement(
        value=720 / 930,
        bound=ratio_bound(Share(hits=720, of=930), upper=False),
        events=930,
        over_s=3.0,
        made_of="720 of 930 samples and dropped arrivals good",
    )
    assert measured(run, "goodput ratio of join during kill >= 90 %").made_of == (
        "150 of 300 samples of join good"
    )
    assert measured(run, "goodput ratio >= 90 % during evening").value == 1.0
    assert measured(run, "goodput ratio >= 90 % over 3 s").value == 720 / 930


def test_collateral_is_the_goodput_of_what_does_not_need_the_broken_part(run: Run) -> None:
    """Of 600 home pages 30 failed."""
    found = measured(run, "collateral of home during kill >= 90 %")
    assert (found.value, found.made_of) == (0.95, "570 of 600 samples of home good")
    objective = Objective(id="o", expect="collateral of home during kill >= 97 %")
    assert judge_objective(objective, recorded(run.folder, run.scenario)).state is State.BROKEN


def test_retries_are_attempts_by_first_attempts(run: Run) -> None:
    """1,440 requests for 900 steps; one each before."""
    assert measured(run, "retry amplification during kill <= 1.5") == Measurement(
        value=1.6, exact=True, events=900, made_of="1,440 requests were sent for 900 steps"
    )
    assert measured(run, "retry amplification <= 1.1 during evening").value == 1.0


def test_the_budget_may_be_that_of_all_steps(run: Run) -> None:
    """180 of 6,000 samples failed; at 99 % the 20 times as many of the registration may lose 1,200."""
    run.judged_with(registration=Registration.model_validate({"for": 60, "people": 40_000}))
    found = measured(run, "error budget at 99 % spent during kill <= 50 %")
    assert found.value == pytest.approx(180 / 1_200)
    assert found.made_of == (
        "180 of 900 samples failed, and 1 % of 120,000 may in the whole registration"
    )
    of_join = measured(run, "error budget of join at 99 % spent during kill <= 50 %")
    assert of_join.made_of.startswith("150 of 300 samples of join failed")


@pytest.mark.parametrize(
    "text",
    [
        "goodput ratio during kill >= 50 %",
        "goodput ratio of join during kill >= 50 %",
        "collateral of join during kill >= 50 %",
        "retry amplification during kill <= 1.5",
    ],
)
def test_with_fewer_than_thirty_events_nothing_is_measured(run: Run, text: str) -> None:
    """Unknown, and never met."""
    run.day(steps=[{"join": StepCount(good=100)}] * 5 + [{"join": StepCount(good=9)}], sent=[9])
    found = measured(run, text)
    assert (found.value, found.events) == (None, 27)
    assert found.made_of == "27 events are too few; 30 are needed"
    objective = Objective(id="o", expect=text)
    assert judge_objective(objective, recorded(run.folder, run.scenario)).state is State.UNKNOWN
    run.day(steps=[{"join": StepCount(good=10)}], sent=[10])
    assert measured(run, text).value == 1.0
    run.day(steps=[{}], dropped=[0])
    assert measured(run, text).value is None
    assert measured(run, text).made_of.startswith("no sample")
