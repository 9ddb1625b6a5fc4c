"""Claims about `siaga compare`: a table for people, JSON for programs, an exit code for pipelines."""

import json
import shutil
from pathlib import Path

import pytest

from siaga.cli.headline import headline
from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.judge.run import judge_run
from siaga.record.run_folder import RunFolder
from siaga.report.render import verdict_json
from siaga.scenario.load import dump, loads
from siaga.stage.baseline import keep
from tests.judge.hand_made import DURATION_S, SCENARIO, Run
from tests.judge.two_runs import spread_s

Captured = pytest.CaptureFixture[str]


def _played(path: Path, median_s: float, **changed: object) -> Run:
    """Play a run whose joins take so long."""
    path.mkdir()
    folder = RunFolder(path)
    scenario = loads(SCENARIO, "scenario.yaml")
    folder.scenario.write_text(dump(scenario), encoding="utf-8")
    made = Run(folder=folder, scenario=scenario)
    made.day()
    made.latencies("join", dict.fromkeys(range(DURATION_S), spread_s(median_s)))
    made.record(run_id=f"hand-made/{path.name}", **changed)
    return made


@pytest.fixture
def before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """An earlier run; the terminal is wide."""
    monkeypatch.setenv("COLUMNS", "200")
    return _played(tmp_path / "before", 0.1)


@pytest.fixture(autouse=True)
def _undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no page where no claim is about it: a picture takes its time."""
    if "drawn" not in request.fixturenames:
        monkeypatch.setattr("siaga.cli.compare.comparison_page", lambda _facts: "the page")


@pytest.fixture
def drawn() -> None:
    """Draw the page."""


def _compare(before: Run, after: Run, *more: str) -> int:
    return call(["compare", str(before.folder.path), str(after.folder.path), *more])


def test_a_slower_run_exits_with_3_and_shows_every_measure(
    before: Run, tmp_path: Path, capsys: Captured
) -> None:
    """A row each, and what is worse in a sentence."""
    assert _compare(before, _played(tmp_path / "after", 0.12)) == ExitCode.NO_GO
    said = capsys.readouterr().out
    assert said.startswith("A is hand-made/before, B is hand-made/after.\n")
    rows = [[cell.strip() for cell in one.split("│")] for one in said.splitlines() if "│" in one]
    (row,) = [one for one in rows if "p50 of join" in one]
    assert row[1:4] == ["p50 of join", "99.3 ms", "119 ms"]
    assert row[4].startswith("+19.97 % (+")
    assert row[5] == "worse"
    assert "worse: 3 of 6 measures are worse than in hand-made/before: p50 of join (+" in said


@pytest.mark.usefixtures("drawn")
def test_the_page_lies_beside_the_report_of_the_later_run(
    before: Run, tmp_path: Path, capsys: Captured
) -> None:
    """Or where somebody wants it, with links that follow; its verdict is that of either run."""
    after = _played(tmp_path / "after", 0.12)
    verdict = judge_run(after.folder, after.scenario, strict=False).verdict
    after.folder.verdict.write_text(verdict_json(verdict), encoding="utf-8")
    after.folder.report.touch()
    assert _compare(before, after) == ExitCode.NO_GO
    page = after.folder.path / "comparison.html"
    assert capsys.readouterr().out.splitlines()[-1] == f"page: {page}"
    own = page.read_text(encoding="utf-8")
    assert '<a href="report.html">Report of B</a>' in own
    assert "Report of A" not in own
    assert "Its folder holds no verdict." in own
    assert _compare(before, after, "--html", str(tmp_path / "p.html")) == ExitCode.NO_GO
    assert 'href="after/report.html"' in (tmp_path / "p.html").read_text(encoding="utf-8")


def test_a_page_for_which_there_is_no_place_is_bad_usage_only_where_it_was_asked_for(
    before: Run, tmp_path: Path, capsys: Captured
) -> None:
    """A run folder may be one that cannot be written to, and the answer stands."""
    (before.folder.path / "comparison.html").mkdir()
    assert _compare(before, before) == ExitCode.GO
    assert "comparison.html: cannot be written" in capsys.readouterr().err
    assert _compare(before, before, "--html", str(tmp_path)) == ExitCode.USAGE


def test_runs_that_are_the_same_or_better_exit_with_0(before: Run, tmp_path: Path) -> None:
    """In both directions none is worse."""
    assert _compare(before, before) == ExitCode.GO
    assert _compare(before, _played(tmp_path / "after", 0.05)) == ExitCode.GO


def test_runs_that_nobody_can_compare_exit_with_4_and_a_warning(
    before: Run, tmp_path: Path, capsys: Captured
) -> None:
    """Half the people are another day."""
    assert _compare(before, _played(tmp_path / "after", 0.1, scale=0.5)) == ExitCode.INCONCLUSIVE
    assert "Warning: scale: 1 in the baseline, 0.5 now." in capsys.readouterr().out


def test_the_comparison_as_json_is_whole(before: Run, tmp_path: Path, capsys: Captured) -> None:
    """With the same exit code."""
    assert _compare(before, _played(tmp_path / "after", 0.12), "--json") == ExitCode.NO_GO
    told = json.loads(capsys.readouterr().out)
    assert not (tmp_path / "after" / "comparison.html").exists()
    assert (told["before"], told["answer"], len(told["measures"])) == ("hand-made/before", "worse", 6)


def test_what_matters_can_be_set_as_for_a_run(before: Run, tmp_path: Path, capsys: Captured) -> None:
    """And a value that is none is bad usage."""
    after = _played(tmp_path / "after", 0.12)
    assert _compare(before, after, "--set", "baseline.change=50%") == ExitCode.GO
    assert _compare(before, after, "--set", "baseline.change=0") == ExitCode.USAGE
    assert "baseline.change" in capsys.readouterr().err


def test_a_folder_that_is_no_run_is_bad_usage(before: Run, tmp_path: Path, capsys: Captured) -> None:
    """Whichever of the two it is, and if it is damaged."""
    for pair in ((str(tmp_path), str(before.folder.path)), (str(before.folder.path), str(tmp_path))):
        assert call(["compare", *pair]) == ExitCode.USAGE
        assert "holds no run" in capsys.readouterr().err
    broken = _played(tmp_path / "broken", 0.1)
    broken.folder.run.write_text("{", encoding="utf-8")
    assert _compare(before, broken) == ExitCode.USAGE
    assert "cannot be compared (run.json: " in capsys.readouterr().err


def test_the_copy_of_a_baseline_can_be_compared_like_the_run_itself(before: Run, tmp_path: Path) -> None:
    """Every measure has the same value."""
    after = _played(tmp_path / "after", 0.12)
    keep(before.folder, after.folder)
    copied = call(["compare", str(after.folder.baseline.path), str(after.folder.path)])
    shutil.rmtree(before.folder.path)
    assert copied == ExitCode.NO_GO


def test_the_headline_of_a_run_says_what_became_of_its_baseline(before: Run, tmp_path: Path) -> None:
    """One that is worse stands among the reasons already."""
    for name, median_s, lines in (("same", 0.1, 1), ("slower", 0.12, 0)):
        after = _played(tmp_path / name, median_s, baseline="before")
        keep(before.folder, after.folder)
        verdict = judge_run(after.folder, after.scenario, strict=False).verdict
        said = headline(after.folder, verdict).plain.splitlines()
        told = [one for one in said if one.startswith("  baseline: ")]
        assert len(told) == lines
