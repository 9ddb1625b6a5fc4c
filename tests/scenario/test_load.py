"""Claims about loading a scenario: every problem at once, each with its line, and back again."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.errors import ExitCode, ScenarioError, UsageError
from siaga.scenario.load import Override, dump, load, loads, located
from siaga.scenario.model import Scenario
from tests.scenario.days import DAY, SHIPPED, rates_per_s, traffics

BROKEN = """\
name: Broken
description: Seven things are wrong here.
seed: -1
locustfile: journeys.txt
colour: red
traffic:
  phases:
    - {name: a, for: 10, rate: -5}
    - {name: b, for: 9 yd, rate: {from: 1/s, too: 2/s}}
  populations: [{name: all, journey: visitor}]
"""


def test_a_problem_that_is_found_later_has_its_line_as_well(tmp_path: Path) -> None:
    """What only the journeys or the objectives show stands in the file like everything else."""
    path = tmp_path / "day.yaml"
    path.write_text(
        "name: day\ntraffic:\n  phases:\n    - {name: a}\nobjectives:\n  - id: x\n    expect: y\n"
    )
    override = Override.parse("traffic.phases.0.rate=x")
    problems = [
        "objectives.0.expect: cannot be read",
        "traffic.closed.visitors: is missing",
        "traffic.phases.0.rate: is odd",
        "locustfile a.py: cannot be read",
    ]
    assert located(path, [override], problems) == [
        f"{path}:7: objectives.0.expect: cannot be read",
        f"{path}:2: traffic.closed.visitors: is missing",
        "--set traffic.phases.0.rate: traffic.phases.0.rate: is odd",
        f"{path}: locustfile a.py: cannot be read",
    ]


def test_every_problem_is_told_with_its_line_and_what_is_allowed() -> None:
    """Nobody has to run the command seven times."""
    with pytest.raises(ScenarioError) as refused:
        loads(BROKEN, "d")
    assert refused.value.exit_code is ExitCode.USAGE
    assert refused.value.problems == (
        "d:1: name: 'Broken' is refused: String should match pattern '^[a-z][a-z0-9-]*$'",
        "d:3: seed: -1 is refused: Input should be greater than or equal to 0",
        "d:4: locustfile: 'journeys.txt' is no Python file; name one that ends in .py",
        "d:8: traffic.phases.0.rate: -5 is refused: Input should be greater than or equal to 0",
        "d:9: traffic.phases.1.for: '9 yd' is not a duration; write a number and ms, s, min or h: 90 s",
        "d:9: traffic.phases.1.rate.to: is missing; it has to be given",
        "d:9: traffic.phases.1.rate.too: is an unknown key; `siaga schema` lists the keys",
        "d:1: objectives: is missing; it has to be given",
        "d:5: colour: is an unknown key; `siaga schema` lists the keys",
    )


@pytest.mark.parametrize("rate", [".nan", ".inf", "-.inf", "yes", "null", "[1, 2]", "20"])
def test_a_rate_is_a_number_a_text_with_unit_or_a_ramp(rate: str) -> None:
    """Of these only the plain 20 is one: twenty a second."""
    text = DAY.replace("rate: 50/s}", f"rate: {rate}}}")
    if rate == "20":
        text = text.replace("people: 1260", "people: 1000")
        assert loads(text, "f").traffic.phases[1].rate == 20
        return
    with pytest.raises(ScenarioError, match=r"f:13: traffic\.phases\.1\.rate: "):
        loads(text, "f")


def test_a_day_that_would_eat_all_memory_is_refused_before_it_is_planned() -> None:
    """1e9 visitors a second for an hour are counted, not made."""
    given = [Override.parse("traffic.phases.1={name: doors-open, for: 1 h, rate: 1000000000/s}")]
    message = r"f:11: traffic\.phases: bring 3,600,000,001,180 visitors; up to 10,000,000 are allowed"
    with pytest.raises(ScenarioError, match=message):
        loads(DAY, "f", given)


def test_people_who_do_not_fit_into_their_phases_are_told_with_the_line() -> None:
    """The plan is made once on loading, so that no worker finds out later."""
    text = DAY.replace("people: 40,", "people: 400,")
    message = r"f:15: traffic\.populations: refreshers are 400 people, its phases have 55 arrivals left"
    with pytest.raises(ScenarioError, match=message):
        loads(text, "f")


@pytest.mark.parametrize(("letters", "shown"), [(58, f"'{'X' * 58}'"), (59, f"'{'X' * 59}…")])
def test_a_wrong_value_is_shown_up_to_sixty_characters(letters: int, shown: str) -> None:
    """Its quotes are counted; only what is cut off ends in dots."""
    with pytest.raises(ScenarioError) as refused:
        loads(DAY.replace("name: gate", f"name: {'X' * letters}"), "f")
    assert refused.value.problems[0].startswith(f"f:3: name: {shown} is refused: ")


def test_a_key_that_is_called_as_a_form_of_a_value_is_still_refused() -> None:
    """What is no step of a path leaves the scenario itself."""
    with pytest.raises(ScenarioError, match=r"^f:1: scenario: is an unknown key; `siaga schema` lists"):
        loads(f'{DAY}\n"(csv)": 1\n', "f")


def test_a_wrong_value_is_shown_but_not_at_any_length() -> None:
    """A line stays a line."""
    with pytest.raises(ScenarioError) as refused:
        loads(DAY.replace("name: gate", f"name: {'x' * 9000}"), "f")
    assert len(str(refused.value)) < 200


def test_a_file_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(UsageError, match=r"none\.yaml: does not exist; name a scenario file"):
        load(tmp_path / "none.yaml")


def test_a_file_is_loaded_with_what_the_command_line_says(tmp_path: Path) -> None:
    """And it is the file that problems name."""
    path = tmp_path / "day.yaml"
    path.write_text(DAY, encoding="utf-8")
    assert load(path, [Override.parse("seed=8")]) == loads(DAY.replace("seed: 7", "seed: 8"), "d")
    path.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load(path)
    assert all(one.startswith(f"{path}:") for one in refused.value.problems)


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    """The reason of the system is passed on."""
    with pytest.raises(UsageError, match=r"cannot be read \(.*directory.*\); name a scenario file"):
        load(tmp_path)


def test_a_file_in_another_encoding_is_told_with_line_and_byte(tmp_path: Path) -> None:
    """Latin-1 is not guessed."""
    path = tmp_path / "day.yaml"
    path.write_bytes("\nname: day\ndescription: café\n".encode("latin-1"))
    message = re.escape(f"{path}:3: byte 0xe9 is not UTF-8; save the file as UTF-8")
    with pytest.raises(ScenarioError, match=message):
        load(path)


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    """A scenario has a few thousand bytes; more than a million are not even decoded."""
    with pytest.raises(ScenarioError, match="/dev/zero:1: is longer than 1,000,000 bytes"):
        load(Path("/dev/zero"))


def test_a_file_of_a_million_bytes_is_read_and_has_too_many_characters(tmp_path: Path) -> None:
    """Only one that is longer is refused unread."""
    path = tmp_path / "day.yaml"
    path.write_bytes(b"x" * 1_000_000)
    with pytest.raises(ScenarioError, match=r"day\.yaml:1: is 1,000,000 characters long; up to"):
        load(path)


def test_a_scenario_is_written_as_people_would() -> None:
    """Keys in the order of the reference, letters as they are, lines of about a hundred characters."""
    text = dump(loads(DAY, "f", [Override.parse(f"description={'à ' * 300}")]))
    assert list(yaml.safe_load(text))[:5] == ["name", "description", "seed", "locustfile", "traffic"]
    assert text.startswith("name: gate\ndescription: à à à")
    assert 100 < max(map(len, text.splitlines())) <= 102


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_written_and_read_again(path: Path) -> None:
    """`dump` forgets nothing."""
    scenario = load(path)
    assert loads(dump(scenario), "f") == scenario


def test_a_site_that_has_no_metrics_has_none_after_writing_and_reading() -> None:
    """Leaving `metrics` out would bring the default back."""
    scenario = loads(DAY, "f", [Override.parse("site.metrics=null")])
    assert loads(dump(scenario), "f") == scenario
    assert "metrics: null" in dump(scenario)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a scenario with odd texts and odd numbers in every place that takes them."""
    traffic = draw(traffics(draw(st.sampled_from(["poisson", "even"]))))
    return Scenario.model_validate(
        {
            "name": draw(st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True)),
            "description": draw(texts),
            "seed": draw(st.integers(0, 2**63 - 1)),
            "locustfile": draw(texts) + "x.py",
            "traffic": traffic.model_dump(by_alias=True) | {"patience": draw(rates_per_s)},
            "site": {
                "quota": draw(st.none() | st.integers(1, 10**9)),
                "metrics": draw(st.none() | texts.map("/".__add__)),
                "roll": draw(st.none() | st.fixed_dictionaries({"person": texts, "seat": texts})),
            },
            "objectives": [{"id": "a", "all": draw(st.lists(texts, min_size=1, max_size=3))}],
            "evidence": {"unknown": draw(st.floats(0, 1)), "loop-lag": draw(st.floats(1e-300, 1))},
        }
    )


@settings(max_examples=60)
@given(scenarios())
def test_whatever_a_scenario_says_survives_writing_and_reading(scenario: Scenario) -> None:
    """`loads(dump(s)) == s`, to the last bit of every number."""
    assert loads(dump(scenario), "f") == scenario
