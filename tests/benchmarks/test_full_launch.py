"""Claims about what is told of the whole launch: as much as there is, and nothing that is not."""

from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from siaga.record.json_lines import JsonLines
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.record.tally import StepCount, Tally
from tests.benchmarks.conftest import Script

T0_S = 1_800_000_000.0


@pytest.fixture
def full(script: Script) -> ModuleType:
    """Give the script."""
    return script("full_launch")


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """Give the folder of a run that has sent for twenty seconds and came to no verdict."""
    run = RunFolder(tmp_path / "full-launch" / "latest")
    run.path.mkdir(parents=True)
    lines = JsonLines(run.tallies(0))
    for second in range(20):
        steps = {"home": StepCount(good=8, failed=2)}
        lines.append(Tally(second=second, arrived=10, sent=10, steps=steps).as_json())
    lines.close()
    plan = PlanRecord(
        t0_s=T0_S, workers=1, duration_s=20.0, planned=(10,) * 20, populations={"all": 200}
    )
    plan.write(run.plan)
    return run


def looked(full: ModuleType, *seconds: int) -> Any:  # noqa: ANN401 - scripts have no types
    """Give a course in which the site took a tenth of a core."""
    parts = ("site", "senders", "neighbours")
    course = full.Course()
    for second in seconds:
        course.at_s.append(T0_S + second)
        course.cpu_s.append(Counter(dict.fromkeys(parts, 0.1 * second)))
    return course


def test_a_run_that_came_to_no_verdict_has_its_tables_all_the_same(
    full: ModuleType, script: Script, folder: RunFolder
) -> None:
    """By part, by minute and by step; only the row of the day is missing."""
    tree = script("launch_tree").Tree()
    told = list(full._tables(folder, tree, looked(full, 0, 5, 10, 15, 20), T0_S + 20))
    assert [one.split(" |")[0] for one in told[:3]] == ["| part", "| minute", "| what"]
    assert "| 0 | 3 |" in told[1]
    assert "| home pages | 200 | 10.00 |" in told[2]
    assert told[3:] == ["It came to no verdict."]


def test_minutes_that_are_told_add_no_second_to_what_costs_are_fitted_to(
    full: ModuleType, script: Script, folder: RunFolder
) -> None:
    """A minute is longer than the run was."""
    steps = script("launch_steps").steps_by_second(folder)
    full._minutes(looked(full, 0, 20), steps, T0_S)
    assert sorted(steps) == list(range(20))
    with pytest.raises(KeyError):
        steps[20]


def test_a_run_that_never_began_says_where_the_reason_is(
    full: ModuleType, script: Script, tmp_path: Path
) -> None:
    """And one that sent nothing has no minutes."""
    nowhere = RunFolder(tmp_path / "full-launch" / "latest")
    tree = script("launch_tree").Tree()
    (only,) = full._tables(nowhere, tree, looked(full, 0), T0_S)
    assert only == f"It ended before it could be looked at; {tmp_path / 'said.txt'} says why."
    told = list(full._tables(nowhere, tree, looked(full, 0, 5), T0_S))
    assert told[1:] == ["It came to no verdict."]
    assert "too short" in full._costs(looked(full, 0, 5), {2: Counter(home=1)}, T0_S + 9)
