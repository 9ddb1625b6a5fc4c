"""Claims about announcing a verdict: in the terminal always, and to a pipeline where there is one."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from siaga.cli.announce import announce
from siaga.record.run_folder import RunFolder
from tests.report.opening_day import run_record
from tests.report.verdicts import go_verdict, no_go_verdict


@pytest.mark.parametrize("where", ["true", ""])
def test_annotations_stand_alone_in_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """However narrow the terminal is, and whatever is in a text."""
    monkeypatch.setenv("GITHUB_ACTIONS", where)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.delenv(name, raising=False)
    folder = RunFolder(tmp_path)
    run_record().write(folder.run)
    written = io.StringIO()
    announce(folder, no_go_verdict(go_verdict((4, 8))), Console(file=written, width=20))
    lines = written.getvalue().splitlines()
    assert lines[0] == "NO GO"
    told = "::error title=NO GO%2C integrity%3A R1::3 of 1,640 acknowledged registrations are lost (R1)."
    assert [line for line in lines if line.startswith("::")] == ([told] if where else [])
