"""Claims about the headline: the verdict, why, and what can be typed next."""

from pathlib import Path

import pytest

from siaga.cli.headline import headline
from siaga.judge.run import judge_run
from siaga.ledger.outcome import Outcome
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import loads
from tests.judge.hand_made import SCENARIO, Run, entry


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run of Ana, who was told yes."""
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    folder.scenario.write_text(SCENARIO, encoding="utf-8")
    made = Run(folder=folder, scenario=loads(SCENARIO, "scenario.yaml"))
    made.asks("ana", Outcome.OK, 2.0, 2.5)
    made.record(folder="reports/hand-made/1")
    return made


def said(run: Run) -> list[str]:
    """Give the lines that a terminal shows."""
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    return headline(run.folder, verdict).plain.splitlines()


def test_a_finding_comes_with_the_command_that_replays_it(run: Run) -> None:
    """Between why and what would turn it."""
    run.roll(before=[], first=[], second=[])
    assert said(run) == [
        "NO GO",
        "  integrity: 1 of 1 acknowledged people are lost. (R1)",
        "  to replay its witnesses: siaga replay reports/hand-made/1 --rule R1",
        "  to turn it: No violation of R1 at all: a broken promise is never outweighed.",
        f"  report: {run.folder.report}",
    ]


def test_without_a_finding_there_is_nothing_to_replay(run: Run) -> None:
    """Only the verdict, its reasons, what would turn it, and the report."""
    run.roll(before=[], first=[entry("ana", 1)], second=[entry("ana", 1)])
    lines = said(run)
    assert lines[0] == "INCONCLUSIVE"
    assert not [line for line in lines if "replay" in line]
