"""Claims about the check of an expression: what is wrong is told whole, with what would mend it."""

from types import SimpleNamespace

import pytest

from siaga.judge.expression_check import expression_problems, warn_problems
from siaga.scenario.model import Objective
from tests.judge.hand_made import Run

REGISTRATION_NEEDED = (
    "is counted for the whole registration, and the scenario names none; write registration: {for: ...,"
    " people: ...}"
)
NO_RUN = "no run is long enough to show {} with 95 % confidence; write for example {}"
NO_ROLL = "is counted on the roll, and site.roll names none"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max(up) >= 1", ["looks at the site's metrics, and site.metrics names no page"]),
        (
            'promql "up" >= 1',
            ["asks a Prometheus, and the scenario names none; write prometheus: {url: ...}"],
        ),
        ("budget of join at 99 % <= 10 %", [REGISTRATION_NEEDED]),
        ("audit lost <= 0", [NO_ROLL]),
        (
            "audit over-quota <= 0",
            [NO_ROLL, "needs to know how many seats there are; say site.quota"],
        ),
        (
            "plateau of join >= 80 %",
            ["is that of one phase or fault; write for example during evening"],
        ),
        (
            "hysteresis of a since doors-open >= 1",
            ["is that of one phase; write for example during evening"],
        ),
        (
            "hysteresis of a since lunch >= 1 during evening",
            ["'lunch' is no phase; phases are doors-open, evening"],
        ),
        (
            "completion of visitor >= 100 %",
            [NO_RUN.format("at least 100 %", "99.9 %")],
        ),
        (
            "error ratio <= 0 %",
            [NO_RUN.format("at most 0 %", "0.1 %")],
        ),
    ],
)
def test_a_problem_is_told_in_a_sentence(good: Run, text: str, said: list[str]) -> None:
    """With what would mend it."""
    nothing = {"roll": None, "quota": None, "metrics": None}
    site = good.scenario.site.model_copy(update=nothing)
    problems = expression_problems(good.scenario.model_copy(update={"site": site}), text)
    assert [problem.split("\n")[0] for problem in problems] == [f"{text!r}: {one}" for one in said]


NO_FAULT = "'crash' is no fault of the scenario; there are kill, stall"
NO_RECOVERY = (
    "asks whether every objective is kept again; write one for a latency, an availability or an error"
    " ratio of the whole run"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("goodput ratio during crash >= 90 %", [NO_FAULT]),
        ("time to recover after crash <= 30 s", [NO_FAULT, NO_RECOVERY]),
        ("time to recover after kill <= 30 s", [NO_RECOVERY]),
        ("time to detect kill <= 30 s", []),
    ],
)
def test_a_fault_is_one_of_the_scenario_and_what_recovers_is_an_objective(
    good: Run, text: str, said: list[str]
) -> None:
    """A detection needs no objective."""
    faults = (SimpleNamespace(kind="stall"), SimpleNamespace(kind="kill"))
    scenario = good.expecting("min(up) >= 1").scenario.model_copy(update={"faults": faults})
    problems = expression_problems(scenario, text)
    assert [problem.split("\n")[0] for problem in problems] == [f"{text!r}: {one}" for one in said]


@pytest.mark.parametrize(
    ("expect", "warn", "problems"),
    [
        ("p99 of join <= 1.5 s", None, []),
        ("p99 of join <= 1.5 s", "800 ms", []),
        ("p99 of join <=", "800 ms", []),
        (
            "p99 of join <= 1.5 s", "2 s",
            ["'2 s': is no stricter limit; write one below that of 'p99 of join <= 1.5 s'"],
        ),
        (
            "error ratio <= 1 %", "0 %",
            [f"'0 %': {NO_RUN.format('at most 0 %', '0.1 %')}"],
        ),
    ],
)  # fmt: skip
def test_a_stricter_limit_has_to_be_one_that_a_run_can_show(
    expect: str, warn: str | None, problems: list[str]
) -> None:
    """Of an expression that cannot be read nothing is said twice."""
    assert warn_problems(Objective(id="it", expect=expect, warn=warn)) == problems
