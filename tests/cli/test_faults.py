"""Claims about `siaga faults`: a scenario's author finds what there is, and what it has to know."""

import pytest

from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.faults.catalog import KINDS, fault_problems
from siaga.scenario.load import Override, loads
from tests.scenario.days import DAY


def test_every_kind_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """By the name that scenarios use, one a line."""
    assert call(["faults"]) == ExitCode.GO
    first_words = [line.partition(" ")[0] for line in capsys.readouterr().out.splitlines()]
    assert [word for word in first_words if word in KINDS] == list(KINDS)


NEED_MORE = {"chaos", "chaos-experiment"}
"""Kinds that need activities, or a file, which are too long for a line."""


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_kind_is_described_with_an_entry_that_a_scenario_takes(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each setting is told, and the entry is sound."""
    assert call(["faults", kind]) == ExitCode.GO
    said = capsys.readouterr().out
    assert said.startswith(f"{kind}: {KINDS[kind].summary}.\n")
    for name, field in KINDS[kind].settings.model_fields.items():
        assert f"  with.{field.alias or name}: {' '.join((field.description or '').split())}" in said
    entry = said.rpartition("- ")[2].strip()
    if kind in NEED_MORE:
        return
    day = loads(DAY, "gate.yaml", [Override.parse(f"faults=[{entry}]")])
    assert list(fault_problems(day)) == []


@pytest.mark.parametrize(
    ("kind", "whom"),
    [
        ("chaos", "any site"),
        ("kill", "a site that siaga starts itself"),
        ("latency", "a site that siaga starts itself; the way to any site"),
    ],
)
def test_a_kind_says_which_sites_it_can_harm(
    kind: str, whom: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of one that siaga has not started, few can."""
    assert call(["faults", kind]) == ExitCode.GO
    assert f"  harms    {whom}\n" in capsys.readouterr().out


def test_a_kind_that_is_none_is_refused_with_those_that_are_near(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As a bad argument."""
    assert call(["faults", "latancy"]) == ExitCode.USAGE
    assert "fault: 'latancy' is none; latency may be meant; " in capsys.readouterr().err
