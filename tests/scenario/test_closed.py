"""Claims about a closed model: a stock Locust file is told how many visitors there are, and no more."""

from typing import Any

import pytest

from siaga.errors import ScenarioError
from siaga.scenario.cap_check import cap_problems
from siaga.scenario.closed import Closed, needless
from siaga.scenario.load import Override, dump, loads
from siaga.scenario.model import Scenario
from siaga.scenario.scale import scaled
from siaga.scenario.schema import json_schema

TEXT = """\
name: stock
description: A stock Locust file.
seed: 1
locustfile: theirs.py
traffic:
  closed: {visitors: 20, spawn-rate: 5/s}
  phases:
    - {name: warm-up, for: 10 s}
    - {name: busy, for: 20 s}
objectives: [{id: errors, expect: error ratio <= 1 %}]
"""


def _stock(*puts: str) -> Scenario:
    return loads(TEXT, "stock.yaml", [Override.parse(one) for one in puts])


def test_a_closed_model_has_phases_and_plans_nobody() -> None:
    """Its phases have names and lengths; what it resolves to loads again and is the same."""
    made = _stock()
    assert made.traffic.closed == Closed.model_validate({"visitors": 20, "spawn-rate": 5.0})
    assert made.traffic.phase_starts_s() == {"warm-up": 0.0, "busy": 10.0}
    assert (made.traffic.visitors, made.traffic.curve.duration_s) == (0, 30.0)
    assert loads(dump(made), "again.yaml") == made


@pytest.mark.parametrize(
    ("put", "problem"),
    [
        ("traffic.closed.visitors=0", "traffic.closed.visitors"),
        ("traffic.closed.spawn-rate=0", "traffic.closed.spawn-rate"),
        ("traffic.phases=[warm-up]", "traffic.phases.0: is no mapping; write keys with values"),
        ("traffic.phases.0.rate=3/s", "traffic.phases.0.rate: is of no use in a closed model"),
        ("traffic.populations=[{name: a, journey: b}]", "traffic.populations: are the classes of the"),
        ("site.roll={path: /roll}", "site.roll: needs a Launch; a stock Locust file"),
        ("abuse=[{case: hoarding, rate: 1/s}]", "abuse: needs a Launch"),
        ("outcomes=[{status: 202, outcome: ok, why: x}]", "outcomes: needs a Launch"),
        ("feeds=[{name: who, file: who.csv, for: [everybody]}]", "feeds: needs a Launch"),
        ("people={locale: nl_NL, id-rule: us-ssn}", "people: needs a Launch"),
        ("evidence.seen=[refusal]", "evidence.seen: needs a Launch"),
        ("caps.connections=3", "caps.connections: needs a Launch"),
        ("caps.bytes=3", "caps.bytes: needs a Launch"),
    ],
)
def test_what_a_stock_file_cannot_play_is_refused(put: str, problem: str) -> None:
    """At its place, and before anything is sent."""
    with pytest.raises(ScenarioError) as refused:
        _stock(put)
    assert problem in str(refused.value)


def test_an_open_model_still_has_to_name_rates_and_populations() -> None:
    """Only a closed one leaves them out."""
    with pytest.raises(ScenarioError) as refused:
        _stock("traffic.closed=null")
    for missing in ("traffic.phases.0.rate", "traffic.populations"):
        assert f"{missing}: is missing; it has to be given" in str(refused.value)


def test_a_closed_model_still_has_to_name_its_phases() -> None:
    """Nothing but a rate and the populations is put in."""
    with pytest.raises(ScenarioError) as refused:
        _stock("traffic={closed: {visitors: 20}}")
    assert str(refused.value) == "--set traffic: traffic.phases: is missing; it has to be given"


def test_what_only_an_open_model_says_is_not_asked_for_by_the_schema() -> None:
    """What else is asked for stays so."""
    parts = json_schema()["$defs"]
    assert (parts["Traffic"]["required"], parts["Phase"]["required"]) == (["phases"], ["name", "for"])
    nothing: dict[str, Any] = {}
    needless(nothing)
    assert nothing == {"required": []}


def test_the_schema_asks_for_neither() -> None:
    """An editor does not complain of a scenario that loads."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = json_schema()
    content = {"phases": [{"name": "whole", "for": "1 s"}], "closed": {"visitors": 1}}
    part = {"$defs": schema["$defs"], "$ref": "#/$defs/Traffic"}
    assert list(jsonschema.Draft202012Validator(part).iter_errors(content)) == []


def test_visitors_are_planned_a_second_behind_their_rate() -> None:
    """Locust begins them once a second; a file's own shape plans them itself."""
    asked = Closed.model_validate({"visitors": 20, "spawn-rate": 5.0})
    assert [asked.planned(second) for second in (0, 1, 3, 4, 9)] == [0, 5, 15, 20, 20]
    assert asked.most_per_s == 5
    assert (Closed().planned(3), Closed().most_per_s) == (None, 0)


@pytest.mark.parametrize("factor", ["scale", "time-scale"])
def test_it_is_played_as_it_is(factor: str) -> None:
    """No factor reaches the waits that stand in somebody's Python."""
    factors = {"scale": 1.0, "time_scale": 1.0} | {factor.replace("-", "_"): 0.5}
    with pytest.raises(ValueError, match="stock Locust file") as refused:
        scaled(_stock(), **factors)
    assert str(refused.value) == (
        f"{factor}: 0.5 cannot be applied to a stock Locust file, whose waits are its own;"
        " change traffic.closed.visitors or the phases"
    )
    assert scaled(_stock(), scale=1.0, time_scale=1.0) == _stock()


def test_caps_are_held_against_what_is_known_before() -> None:
    """How many begin in a second, and how long the phases last; nobody is given time afterwards."""
    assert list(cap_problems(_stock("caps.arrivals=4/s", "caps.run-time=29 s"))) == [
        "caps.arrivals: 5 come in one second; 4 may",
        "caps.run-time: the run may take 30 s; 29 s are allowed",
    ]
    assert list(cap_problems(_stock("caps.arrivals=5/s", "caps.run-time=30 s"))) == []
