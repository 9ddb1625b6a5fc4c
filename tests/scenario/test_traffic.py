"""Claims about phases, populations and what makes a day of them."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from siaga.people.people import PEOPLE_PER_EPOCH
from siaga.scenario.quantity import LONGEST_S
from siaga.scenario.traffic import MOST_VISITORS, Phase, Population, Traffic

PHASES = [{"name": "a", "for": "10 s", "rate": "10/s"}, {"name": "b", "for": "5 s", "rate": "20/s"}]
REST = {"name": "rest", "journey": "visitor"}


def _problems(**given: Any) -> dict[str, str]:  # noqa: ANN401 - any broken traffic
    """Give what is wrong by place."""
    with pytest.raises(ValidationError) as refused:
        Traffic.model_validate({"phases": PHASES, "populations": [REST]} | given)
    return {".".join(str(key) for key in one["loc"]): one["msg"] for one in refused.value.errors()}


def test_a_steady_phase_and_a_ramp_become_stretches() -> None:
    """Units are gone: seconds and arrivals per second."""
    steady = Phase.model_validate({"name": "a", "for": "1 min", "rate": "600/min"}).stretch()
    ramp = Phase.model_validate({"name": "a", "for": 60, "rate": {"from": "0/s", "to": 5}}).stretch()
    assert (steady.for_s, steady.start_per_s, steady.end_per_s) == (60, 10, 10)
    assert (ramp.for_s, ramp.start_per_s, ramp.end_per_s) == (60, 0, 5)


def test_a_day_knows_its_visitors_and_when_its_phases_begin() -> None:
    """100 in the first phase, 100 in the second, which begins when the first ends."""
    traffic = Traffic.model_validate({"phases": PHASES, "populations": [REST]})
    assert traffic.visitors == 200
    assert traffic.phase_starts_s() == {"a": 0.0, "b": 10.0}


@pytest.mark.parametrize("key", ["phases", "populations"])
def test_two_of_one_name_are_refused(key: str) -> None:
    """The second one is told, at its place."""
    twice = {"phases": [*PHASES, PHASES[0]], "populations": [REST, {**REST, "people": 3}]}
    place = {"phases": "phases.2.name", "populations": "populations.1.name"}
    name = {"phases": "a", "populations": "rest"}[key]
    said = _problems(**{key: twice[key]})[place[key]]
    assert said == f"{name!r} stands twice; names must differ"


def test_two_stages_of_one_name_are_refused() -> None:
    """They are counted by name."""
    stage = {"name": "joined", "goes_on": "50 %"}
    with pytest.raises(ValidationError, match="'joined' stands twice"):
        Population.model_validate({**REST, "funnel": [stage, stage]})


@pytest.mark.parametrize("numbers", [[3], [None, None], [3, 4, None, None]])
def test_all_but_one_population_have_a_number(numbers: list[int | None]) -> None:
    """Without a rest the plan would not add up; with two nobody knows who is who."""
    populations = [
        {"name": f"p{i}", "journey": "x", "people": people} for i, people in enumerate(numbers)
    ]
    rest = numbers.count(None)
    expected = f"{rest} have no number of people; exactly one may be the rest"
    assert _problems(populations=populations) == {"populations": expected}


def test_more_people_than_visitors_are_refused() -> None:
    """Both numbers are told, and what can be done."""
    said = _problems(populations=[REST, {"name": "p", "journey": "x", "people": 201}])
    assert said["populations"] == (
        "201 people are more than the 200 visitors that the phases bring; lower people or raise a rate"
    )


def test_a_phase_that_is_none_is_told_with_those_that_are() -> None:
    """Each wrong name at its own place."""
    populations = [REST, {"name": "p", "journey": "x", "people": 1, "during": ["a", "c", "d"]}]
    assert _problems(populations=populations) == {
        "populations.1.during.1": "'c' is no phase; phases are a, b",
        "populations.1.during.2": "'d' is no phase; phases are a, b",
    }


def test_a_day_of_more_visitors_than_there_are_identities_is_refused() -> None:
    """1e9 a second for an hour would eat all memory; the bound is where identities end."""
    said = _problems(phases=[{"name": "a", "for": "1 h", "rate": "1000000000/s"}])
    assert said == {"phases": "bring 3,600,000,000,000 visitors; up to 10,000,000 are allowed"}
    assert MOST_VISITORS == PEOPLE_PER_EPOCH


def test_as_many_visitors_as_there_are_identities_are_allowed() -> None:
    """The bound itself is inside."""
    phases = [{"name": "a", "for": "10 s", "rate": "1000000/s"}]
    assert Traffic.model_validate({"phases": phases, "populations": [REST]}).visitors == MOST_VISITORS


def test_a_day_longer_than_a_week_is_refused() -> None:
    """Phase by phase and in all; a week itself is allowed."""
    day = {"for": LONGEST_S, "rate": 0}
    both = [{"name": "a", **day}, {"name": "b", **day}]
    assert (
        Traffic.model_validate({"phases": both[:1], "populations": [REST]}).curve.duration_s == LONGEST_S
    )
    assert _problems(phases=both) == {"phases": "last 1,209,600 s in all; up to 604,800 s is allowed"}
    assert re.search(
        "less than or equal to 604800",
        _problems(phases=[{**both[0], "for": "8_000 min", "rate": 0} | {"for": 604_801}])[
            "phases.0.for"
        ],
    )


@pytest.mark.parametrize(
    ("rate", "problems"),
    [
        ("20", {"phases.0.rate.(steady)"}),
        (-5, {"phases.0.rate.(steady)"}),
        (float("nan"), {"phases.0.rate.(steady)"}),
        (None, {"phases.0.rate.(steady)"}),
        ({"from": "1/s"}, {"phases.0.rate.(ramp).to"}),
        ({"from": "1/s", "too": "2/s"}, {"phases.0.rate.(ramp).to", "phases.0.rate.(ramp).too"}),
        ({"from": -1, "to": "x"}, {"phases.0.rate.(ramp).from", "phases.0.rate.(ramp).to"}),
    ],
    ids=["text", "negative", "nan", "none", "no-to", "misspelt", "both-wrong"],
)
def test_a_wrong_rate_is_told_once_and_for_the_form_it_has(rate: object, problems: set[str]) -> None:
    """What is written as a ramp is judged as one, everything else as a steady rate."""
    assert set(_problems(phases=[{"name": "a", "for": "1 s", "rate": rate}])) == problems


def test_a_closed_model_leaves_rates_and_populations_out() -> None:
    """Whoever writes either is told who decides it instead."""
    problems = _problems(closed={"visitors": 20}, populations=[REST])
    rate = "is of no use in a closed model, whose visitors Locust begins; leave it out"
    assert problems == {
        "phases.0.rate": rate,
        "phases.1.rate": rate,
        "populations": "are the classes of the Locust file in a closed model; leave them out",
    }
