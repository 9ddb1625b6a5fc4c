"""Claims about what a scenario may say."""

import re
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from siaga.errors import ScenarioError
from siaga.scenario.load import Override, load, loads
from siaga.scenario.model import Evidence, Objective, Scenario, Site
from siaga.scenario.roll_source import HttpSource
from tests.scenario.days import DAY, SHIPPED

LEAST = {
    "name": "least",
    "description": "One visitor a second.",
    "seed": 1,
    "locustfile": "x.py",
    "traffic": {
        "phases": [{"name": "a", "for": "10 s", "rate": "1/s"}],
        "populations": [{"name": "all", "journey": "visitor"}],
    },
    "objectives": [{"id": "errors", "expect": "error ratio <= 1 %"}],
}
STOCK = {"closed": {"visitors": 5}, "phases": [{"name": "a", "for": "10 s"}]}


def _problems(**given: object) -> dict[str, str]:
    """Give what is wrong with the least by its place."""
    with pytest.raises(ValidationError) as refused:
        Scenario.model_validate({**LEAST, **given})
    return {".".join(map(str, one["loc"])): one["msg"] for one in refused.value.errors()}


def _refusal(*overrides: str) -> str:
    with pytest.raises(ScenarioError) as refused:
        loads(DAY, "gate.yaml", [Override.parse(one) for one in overrides])
    return str(refused.value)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_scenario_loads(path: Path) -> None:
    """And bears the name of its file."""
    assert load(path).name == path.stem


def test_the_opening_day_is_the_day_that_it_promises() -> None:
    """A million visitors in a quarter of an hour, 80,000 of them in the first minute of open doors."""
    day = load(next(path for path in SHIPPED if path.stem == "opening-day"))
    assert day.traffic.visitors == 1_000_000
    assert day.traffic.curve.duration_s == 900
    assert day.traffic.phases[1].stretch().total == 80_000
    assert day.opens_s == 60
    assert day.site.quota == 164_872


def test_a_scenario_of_the_least_has_the_stated_defaults() -> None:
    """What nobody says is what docs/scenario.md says."""
    scenario = Scenario.model_validate(LEAST)
    assert scenario.site == Site(quota=None, opens=None, processes=1, metrics="/metrics", roll=None)
    assert scenario.opens_s is None
    assert (scenario.traffic.patience_s, scenario.traffic.step_deadline_s) == (60, 30)
    assert scenario.evidence == Evidence.model_validate(
        {
            "acknowledged": 1000,
            "offered": "95 %",
            "unknown": "5 %",
            "loop-lag": "100 ms",
            "clock-offset": "100 ms",
            "telemetry-gap": "5 s",
        }
    )


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (
            "site.opens=evening",
            "site.opens: 'evening' is no phase; phases are before-doors, doors-open, rush",
        ),
        (
            "locustfile=opening_day.txt",
            "locustfile: 'opening_day.txt' is no Python file; name one that ends in .py",
        ),
        ("objectives.1.id=errors", "objectives.2.id: 'errors' stands twice; names must differ"),
        ("objectives.1.expect=null", "objectives.1: has to have exactly one of expect, all and attest"),
        ("objectives.1.all=[max(up) >= 1]", "objectives.1: has to have exactly one of expect, all"),
        ("objectives=[]", "objectives: is empty; at least one is needed"),
        ("faults=[crash]", "faults.0: is no mapping; write keys with values"),
        ("seed=-1", "seed: -1 is refused: Input should be greater than or equal to 0"),
        ("seed=9223372036854775808", "seed: 9223372036854775808 is refused"),
        ("seed=true", "seed: True is refused: Input should be a valid integer"),
        ("site.quota=0", "site.quota: 0 is refused: Input should be greater than or equal to 1"),
        ("site.quota=1.5", "site.quota: 1.5 is refused: Input should be a valid integer"),
        ("site.processes=65", "site.processes: 65 is refused: Input should be less than or equal to 64"),
        ("site.metrics=metrics", "site.metrics: 'metrics' is refused: String should match pattern '^/'"),
        ("name=Gate", "name: 'Gate' is refused: String should match pattern"),
        ("description=''", "description: '' is refused: String should have at least 1 character"),
        ("objectives.0.key=1", "objectives.0.key: 1 is refused: Input should be a valid boolean"),
        ("objectives.0.weight=0", "objectives.0.weight: 0 is refused: Input should be greater than 0"),
        (
            "objectives.0.weight=.inf",
            "objectives.0.weight: inf is refused: Input should be a finite number",
        ),
        ("applied.scale=2", "applied.scale: 2 is refused: Input should be less than or equal to 1"),
        ("evidence.offered=0", "evidence.offered: 0 is refused: Input should be greater than 0"),
        ("evidence.loop-lag=0 s", "evidence.loop-lag: 0.0 is refused: Input should be greater than 0"),
        ("evidence.loop_lag=1 s", "evidence.loop_lag: is an unknown key; `siaga schema` lists the keys"),
        (
            "traffic.arrivals=random",
            "traffic.arrivals: 'random' is refused: Input should be 'poisson' or 'even'",
        ),
    ],
)
def test_what_may_not_be_said_is_refused_with_what_may(override: str, message: str) -> None:
    """Key, value and what is allowed stand in one line."""
    assert f": {message}" in _refusal(override)


def test_a_secret_in_the_file_is_refused_and_not_repeated() -> None:
    """Secrets are references to the environment; a message would carry one into a log."""
    message = _refusal("site.roll.token=hunter2")
    assert "is no reference to the environment; write ${NAME}" in message
    assert "hunter2" not in message
    assert load(SHIPPED[0]).site.roll is not None


def test_a_reference_may_stand_inside_a_token() -> None:
    """As long as the secret itself is elsewhere."""
    given = [Override.parse("site.roll.token='key ${STAGING_KEY}'")]
    roll = loads(DAY, "gate.yaml", given).site.roll
    assert isinstance(roll, HttpSource)
    assert roll.token == "key ${STAGING_KEY}"


def test_an_objective_gives_all_its_expressions() -> None:
    """One of `expect`, or those of `all`."""
    assert Objective(id="a", expect="x").expressions == ("x",)
    assert Objective(id="a", all=("x", "y")).expressions == ("x", "y")


def test_a_scenario_cannot_be_changed() -> None:
    """It stays what was played."""
    with pytest.raises(ValidationError, match="frozen"):
        load(SHIPPED[0]).seed = 3  # type: ignore[misc]


def test_names_of_python_are_no_keys() -> None:
    """`for_s` is how the code calls it; a file says `for`."""
    content = yaml.safe_load(DAY)
    content["traffic"]["phases"][0]["for_s"] = content["traffic"]["phases"][0].pop("for")
    with pytest.raises(ScenarioError, match=re.escape("traffic.phases.0.for: is missing")):
        loads(yaml.safe_dump(content), "gate.yaml")


def test_what_a_stock_locust_file_cannot_play_is_told_at_once() -> None:
    """Each at its place, and what stands in none of them can be played."""
    stock = {
        "traffic": STOCK,
        "site": {"roll": {"path": "/roll"}},
        "abuse": [{"case": "hoarding", "rate": 1.0}],
        "outcomes": [{"status": 202, "outcome": "ok", "why": "x"}],
        "feeds": [{"name": "who", "file": "who.csv", "for": ["everybody"]}],
        "people": {"locale": "nl_NL", "id-rule": "us-ssn"},
        "evidence": {"seen": ["refusal"]},
        "caps": {"connections": 3, "bytes": 3},
    }
    text = "needs a Launch; a stock Locust file (traffic.closed) has none; leave it out"
    places = ["site.roll", "abuse", "outcomes", "feeds", "people", "evidence.seen", "caps.connections"]
    assert _problems(**stock) == dict.fromkeys([*places, "caps.bytes"], text)
    played = {"traffic": STOCK, "caps": {"run-time": 60.0}, "stops": {}}
    assert Scenario.model_validate({**LEAST, **played}).traffic.is_closed


def test_a_closing_comes_after_the_opening() -> None:
    """Be it by half a second; a site that is open from the start opens at its beginning."""
    phases = [{"name": name, "for": 0.5, "rate": 8.0} for name in "abc"]
    day = {"traffic": {**LEAST["traffic"], "phases": phases}}  # type: ignore[dict-item]
    for site, closes_s in (({"closes": "b"}, 0.5), ({"opens": "b", "closes": "c"}, 1.0)):
        assert Scenario.model_validate({**LEAST, **day, "site": site}).closes_s == closes_s
    text = "does not begin after joining opens; name a later phase"
    assert _problems(**day, site={"closes": "a"}) == {"site.closes": f"'a' {text}"}
    assert _problems(**day, site={"opens": "b", "closes": "b"}) == {"site.closes": f"'b' {text}"}
