"""Claims about `siaga history`: a table for people, a page beside the runs, clear errors."""

from dataclasses import replace
from pathlib import Path

import pytest

from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.judge.verdict import Decision
from tests.report.past_runs import GO, decided, write_run

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two runs and a folder that holds none; the terminal is wide."""
    monkeypatch.setenv("COLUMNS", "200")
    objectives = GO.objectives[:2]
    write_run(tmp_path, "day/2027-01-01", decided(Decision.NO_GO, 40.0, objectives))
    write_run(tmp_path, "day/2027-01-02", replace(GO, objectives=objectives), workers=4)
    (tmp_path / "other").mkdir()
    return tmp_path


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no page: most claims are about what is printed."""
    monkeypatch.setattr("siaga.cli.history.history_page", lambda *_found, **_names: "the page")


@pytest.mark.usefixtures("undrawn")
def test_every_run_has_a_row_the_newest_first(root: Path, capsys: Captured) -> None:
    """When, what was decided, and the key measures; then what changed and what else lies there."""
    assert call(["history", str(root)]) == ExitCode.GO
    said = capsys.readouterr().out
    rows = [[cell.strip() for cell in one.split("│")[1:-1]] for one in said.splitlines() if "│" in one]
    assert rows == [
        ["2027-01-02 00:00", "GO", "100", "12", "99.98 %", "412 ms", "day/2027-01-02"],
        ["2027-01-01 00:00", "NO GO", "40", "12", "99.98 %", "412 ms", "day/2027-01-01"],
    ]
    assert "availability of join" in said
    assert "From 2027-01-02 00:00 on: workers: 2, then 4" in said
    assert "other: holds no run" in said
    assert said.splitlines()[-1] == f"page: {root / 'history.html'}"


def test_the_page_lies_beside_the_runs_and_leads_to_their_reports(root: Path) -> None:
    """Or where somebody wants it; links follow."""
    assert call(["history", str(root)]) == ExitCode.GO
    own = (root / "history.html").read_text(encoding="utf-8")
    assert 'href="day/2027-01-02/report.html"' in own
    assert call(["history", str(root / "day"), "--html", str(root / "other" / "p.html")]) == ExitCode.GO
    elsewhere = (root / "other" / "p.html").read_text(encoding="utf-8")
    assert 'href="../day/2027-01-02/report.html"' in elsewhere


@pytest.mark.usefixtures("undrawn")
def test_only_the_newest_are_shown_where_that_is_asked_for(root: Path, capsys: Captured) -> None:
    """And how many are not."""
    assert call(["history", str(root), "--last", "1"]) == ExitCode.GO
    said = capsys.readouterr().out
    assert "day/2027-01-01" not in said
    assert "Older runs that are not shown: 1." in said
    assert call(["history", str(root), "--last", "0"]) == ExitCode.USAGE


@pytest.mark.usefixtures("undrawn")
def test_a_terminal_shows_no_more_than_can_be_read(
    root: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has the others."""
    monkeypatch.setattr("siaga.cli.history_table.MOST_RUNS", 1)
    assert call(["history", str(root)]) == ExitCode.GO
    assert "Older ones, in the page: 1." in capsys.readouterr().out


@pytest.mark.usefixtures("undrawn")
def test_a_narrow_terminal_shows_fewer_measures_and_few_other_folders(
    root: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that decide first; the page has all of them."""
    monkeypatch.setattr("siaga.cli.history_table.MOST_STRAYS", 1)
    monkeypatch.setenv("COLUMNS", "90")
    (root / "zzz").mkdir()
    assert call(["history", str(root)]) == ExitCode.GO
    said = capsys.readouterr().out
    assert "99.98 %" in said
    assert "412 ms" not in said
    assert "More folders like them: 1." in said
    assert "zzz" not in said


def test_a_folder_that_is_none_or_holds_no_run_is_bad_usage(tmp_path: Path, capsys: Captured) -> None:
    """What lies there is told all the same, and no page is written."""
    (tmp_path / "a").mkdir()
    assert call(["history", str(tmp_path)]) == ExitCode.USAGE
    told = capsys.readouterr()
    assert told.out == "a: holds no run\n"
    assert told.err == f"siaga: {tmp_path}: holds no run; name a folder of run folders\n"
    assert call(["history", str(tmp_path / "b")]) == ExitCode.USAGE
    assert capsys.readouterr().err == (
        f"siaga: {tmp_path / 'b'}: is no folder; name one of run folders\n"
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


@pytest.mark.usefixtures("undrawn")
def test_a_unit_of_a_damaged_verdict_is_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Whatever looks like markup is shown as it is."""
    monkeypatch.setenv("COLUMNS", "200")
    folder = write_run(tmp_path, "2027-01-01", verdict=GO)
    text = folder.verdict.read_text(encoding="utf-8")
    assert '"unit": "s"' in text
    folder.verdict.write_text(text.replace('"unit": "s"', '"unit": "[/x]"'), encoding="utf-8")
    assert call(["history", str(tmp_path)]) == ExitCode.GO
    assert "[/x]" in capsys.readouterr().out


@pytest.mark.usefixtures("undrawn")
def test_a_run_without_a_verdict_is_a_row(tmp_path: Path, capsys: Captured) -> None:
    """Names that look like markup are shown as they are."""
    write_run(tmp_path, "2027-01-01", None, scenario="[red]day")
    assert call(["history", str(tmp_path)]) == ExitCode.GO
    said = capsys.readouterr().out
    assert "[red]day" in said
    assert "no verdict" in said
