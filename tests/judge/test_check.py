"""Claims about the check of objectives before a run."""

import pytest

from siaga.judge.check import check, step_names
from siaga.scenario.model import Abuse, Evidence, Objective
from siaga.scenario.site import Bank
from tests.judge.hand_made import Run


def test_objectives_that_can_be_measured_have_no_problem(good: Run) -> None:
    """Those that scenarios come with, and every kind there is."""
    good.expecting(
        "p99 of join <= 1.5 s during doors-open",
        "availability of join >= 99.9 %",
        "error ratio <= 0.1 %",
        "error ratio >= 0 %",
        "dropped arrivals <= 0.1 %",
        "availability of join <= 100 %",
        "min(up) >= 1",
        "max(errors_total) <= 0",
    )
    assert check(good.scenario) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("p99 of join", "'p99 of join': cannot be read at its end"),
        ("p99 of join <= 1 s during lunch", "'lunch' is no phase; phases are doors-open, evening"),
        ("error ratio <= 0 %", "no run is long enough to show at most 0 % with 95 % confidence"),
        ("error ratio < 0 %", "write for example 0.1 %"),
        ("dropped arrivals <= 0", "no run is long enough to show at most 0 % with 95 % confidence"),
        ("availability of join >= 100 %", "no run is long enough to show at least 100 %"),
        ("availability of join > 1", "write for example 99.9 %"),
    ],
)
def test_what_could_never_be_judged_is_told_before_anything_is_sent(
    good: Run, text: str, said: str
) -> None:
    """With the place in the scenario and the expression."""
    (problem,) = check(good.expecting("min(up) >= 1", text).scenario)
    assert problem.startswith(f"objectives.1.expect: {text!r}: ")
    assert said in problem


def test_a_site_without_metrics_has_no_series(good: Run) -> None:
    """Not even `up`."""
    site = good.scenario.site.model_copy(update={"metrics": None})
    (problem,) = check(good.expecting("min(up) >= 1").judged_with(site=site).scenario)
    assert problem == (
        "objectives.0.expect: 'min(up) >= 1': looks at the site's metrics, and site.metrics names no"
        " page\n    min(up) >= 1\n    ^"
    )


def test_every_problem_is_told_at_once(good: Run) -> None:
    """Of every objective, of every expression, and several of one."""
    site = good.scenario.site.model_copy(update={"metrics": None})
    objectives = (
        Objective(id="a", all=("min(up) >= 1", "nonsense", "error ratio <= 1 %")),
        Objective(id="b", expect="max(up) <= 0 during lunch"),
    )
    problems = check(good.judged_with(objectives=objectives, site=site).scenario)
    places = [problem.split(": ")[0] for problem in problems]
    assert places == ["objectives.0.all.0", "objectives.0.all.1", *["objectives.1.expect"] * 2]


def test_an_account_that_no_scrape_could_show_is_told_before_anything_is_sent(good: Run) -> None:
    """Seats and counter are seen on the metrics page; with one they are fine."""
    account = {"seats": Bank(issued="all", parts=("given", "left")), "counter": "joins_total"}
    site = good.scenario.site.model_copy(update=account)
    assert check(good.scenario.model_copy(update={"site": site})) == []
    blind = site.model_copy(update={"metrics": None})
    assert check(good.scenario.model_copy(update={"site": blind})) == [
        f"site.{name}: looks at the site's metrics, and site.metrics names no page" for name in account
    ]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("roll", "evidence.seen: moments are seen in the audit, and site.roll names no roll"),
        ("quota", "evidence.seen: 'sold-out' needs to know how many seats there are; say site.quota"),
    ],
)
def test_a_moment_that_could_never_be_seen_is_told_before_anything_is_sent(
    good: Run, missing: str, said: str
) -> None:
    """Without a roll nothing is, without a quota the last seat is not."""
    scenario = good.scenario.model_copy(update={"evidence": Evidence(seen=("sold-out",))})
    site = scenario.site.model_copy(update={missing: None})
    assert check(scenario) == []
    assert check(scenario.model_copy(update={"site": site})) == [said]


@pytest.mark.parametrize(
    ("expect", "warn", "said"),
    [
        ("p99 of join <= 1 s", "800 ms", None),
        ("error ratio <= 1 %", "0.005", None),
        ("min(up) >= 1", 2, None),
        ("p99 of join <= 1 s", "soon", "'soon': is no limit; write one such as 800 ms, 0.1 % or 5"),
        ("p99 of join <= 1 s", "0.5", "'0.5': is of another unit than 'p99 of join <= 1 s'"),
        ("error ratio <= 1 %", "5 ms", "'5 ms': is of another unit than 'error ratio <= 1 %'"),
        ("p99 of join <= 1 s", "1 s", "'1 s': is no stricter limit; write one below that of"),
        ("min(up) >= 1", "1", "'1': is no stricter limit; write one above that of"),
        ("min(up) >= 1", "0.5", "'0.5': is no stricter limit; write one above that of"),
        ("min(up) >= 1", "2 during evening", "'2 during evening': is no limit; write one"),
        ("error ratio <= 1 %", "0 %", "no run is long enough to show at most 0 %"),
    ],
)
def test_a_stricter_limit_that_is_none_is_told_before_anything_is_sent(
    good: Run, expect: str, warn: str | float, said: str | None
) -> None:
    """In the unit of the expression, on the far side of its limit, and such as a run can show."""
    objective = Objective.model_validate({"id": "a", "expect": expect, "warn": warn})
    problems = check(good.judged_with(objectives=(objective,)).scenario)
    assert len(problems) == (said is not None)
    assert said is None or problems[0].startswith("objectives.0.warn: ")
    assert said is None or said in problems[0]


def test_a_stricter_limit_of_what_cannot_be_read_is_no_second_problem(good: Run) -> None:
    """One thing is wrong, and one is told."""
    objective = Objective.model_validate({"id": "a", "expect": "nonsense", "warn": "1 s"})
    (problem,) = check(good.judged_with(objectives=(objective,)).scenario)
    assert problem.startswith("objectives.0.expect: ")


def test_the_steps_of_an_objective_are_told(good: Run) -> None:
    """Those that it is about; an objective about people or about everything has none."""
    objective = good.scenario.objectives[0]
    texts = ["p99 of join <= 1 s", "error ratio <= 1 %", "error ratio of population a <= 1 %"]
    both = objective.model_copy(
        update={"expect": None, "all": (*texts, 'availability of "GET /" >= 90 %')}
    )
    assert step_names(both) == ["join", "GET /"]


def test_what_a_person_attests_is_not_checked_for_measures(good: Run) -> None:
    """There is nothing to measure."""
    objective = Objective.model_validate({"id": "a", "attest": {}})
    assert check(good.judged_with(objectives=(objective,)).scenario) == []


@pytest.mark.parametrize(
    ("expect", "key", "abuse", "refused"),
    [
        ("max(up) >= 1", True, True, True),
        ("p99 of join <= 1 s", False, True, True),
        ("p99 of join <= 1 s", True, True, False),
        ("max(up) >= 1", True, False, False),
    ],
)
def test_abuse_without_a_key_objective_of_the_honest_is_refused(
    good: Run, expect: str, *, key: bool, abuse: bool, refused: bool
) -> None:
    """Nobody could say whether they suffer from it."""
    objective = Objective(id="it", expect=expect, key=key)
    cases = (Abuse(case="race-one-person", rate=0.1, most=2),) if abuse else ()
    about = "no key objective is about a latency or a ratio of the whole run"
    problem = f"abuse: {about}; honest visitors need one"
    assert check(good.judged_with(abuse=cases, objectives=(objective,)).scenario) == [problem] * refused


def test_abuse_and_an_objective_that_cannot_be_read_are_one_problem(good: Run) -> None:
    """Nobody can tell yet what the objective is about."""
    cases = (Abuse(case="race-one-person", rate=0.1, most=2),)
    objective = Objective(id="it", expect="nonsense", key=True)
    (problem,) = check(good.judged_with(abuse=cases, objectives=(objective,)).scenario)
    assert problem.startswith("objectives.0.expect: 'nonsense': cannot be read")
