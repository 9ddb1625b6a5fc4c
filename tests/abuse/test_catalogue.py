"""Claims about the catalogue of abuse: what a scenario may name, and what is wrong with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.abuse.case import Tag
from siaga.abuse.catalogue import CASES, abuse_problems, cases_of, destructive, surface_problems
from siaga.scenario.load import loads
from siaga.scenario.model import Scenario

DAY = (Path(__file__).parents[1] / "scenario" / "gate_day.yaml").read_text(encoding="utf-8")


@pytest.fixture
def day() -> Callable[..., Scenario]:
    """Give a day with cases of abuse."""

    def made(*cases: str, **changed: object) -> Scenario:
        rows = "".join(f"\n  - {{case: {one}, rate: 1/s}}" for one in cases)
        scenario = loads(f"{DAY}\nabuse:{rows or ' []'}\n", "day.yaml")
        return scenario.model_copy(update=changed)

    return made


@pytest.mark.parametrize("name", CASES)
def test_a_case_says_what_it_is(name: str) -> None:
    """Its item is one of OWASP's, and it is listed under its own name."""
    case = CASES[name]
    assert case.name == name
    assert case.item.startswith(("OAT-0", "API", "ASVS", "CWE"))
    assert not case.good.endswith(".")


def test_the_cases_of_a_scenario_come_in_its_order(day: Callable[..., Scenario]) -> None:
    """Those that are none are left out."""
    scenario = day("step-skip", "nothing-like-it", "race-one-person")
    assert [one.name for one in cases_of(scenario)] == ["step-skip", "race-one-person"]


def test_a_case_that_is_none_is_told_with_those_that_are(day: Callable[..., Scenario]) -> None:
    """At its place in the scenario."""
    (problem,) = abuse_problems(day("step-skip", "nothing-like-it"))
    assert problem.startswith("abuse.1.case: 'nothing-like-it' is no case; race-one-person, ")


def test_a_case_about_the_close_needs_one(day: Callable[..., Scenario]) -> None:
    """Nobody can be late where it stays open."""
    scenario = day("sniping")
    open_site = scenario.site.model_copy(update={"closes": None})
    text = "abuse.0.case: 'sniping' is about the close, and site.closes names none"
    assert list(abuse_problems(scenario.model_copy(update={"site": open_site}))) == [text]


def test_an_objective_may_not_have_the_name_of_a_case(day: Callable[..., Scenario]) -> None:
    """Nobody could tell the two apart in the verdict."""
    scenario = day("step-skip")
    first = scenario.objectives[0].model_copy(update={"id": "abuse-step-skip"})
    (problem,) = abuse_problems(scenario.model_copy(update={"objectives": (first,)}))
    assert problem == ("objectives.0.id: 'abuse-step-skip' is what ill will is judged by; rename it")


def test_a_case_needs_what_it_asks_of_the_site(day: Callable[..., Scenario]) -> None:
    """What is missing is named, and what there is."""
    (problem,) = surface_problems(day("code-flood"), ["to_phone", "join"], "mine.py")
    assert problem == (
        "abuse.0.case: 'code-flood' needs ask_code of the surface that mine.py declares;"
        " it has to_phone, join"
    )
    assert not list(surface_problems(day("code-flood"), ["to_phone", "ask_code"], "mine.py"))


def test_destructive_cases_are_named(day: Callable[..., Scenario]) -> None:
    """Somebody has to say whose site it is before they are tried."""
    ruinous = [one.name for one in CASES.values() if one.tag is Tag.DESTRUCTIVE]
    assert destructive(day("step-skip", *ruinous)) == ruinous
