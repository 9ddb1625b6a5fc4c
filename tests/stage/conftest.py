"""A run by hand that the stage watches."""

from pathlib import Path

import pytest

from siaga.record.run_folder import RunFolder
from siaga.scenario.load import dump, loads
from tests.judge.hand_made import SCENARIO, Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run that was prepared, and of which nothing was sent yet."""
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    scenario = loads(SCENARIO, "scenario.yaml")
    folder.scenario.write_text(dump(scenario), encoding="utf-8")
    return Run(folder=folder, scenario=scenario)
