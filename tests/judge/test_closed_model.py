"""Claims about judging a stock Locust file: what it can show is judged, and what it cannot is said."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from siaga.judge.closed_model import steps_named
from siaga.judge.comparison import Answer
from siaga.judge.comparison_pair import Pair
from siaga.judge.comparison_run import compare
from siaga.judge.expression import parse
from siaga.judge.expression_check import expression_problems
from siaga.judge.prospect import Prospect, prospect
from siaga.judge.recorded import recorded
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, EvidenceResult, ObjectiveResult, State, Verdict
from siaga.record.tally import StepCount, Tally
from siaga.scenario.baseline import Baseline
from siaga.scenario.closed import Closed
from tests.judge.hand_made import Run
from tests.judge.stock_run import SCENARIO, stock_run, stock_second

Make = Callable[..., Run]


@pytest.fixture
def stock(make: Make) -> Run:
    """A run in which all is well."""
    return stock_run(make(SCENARIO))


def _verdict(run: Run) -> Verdict:
    return judge_run(run.folder, run.scenario, strict=False).verdict


def _offered(run: Run) -> EvidenceResult:
    return next(one for one in _verdict(run).evidence if one.id == "plan-offered")


def _judged(run: Run, *expressions: str) -> Sequence[ObjectiveResult]:
    return _verdict(run.expecting(*expressions)).objectives


def test_it_is_never_a_plain_go(stock: Run) -> None:
    """No promise was audited, and visitors waited; the verdict says both, and what would lift them."""
    found = _verdict(stock)
    assert found.decision is Decision.GO_WITH_CONDITIONS
    assert [(one.gate, one.id) for one in found.reasons] == [
        ("conditions", "audit"),
        ("conditions", "closed-model"),
    ]
    assert found.reasons[1].text.startswith("Closed model: the visitors of a stock Locust file wait")
    assert "a journey of siaga's own (a Launch)" in found.would_turn
    assert (found.load.model, found.load.most_inside, found.load.planned_arrivals) == (
        "closed",
        10,
        2_000,
    )


def test_an_open_model_bears_no_such_condition(good: Run) -> None:
    """Its load says which model it is."""
    found = _verdict(good)
    assert "closed-model" not in {one.id for one in found.reasons}
    assert found.load.model == "open"


@pytest.mark.parametrize(
    ("subject", "value", "samples"),
    [
        ('"GET /"', 0.1, 1_200),
        ('"/"', 0.2, 1_800),
        ('"a name"', 0.1, 200),
        ("all", 0.2, 2_000),
    ],
)
def test_requests_are_named_as_locust_names_them(
    stock: Run, subject: str, value: float, samples: int
) -> None:
    """With their method, by their name alone, or all together; and a latency is service time."""
    (found,) = _judged(stock, f"p90 of {subject} <= 1 s")
    assert found.state is State.MET
    assert found.value == pytest.approx(value, rel=1e-3)
    assert f"{samples:,} samples of" in found.text
    assert found.text.endswith("(service time).")


def test_one_phase_counts_alone(stock: Run) -> None:
    """Phases of a closed model are stretches of time, as those of an open one."""
    availability, goodput = _judged(
        stock, 'availability of "/" >= 95 % during busy', "goodput of all >= 80/s during warm-up"
    )
    assert (availability.state, availability.events) == (State.MET, 900)
    assert (goodput.state, goodput.value) == (State.MET, 100.0)


def test_a_name_that_never_occurred_is_unknown(stock: Run) -> None:
    """It is no pass, and the names that there were are told."""
    (found,) = _judged(stock, 'p90 of "/typo" <= 1 s')
    assert found.state is State.UNKNOWN
    assert "steps that were recorded: GET /, GET a name, POST /" in found.text


def test_the_steps_of_an_open_model_have_one_name(good: Run) -> None:
    """The last word of a step is no name of it there, and `all` is a step like another."""
    facts = recorded(good.folder, good.scenario)
    assert [steps_named(name, facts) for name in ("all", "/")] == ["all", "/"]


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        (
            "audit lost <= 0",
            "is counted by the audit, and a stock Locust file (traffic.closed) has none",
        ),
        ("completion of visitor >= 90 %", "needs journeys that come to an end"),
        ("dropped arrivals <= 1 %", "needs planned arrivals"),
        ("hysteresis of all since warm-up >= 90 % during busy", "to compare two equal loads"),
        ("retry amplification <= 1.5", "needs journeys whose steps are tried again"),
        ("p90 of wait estimate error <= 50 %", "needs journeys that note what a waiting room says"),
        ("p90 of population everybody <= 1 s", "a stock Locust file has requests alone"),
        ("p90 of all <= 1 s during noon", "'noon' is no phase"),
    ],
)
def test_what_it_cannot_show_is_refused_before(stock: Run, expression: str, problem: str) -> None:
    """Once each, pointed at."""
    assert any(problem in one for one in expression_problems(stock.scenario, expression))


@pytest.mark.parametrize(("inside", "state"), [(10, State.MET), (9, State.BROKEN)])
def test_fewer_visitors_than_the_scenario_wants_prove_nothing(
    make: Make, inside: int, state: State
) -> None:
    """Nine of ten are less than 95 %."""
    found = _offered(stock_run(make(SCENARIO), inside=inside))
    assert found.state is state
    assert "that the scenario wants in warm-up were there" in found.text


def test_visitors_who_leave_before_the_end_are_missed(make: Make) -> None:
    """A file that quits by itself has not played what was asked for."""
    found = _offered(stock_run(make(SCENARIO), end=15))
    assert (found.state, found.value) == (State.BROKEN, 0.5)
    assert "wants in busy were there" in found.text


def _shaped(run: Run) -> Run:
    traffic = run.scenario.traffic.model_copy(update={"closed": Closed()})
    return run.judged_with(traffic=traffic)


@pytest.mark.parametrize(("wanted", "state"), [(10, State.MET), (12, State.BROKEN)])
def test_a_shape_of_its_own_says_how_many_are_wanted(make: Make, wanted: int, state: State) -> None:
    """And when it is over: what it ended early is whole, and goodput counts the time that it lasted."""
    run = _shaped(stock_run(make(SCENARIO), wanted=wanted, end=15))
    found = _offered(run)
    assert found.state is state
    assert "that the file's own shape wants" in found.text
    (goodput,) = _judged(run, "goodput of all >= 80/s")
    assert goodput.value == pytest.approx(1_500 / 16)


def test_a_file_whose_shape_wants_nobody_is_unknown(make: Make) -> None:
    """Nothing was offered."""
    found = _offered(_shaped(stock_run(make(SCENARIO), inside=0, wanted=0)))
    assert found.state is State.UNKNOWN
    assert found.text == "No visitor of the Locust file was ever to be there."


def test_a_lost_worker_is_told_of_without_promises(make: Make) -> None:
    """There is no ledger that somebody could miss."""
    run = stock_run(make(SCENARIO))
    run.tallies(stock_second(second, end=99) for second in range(7))
    found = next(one for one in _verdict(run).evidence if one.id == "workers-complete")
    assert found.state is State.BROKEN
    assert found.text.startswith("0 of 1 workers wrote everything they had to write. ")
    assert found.text.endswith(" Worker 0 was lost or stopped after second 6.")


def test_two_runs_are_compared_without_what_nobody_planned(stock: Run) -> None:
    """No dropped arrivals, no unfinished journeys; latencies and failures of every request."""
    facts = recorded(stock.folder, stock.scenario)
    found = compare(Pair(before=facts, after=facts, least=Baseline()))
    names = {one.id for one in found.measures}
    assert found.answer is Answer.SAME
    assert not any("dropped" in one or "unfinished" in one for one in names)
    assert any("GET /" in one for one in names)


def test_a_run_that_never_began_can_be_judged(make: Make) -> None:
    """Somebody may end it before a worker has told anything."""
    run = make(SCENARIO)
    run.record(interrupted=True)
    found = _offered(run)
    assert (found.state, found.value) == (State.BROKEN, 0.0)


def test_nobody_plans_how_much_is_left_of_it(stock: Run) -> None:
    """As long as there is time its visitors may ask for anything, so what is broken is open."""
    stock.tallies([Tally(second=0, steps={"GET /": StepCount(good=1, failed=99)})])
    open_model = stock.scenario.traffic.model_copy(update={"closed": None})
    for traffic, expected in (
        (stock.scenario.traffic, Prospect.OPEN),
        (open_model, Prospect.LOST),
    ):
        run = stock.judged_with(traffic=traffic)
        facts = replace(recorded(run.folder, run.scenario), cut_s=10)
        assert prospect(parse("error ratio <= 0 %"), facts) is expected
