"""A run by hand that the stage watches; preparations that are quick."""

from pathlib import Path

import pytest

from siaga.record.run_folder import RunFolder
from siaga.scenario.load import dump, loads
from tests.judge.hand_made import SCENARIO, Run
from tests.stage.asked_once import ask_once


@pytest.fixture(autouse=True)
def _asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask each Locust file for its journeys once."""
    ask_once(monkeypatch)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run that was prepared, and of which nothing was sent yet."""
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    scenario = loads(SCENARIO, "scenario.yaml")
    folder.scenario.write_text(dump(scenario), encoding="utf-8")
    return Run(folder=folder, scenario=scenario)
