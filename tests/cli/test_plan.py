"""Claims about `siaga plan`: a table, JSON, a page, and an exit code for a refusal."""

import json
from pathlib import Path

import pytest

from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.plan.law import Law
from tests.plan.measured_runs import DAY, LAW, STAIRS, measured_run


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a day, two runs of a site, and one in which it was never pressed."""
    folder = tmp_path_factory.mktemp("plan")
    (folder / "day.yaml").write_text(DAY, encoding="utf-8")
    for name in ("one", "two"):
        measured_run(folder / name, LAW, STAIRS, seed=len(name))
    straight = Law(alone=0.01, shared=0, agreed=0)
    measured_run(folder / "straight", straight, STAIRS[:8], cpu_s=0.0005)
    return folder


def test_a_day_is_sized_by_runs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those after the first need no `--from` of their own; the page is written where it is asked for."""
    page = root / "plan.html"
    arguments = ["plan", str(root / "day.yaml"), "--from", str(root / "one"), str(root / "two")]
    assert call([*arguments, "--html", str(page)]) == ExitCode.GO
    said = capsys.readouterr().out
    assert said.startswith("measured: 19,200 visitors, by 2 of 2 runs.")
    assert "SIZED: Let in 13" in said
    assert [line.count("┃") for line in said.splitlines() if "At the door" in line] == [5]
    assert said.splitlines()[-1] == f"page: {page}"
    assert "SIZED" in page.read_text(encoding="utf-8")


def test_a_plan_is_json_where_a_program_asks(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a day that is made smaller, so that it is enough what was seen."""
    arguments = ["plan", str(root / "day.yaml"), "--from", str(root / "straight"), "--json"]
    quiet = ["--set", "traffic.phases.0.rate=40/s", "--headroom", "50 %", "--step", "home"]
    assert call([*arguments, *quiet]) == ExitCode.GO
    told = json.loads(capsys.readouterr().out)
    assert (told["enough"], told["headroom"], told["step"]) == (True, 0.5, "home")
    assert told["peak_visitors_per_s"] == 40


def test_a_refusal_is_inconclusive(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says why, and what to measure."""
    arguments = ["plan", str(root / "day.yaml"), "--from", str(root / "straight")]
    assert call([*arguments, "--set", "traffic.phases.0.rate=900/s"]) == ExitCode.INCONCLUSIVE
    said = " ".join(capsys.readouterr().out.split())
    assert "REFUSED: The site was never pressed" in said
    assert "Measure with more load" in said
    assert "Warning: What a visitor asks for was measured in one run alone" in said


def test_runs_that_are_left_out_are_told_with_the_reason(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run of another scenario."""
    measured_run(root / "other", LAW, STAIRS[:2], scenario="gate")
    assert call(["plan", str(root / "day.yaml"), "--from", str(root / "other")]) == ExitCode.INCONCLUSIVE
    said = " ".join(capsys.readouterr().out.split())
    assert "other: plays gate, and the day is measured." in said
    assert "REFUSED: None of the runs can be used." in said


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--from", "nowhere"], "nowhere: is no folder"),
        (["--from", "one", "--headroom", "0 %"], "--headroom: 0 % leaves nothing"),
        (["--from", "one", "--headroom", "much"], "--headroom: "),
        (["--from", "torn"], "torn: cannot be planned from"),
        ([], "--from"),
    ],
)
def test_what_cannot_be_planned_is_a_clear_error(
    root: Path,
    arguments: list[str],
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is written."""
    monkeypatch.chdir(root)
    (root / "torn").mkdir(exist_ok=True)
    (root / "torn" / "scenario.yaml").write_text(DAY, encoding="utf-8")
    (root / "torn" / "run.json").write_text("{}", encoding="utf-8")
    assert call(["plan", "day.yaml", *arguments]) == ExitCode.USAGE
    assert problem in capsys.readouterr().err
