"""Claims about caps: what is planned above one is refused, all at once, and no scale moves them."""

import pytest

from siaga.errors import ScenarioError
from siaga.scenario.cap_check import cap_problems
from siaga.scenario.caps import Caps
from siaga.scenario.load import Override, loads
from siaga.scenario.model import Scenario
from siaga.scenario.scale import scaled
from siaga.scenario.stops import Probe, Stops
from tests.scenario.days import shipped


def day(*put: str) -> Scenario:
    """Give the gate, with something put into it."""
    return loads(shipped("gate"), "gate", [Override.parse(one) for one in put])


def test_a_day_without_caps_may_do_what_it_plans() -> None:
    """Nothing is watched, either."""
    assert list(cap_problems(day())) == []
    assert not day().needs_guard(agreed=False)
    assert day("caps.bytes=1000").needs_guard(agreed=False)
    assert day("stops={}").needs_guard(agreed=False)
    assert day().needs_guard(agreed=True)


def test_every_cap_that_the_plan_is_above_is_told_at_once() -> None:
    """With what is planned and what may be; the others have to be watched."""
    abuse = "abuse=[{case: mass-accounts, rate: 1/s, most: 20}]"
    caps = "caps={arrivals: 1/s, run-time: 10 s, abuse: 0.1 %, requests: 1/s, connections: 1, bytes: 1}"
    problems = list(cap_problems(day(abuse, caps)))
    assert [one.partition(":")[0] for one in problems] == [
        "caps.arrivals",
        "caps.run-time",
        "caps.abuse",
    ]
    assert "come in one second; 1 may" in problems[0]
    assert "the run may take" in problems[1]
    assert problems[2].startswith("caps.abuse: 20 who mean harm are ")
    roomy = "caps={arrivals: 1000/s, run-time: 1 h, abuse: 50 %}"
    assert list(cap_problems(day(abuse, roomy))) == []


def test_no_scale_moves_a_cap() -> None:
    """They are about the wire, not about the day."""
    caps = day("caps={arrivals: 1000/s, run-time: 1 h}").caps
    smaller = scaled(day("caps={arrivals: 1000/s, run-time: 1 h}"), scale=0.5, time_scale=0.5)
    assert smaller.caps == caps == Caps.model_validate({"arrivals": 1000.0, "run-time": 3600.0})


@pytest.mark.parametrize(
    ("put", "problem"),
    [
        ("caps.requests=fast", "caps.requests: "),
        ("caps.connections=0", "caps.connections: "),
        ("caps.bytes=1.5", "caps.bytes: "),
        ("caps.abuse=101 %", "caps.abuse: "),
        ("caps.users=1", "caps.users: is an unknown key"),
        ("stops.errors=0 %", "stops.errors: "),
        ("stops.over=100 ms", "stops.over: "),
        ("stops.probe={path: healthz}", "stops.probe.path: "),
        ("stops.probe={path: /, within: 1 min}", "stops.probe.within: "),
    ],
)
def test_a_value_that_is_none_is_refused(put: str, problem: str) -> None:
    """The key is named."""
    with pytest.raises(ScenarioError, match=problem):
        day(put)


def test_what_ends_a_run_has_usual_values() -> None:
    """Half of the steps over ten seconds; no page is asked for unless one is named."""
    assert day("stops={}").stops == Stops.model_validate(
        {"errors": 0.5, "over": 10.0, "recovery": 30.0, "probe": None}
    )
    assert day("stops={errors: 100 %, probe: {path: /}}").stops == Stops(
        errors=1.0, probe=Probe.model_validate({"path": "/", "within": 2.0, "failing": 10.0})
    )
