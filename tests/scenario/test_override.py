"""Claims about values given on the command line."""

import re

import pytest

from siaga.errors import ExitCode, ScenarioError, UsageError
from siaga.scenario.load import Override, loads
from siaga.scenario.model import Scenario
from tests.scenario.days import DAY


def _gate(*overrides: str, text: str = "") -> Scenario:
    given = [Override.parse(one) for one in overrides]
    return loads(text or DAY, "gate.yaml", given)


def test_a_path_is_keys_and_indexes() -> None:
    """Digits are an index, everything else is a key."""
    override = Override.parse("traffic.phases.0.rate=20/s")
    assert override == Override(path=("traffic", "phases", 0, "rate"), value="20/s")
    assert str(override) == "--set traffic.phases.0.rate"


@pytest.mark.parametrize("text", ["", "seed", "=3", "a..b=3", ".a=3", "a.=3"])
def test_what_is_no_override_is_bad_usage(text: str) -> None:
    """The message shows how one is written."""
    message = f"--set {text}: is no override; write traffic.phases.0.rate=20/s"
    with pytest.raises(UsageError, match=re.escape(message)) as refused:
        Override.parse(text)
    assert refused.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("value", ["[", "2020-13-45", "{a: 1, a: 2}", "&a [*a]", "9" * 5000])
def test_a_value_that_is_no_yaml_is_bad_usage(value: str) -> None:
    """The same rules as in the file."""
    with pytest.raises(UsageError, match=re.escape(f"--set seed={value}: value:1: ")):
        Override.parse(f"seed={value}")


def test_values_are_put_in_their_places() -> None:
    """A number, a quantity, a list, and nothing."""
    scenario = _gate(
        "site.quota=5",
        "traffic.phases.1.rate=60/s",
        "traffic.populations.0.during=[rush]",
        "site.metrics=null",
        "description=a = b",
    )
    assert scenario.site.quota == 5
    assert scenario.traffic.phases[1].rate == 60
    assert scenario.traffic.populations[0].during == ("rush",)
    assert scenario.site.metrics is None
    assert scenario.description == "a = b"


def test_the_last_of_two_values_for_one_place_counts() -> None:
    """As everywhere on a command line."""
    assert _gate("seed=1", "seed=2").seed == 2


def test_a_part_that_the_file_leaves_out_can_be_set() -> None:
    """The gate has no token for its roll, and says nothing of the telemetry gap."""
    assert _gate("evidence.telemetry-gap=9 s").evidence.telemetry_gap_s == 9
    without = DAY.replace("evidence:\n  acknowledged: 1000\n", "")
    assert _gate("evidence.acknowledged=7", text=without).evidence.acknowledged == 7


def test_a_value_reaches_one_alias_and_not_its_anchor() -> None:
    """Two phases that share their rate in the file are changed one by one."""
    text = DAY.replace("rate: 50/s}", "rate: &shared {from: 50/s, to: 50/s}}")
    text = text.replace("rate: {from: 50/s, to: 25/s}}", "rate: *shared}")
    phases = _gate("traffic.phases.2.rate.to=25/s", text=text).traffic.phases
    assert phases[1].stretch().end_per_s == 50
    assert phases[2].stretch().end_per_s == 25


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("traffic.phases.9.rate=1", "there is no 9 in traffic.phases; name a place"),
        ("traffic.phases.3=1", "there is no 3 in traffic.phases; name a place"),
        ("traffic.phases.²=1", "there is no '²' in traffic.phases; name a place"),
        ("traffic.phases.-1.rate=1", "there is no '-1' in traffic.phases; name a place"),
        ("traffic.0=1", "there is no 0 in traffic; name a place"),
        ("name.first=1", "there is no 'first' in name; name a place"),
        ("nothing.0=1", "there is no 'nothing' in the scenario; name a place"),
        ("traffic.phases.999999999=1", "there is no 999999999 in traffic.phases; name a place"),
        ("traffic.phases.1000000000=1", "there is no '1000000000' in traffic.phases; name a place"),
    ],
)
def test_a_place_that_is_not_there_is_told(override: str, message: str) -> None:
    """With the part of the path that is there."""
    path = override.partition("=")[0]
    with pytest.raises(ScenarioError, match=re.escape(f"--set {path}: {message}")):
        _gate(override)


def test_all_wrong_places_are_told_at_once() -> None:
    """One line for each."""
    with pytest.raises(ScenarioError) as refused:
        _gate("traffic.phases.9.rate=1", "seed=3", "name.first=1")
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("site.quota=many", "site.quota: 'many' is refused: Input should be a valid integer"),
        ("sight=1", "sight: is an unknown key; `siaga schema` lists the keys"),
        ("sight.seats=1", "sight: is an unknown key; `siaga schema` lists the keys"),
        ("traffic=1", "traffic: is no mapping; write keys with values"),
        ("traffic.populations.0.during=rush", "traffic.populations.0.during: is no list; write [one, "),
        ("traffic.phases.0.for=", "traffic.phases.0.for: None is not a duration; write a number"),
    ],
)
def test_a_wrong_value_is_told_with_the_override_as_its_place(override: str, message: str) -> None:
    """The file is not to blame, so no line of it is named."""
    path = override.partition("=")[0]
    with pytest.raises(ScenarioError) as refused:
        _gate(override)
    assert refused.value.problems[0].startswith(f"--set {path}: {message}")
