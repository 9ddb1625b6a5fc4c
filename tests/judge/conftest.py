"""Runs made by hand, empty and good."""

from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.ledger.outcome import Outcome
from siaga.record.run_folder import RunFolder
from tests.judge.hand_made import DURATION_S, PER_S, SCENARIO, Run, entry
from tests.judge.loaded import loaded


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Run]:
    """Make an empty run; `extra` lines are put in place of the scenario's of the same key."""

    def made(scenario: str = SCENARIO, workers: int = 1) -> Run:
        folder = RunFolder(tmp_path / "run")
        folder.path.mkdir()
        folder.scenario.write_text(scenario, encoding="utf-8")
        return Run(folder=folder, scenario=loaded(scenario), workers=workers)

    return made


@pytest.fixture
def good(make: Callable[..., Run]) -> Run:
    """A small run in which all is well: three people join, everything is read and written."""
    run = make()
    run.promises(ana=Outcome.OK, budi=Outcome.OK, citra=Outcome.OK, dewi=Outcome.REFUSED)
    kept = [entry("ana", 1), entry("budi", 2), entry("citra", 3)]
    run.roll(before=[], first=kept, second=kept)
    run.day()
    run.latencies("join", {second: [0.1] * PER_S for second in range(DURATION_S)})
    run.scrapes([{"site_seats{state=left}": 7.0}] * (DURATION_S + 1))
    run.record()
    return run
