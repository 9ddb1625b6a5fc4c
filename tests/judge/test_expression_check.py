"""Claims about the check of an expression: what no run of the scenario could tell is pointed at."""

import pytest

from siaga.judge.check import check
from siaga.judge.expression_check import abort_problems, expression_problems
from siaga.scenario.model import Objective, Phase, Population, Prometheus, Ramp
from siaga.scenario.registration import Registration
from tests.judge.hand_made import Run

REGISTRATION = Registration.model_validate({"for": 7200, "people": 9})


@pytest.mark.parametrize(
    "text",
    [
        "p99 of population visitors service time <= 1 s during steady state",
        "availability of journey visitor >= 99 % over 10 s during evening",
        "completion of visitor >= 95 % for 10 s",
        "goodput of join >= 20/s before fault kill",
        "plateau of join >= 80 % during evening",
        "plateau of join >= 80 % over 5 s during fault kill",
        "hysteresis of join since doors-open >= 95 % during evening",
        "reject cost of join <= 5 % during evening",
        "reject cost >= 100 %",
        "budget of join at 99 % <= 200 %",
        "budget of join at 99 % >= 1",
        "slow burn of join at 99 % <= 6",
        "audit lost <= 0",
        "audit over-quota <= 0",
        "audit refused <= 0",
        "error ratio <= 1 % within 5 s after doors-open",
        "error ratio <= 1 % within 5 s after 19 s",
        "max(up) >= 1 over 20 s",
    ],
)
def test_what_can_be_measured_has_no_problem(good: Run, text: str) -> None:
    """Every kind of measure and of time."""
    run = good.expecting(text).judged_with(registration=REGISTRATION)
    assert check(run.scenario) == []


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ("error ratio <= 1 % during lunch", "'lunch' is no phase; phases are doors-open, evening", 19),
        ("error ratio <= 1 % within 5 s after lunch", "'lunch' is no phase; phases are doors-open", 19),
        ("error ratio <= 1 % within 5 s after 20 s", "the day is over by 20 s; name an earlier", 19),
        ("p50 of population a <= 1 s", "'a' is no population of the scenario; there are visitors", 7),
        ("goodput of journey a >= 1/s", "'a' is no journey of the scenario; there are visitor", 11),
        ("completion of a >= 50 %", "'a' is no journey of the scenario; there are visitor", 14),
        ("budget of join at 99 % <= 10 %", "is counted for the whole registration, and the scenario", 0),
        ("fast burn of join at 99 % <= 6", "write registration: {for: ..., people: ...}", 0),
        (
            "plateau of join >= 80 %",
            "is that of one phase or fault; write for example during evening",
            0,
        ),
        ("plateau of join >= 80 % during steady state", "is that of one phase or fault", 0),
        ("plateau of join >= 80 % before fault kill", "is that of one phase or fault", 0),
        ("plateau of join >= 80 % during doors-open", "no window of 10 s comes before it; name a", 24),
        ("plateau of a >= 0 over 11 s during evening", "no window of 11 s comes before it", 28),
        (
            "hysteresis of a since lunch >= 1 during evening",
            "'lunch' is no phase; phases are doors-op",
            0,
        ),
        ("hysteresis of a since doors-open >= 1", "is that of one phase; write for example", 0),
        (
            "hysteresis of a since doors-open >= 1 during steady state",
            "is that of one phase; write for example during evening",
            0,
        ),
        ("hysteresis of a since evening >= 1 during doors-open", "does not come after evening", 35),
        ("hysteresis of a since evening >= 1 during evening", "does not come after evening", 35),
        ("error ratio <= 1 % over 11 s during evening", "no window of 11 s fits into 10 s; write a", 19),
        ("error ratio <= 1 % for 21 s", "no window of 21 s fits into 20 s; write a shorter one", 19),
        ("reject cost <= 0 %", "no run is long enough to show at most 0 %", 15),
        ("completion of visitor >= 100 %", "no run is long enough to show at least 100 %", 25),
    ],
)
def test_what_could_never_be_judged_is_pointed_at(good: Run, text: str, said: str, at: int) -> None:
    """With the expression as it was written, and a caret below the part that is wrong."""
    problem = expression_problems(good.scenario, text)[0]
    first, line, caret = problem.split("\n")
    assert first.startswith(f"{text!r}: ")
    assert said in first
    assert (line, caret) == (f"    {text}", f"    {' ' * at}^")


@pytest.mark.parametrize(
    ("text", "missing", "said"),
    [
        ("audit lost <= 0", "roll", "is counted on the roll, and site.roll names none"),
        ("audit over-quota <= 0", "quota", "needs to know how many seats there are; say site.quota"),
        ("reject cost <= 5 %", "metrics", "looks at the site's metrics, and site.metrics names no"),
        ("max(up) >= 1", "metrics", "looks at the site's metrics, and site.metrics names no page"),
    ],
)
def test_what_the_site_does_not_show_is_told(good: Run, text: str, missing: str, said: str) -> None:
    """With it there is no problem."""
    assert expression_problems(good.scenario, text) == []
    site = good.scenario.site.model_copy(update={missing: None})
    (problem,) = expression_problems(good.scenario.model_copy(update={"site": site}), text)
    assert said in problem


def test_without_a_steady_rate_there_is_no_steady_state(good: Run) -> None:
    """A phase is to be named instead."""
    ramp = {"name": "ramp", "for": 20, "rate": Ramp.model_validate({"from": 0, "to": 9})}
    traffic = good.scenario.traffic.model_copy(update={"phases": (Phase.model_validate(ramp),)})
    scenario = good.scenario.model_copy(update={"traffic": traffic})
    (problem,) = expression_problems(scenario, "error ratio <= 1 % during steady state")
    assert problem.split("\n")[0].endswith("': no phase has one rate; name a phase instead")
    assert problem.endswith(f"\n    {' ' * 19}^")


def test_no_run_shows_that_nothing_of_a_budget_was_spent(good: Run) -> None:
    """The bound of none failed is still above it."""
    run = good.judged_with(registration=REGISTRATION)
    (problem,) = expression_problems(run.scenario, "budget of join at 99 % <= 0 %")
    assert "no run is long enough to show at most 0 %" in problem
    assert problem.endswith(f"\n    {' ' * 26}^")


def test_several_problems_of_one_expression_are_told_at_once(good: Run) -> None:
    """Each with its own caret."""
    problems = expression_problems(good.scenario, "completion of a >= 100 % during lunch")
    assert [problem.count("^") for problem in problems] == [1, 1, 1]


def test_a_name_that_is_not_known_is_told_with_every_name_that_is(good: Run) -> None:
    """Each journey once; the caret stands below the first letter, whatever blanks come before."""
    people = (
        Population(name="a", journey="walk"),
        Population(name="b", journey="walk", people=1),
        Population(name="c", journey="run", people=1),
    )
    traffic = good.scenario.traffic.model_copy(update={"populations": people})
    scenario = good.scenario.model_copy(update={"traffic": traffic})
    (problem,) = expression_problems(scenario, "completion of fly >= 50 %")
    assert problem.split("\n")[0].endswith("is no journey of the scenario; there are walk, run")
    blind = scenario.site.model_copy(update={"metrics": None})
    (problem,) = expression_problems(scenario.model_copy(update={"site": blind}), "  max(up) >= 1")
    assert problem.endswith("\n      max(up) >= 1\n      ^")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("audit lost <= 0", "is counted by the audit when the run is over, too late"),
        ('promql "up" >= 1', ""),
        ("error ratio <= 1 %", ""),
        ("error ratio <= 1 lemon", ""),
    ],
)
def test_what_is_known_only_afterwards_ends_no_run(good: Run, text: str, why: str) -> None:
    """The caret stands below the measure; without abort nothing is said."""
    assert abort_problems(Objective(id="o", expect=text), text) == []
    problems = abort_problems(Objective(id="o", expect=text, abort=True), text)
    assert len(problems) == bool(why)
    for problem in problems:
        assert why in problem
        assert problem.endswith(f"leave out abort\n    {text}\n    ^")
    server = {"prometheus": Prometheus(url="http://127.0.0.1:9090")}
    objective = Objective(id="o", all=("error ratio <= 1 %", text), abort=True)
    run = good.judged_with(objectives=(objective,), **server)
    told = [problem for problem in check(run.scenario) if "leave out abort" in problem]
    assert [problem.startswith("objectives.0.all.1: ") for problem in told] == [True] * bool(why)


def test_what_cannot_be_read_is_told_as_it_is(good: Run) -> None:
    """Nothing else can be said of it."""
    (problem,) = expression_problems(good.scenario, "p99 of join <=")
    assert problem.startswith("'p99 of join <=': cannot be read at its end; write for example `p99 of")


def test_windows_that_nobody_wrote_are_pointed_at_from_the_beginning(good: Run) -> None:
    """A plateau has windows of 10 s where none are named, whatever blanks come before it."""
    first, second = good.scenario.traffic.phases
    phases = (first, second.model_copy(update={"for_s": 5.0}))
    traffic = good.scenario.traffic.model_copy(update={"phases": phases})
    scenario = good.scenario.model_copy(update={"traffic": traffic})
    (problem,) = expression_problems(scenario, "  plateau of join >= 80 % during evening")
    assert "no window of 10 s fits into 5 s; write a shorter one" in problem
    assert problem.endswith(f"\n    {' ' * 2}^")


def test_of_a_phase_that_is_none_nothing_else_is_said(good: Run) -> None:
    """Nobody can tell what comes before it."""
    (problem,) = expression_problems(good.scenario, "plateau of join >= 80 % during lunch")
    assert "'lunch' is no phase; phases are doors-open, evening" in problem


@pytest.mark.parametrize("rate", [99.0, {"from": "100/s", "to": "99/s"}], ids=["other", "ramp"])
def test_a_hysteresis_is_of_two_phases_with_the_same_load(
    good: Run, rate: float | dict[str, str]
) -> None:
    """Else a site would be blamed, or praised, for how many came."""
    first, second = good.scenario.traffic.phases
    other = Phase.model_validate({"name": "evening", "for": second.for_s, "rate": rate})
    traffic = good.scenario.traffic.model_copy(update={"phases": (first, other)})
    scenario = good.scenario.model_copy(update={"traffic": traffic})
    (problem,) = expression_problems(scenario, "hysteresis of a since doors-open >= 1 during evening")
    assert "has another rate than doors-open; name a phase with the same, and no ramp" in problem
    assert problem.split("\n")[2].index("^") == 4 + 38


def test_a_hysteresis_during_what_is_no_phase_is_told_so_alone(good: Run) -> None:
    """Nobody can tell its rate."""
    (problem,) = expression_problems(good.scenario, "hysteresis of a since doors-open >= 1 during lunch")
    assert "'lunch' is no phase" in problem
