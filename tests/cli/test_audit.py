"""Claims about `siaga audit`: tables for people, JSON for programs, the exit code of the findings."""

import json
from pathlib import Path

import pytest

from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.ledger.outcome import Outcome
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import dump, loads
from tests.judge.hand_made import SCENARIO, Run, entry
from tests.judge.test_handouts import fed, feed, hand_out

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run in which Ana was told yes and is not on the roll; the terminal is wide."""
    monkeypatch.setenv("COLUMNS", "200")
    folder = RunFolder(tmp_path / "run")
    folder.path.mkdir()
    folder.scenario.write_text(SCENARIO, encoding="utf-8")
    made = Run(folder=folder, scenario=loads(SCENARIO, "scenario.yaml"))
    made.asks("ana", Outcome.OK, 2.0, 2.5)
    made.asks("[b]budi", Outcome.OK, 3.0, 3.5)
    made.roll(before=[], first=[entry("[b]budi", 1)], second=[entry("[b]budi", 1)])
    made.record()
    return made


def test_a_finding_is_shown_with_its_first_witness_and_a_command(run: Run, capsys: Captured) -> None:
    """What the run knows of the witness stands in a table; the command names the folder as typed."""
    assert call(["audit", str(run.folder.path)]) == ExitCode.NO_GO
    said = capsys.readouterr().out
    assert "2 acknowledged of 2 attempted, 0 refused, 0 unknown; 1 new on the roll" in said
    assert "R1: 1 of 2 acknowledged people are lost." in said
    rows = [[cell.strip() for cell in one.split("│")] for one in said.splitlines() if "│" in one]
    assert ["", "2.500 s", "answered: ok"] in [one[:3] for one in rows]
    assert ["", "R1", "broken", "1 of 2 acknowledged people are lost.", ""] in rows
    assert f"Replay it: siaga replay {run.folder.path} --rule R1" in said


def test_the_audit_as_json_is_whole(run: Run, capsys: Captured) -> None:
    """Every witness with its timeline, for programs."""
    assert call(["audit", str(run.folder.path), "--json"]) == ExitCode.NO_GO
    told = json.loads(capsys.readouterr().out)
    (finding,) = told["findings"]
    assert (told["acknowledged"], finding["rule"], finding["count"]) == (2, "R1", 1)
    assert [line["event"] for line in finding["witnesses"][0]["timeline"]].count("answered") == 1


def test_without_findings_the_rules_alone_are_shown(run: Run, capsys: Captured) -> None:
    """With what each of them says; a name that looks like markup is none."""
    kept = [entry("[b]budi", 1), entry("ana", 2)]
    run.roll(before=[], first=kept, second=kept)
    assert call(["audit", str(run.folder.path)]) == ExitCode.GO
    said = capsys.readouterr().out
    assert "0 of 2 acknowledged people are lost" in said
    assert "witness" not in said
    run.roll(before=[], first=kept[1:], second=kept[1:])
    call(["audit", str(run.folder.path)])
    assert "person [b]budi" in capsys.readouterr().out


def test_what_cannot_be_audited_is_told(run: Run, capsys: Captured) -> None:
    """A damaged ledger is bad usage with its reason; no ledger at all is said in a sentence."""
    run.folder.ledger(0).write_text("{}\n{}\n", encoding="utf-8")
    assert call(["audit", str(run.folder.path)]) == ExitCode.USAGE
    assert "cannot be audited (ledger: " in capsys.readouterr().err
    run.folder.ledger(0).unlink()
    assert call(["audit", str(run.folder.path)]) == ExitCode.GO
    assert "The audit does not apply" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rows", "code", "state"),
    [((1, 2), ExitCode.GO, "met"), ((2, 1), ExitCode.INCONCLUSIVE, "broken")],
)
def test_what_became_of_the_rows_of_feeds_stands_beside_the_audit(
    run: Run, capsys: Captured, rows: tuple[int, int], code: ExitCode, state: str
) -> None:
    """A row that went to somebody else breaks no rule, and proves nothing."""
    kept = entry("[b]budi", 1), entry("ana", 2)
    run.roll(before=[], first=kept, second=kept)
    fed(run, feed())
    run.folder.scenario.write_text(dump(run.judged_with(feeds=(feed(),)).scenario), encoding="utf-8")
    hand_out(run, (rows[0], 0), (rows[1], 1))
    assert call(["audit", str(run.folder.path), "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert (told["findings"], told["feed_rows"]["state"]) == ([], state)
    assert call(["audit", str(run.folder.path)]) == code
    assert f"feed-rows: {state}: " in capsys.readouterr().out
