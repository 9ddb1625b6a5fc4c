"""Claims about finding a baseline: the newest fit run of the branch, and what is kept of it."""

import json
from pathlib import Path

import pytest

from siaga.errors import UsageError
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.stage.baseline import BRANCHES, Wanted, find, keep


def _run(path: Path, day: int, verdict: str = "GO", **changed: object) -> Path:
    """Leave a run folder that was played on a day of January."""
    given = {"run_id": path.name, "scenario": "gate", "host": "", "seed": 1, "epoch": 1, "scale": 1.0}
    given |= {"time_scale": 1.0, "workers": 1, "owned_site": True}
    given |= {"started_at": f"2027-01-{day:02}T08:00:00.000+00:00"}
    folder = RunFolder(path)
    RunRecord(**{**given, **changed}).write(folder.run)  # type: ignore[arg-type]
    folder.scenario.write_text("name: gate\n", encoding="utf-8")
    folder.verdict.write_text(json.dumps({"verdict": verdict}), encoding="utf-8")
    return path


def _found(path: Path, branch: str = "", *, insisted: bool = False) -> str:
    """Give the name of the run that is found, or why there is none."""
    found = find(Wanted(path=str(path), branch=branch, insisted=insisted), "gate")
    return found.folder.path.name if found.folder is not None else found.why


def test_where_nothing_is_asked_for_nothing_is_found() -> None:
    """Not even a reason."""
    found = find(Wanted(), "gate")
    assert (found.folder, found.why) == (None, "")


def test_a_run_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    """Whoever names one knows which it is, whatever its verdict was."""
    assert _found(_run(tmp_path / "named", 1, "NO_GO")) == "named"


def test_of_several_runs_it_is_the_newest_that_was_go(tmp_path: Path) -> None:
    """By its start, not by its name; conditions are fit, as the first run has no baseline."""
    _run(tmp_path / "z-oldest", 1)
    _run(tmp_path / "b", 3, "GO_WITH_CONDITIONS")
    _run(tmp_path / "c", 2)
    _run(tmp_path / "d", 4, "NO_GO")
    _run(tmp_path / "e", 5, "INCONCLUSIVE")
    _run(tmp_path / "f", 6, scenario="opening-day")
    _run(tmp_path / "g", 7, interrupted=True)
    _run(tmp_path / "h", 8, replays="gate/1")
    _run(tmp_path / "i", 9, aborted_for="join-fast")
    _run(tmp_path / "j", 10, stopped_by="caps: too much")
    assert _found(tmp_path) == "b"


@pytest.mark.parametrize("harmed", ["run.json", "verdict.json"])
@pytest.mark.parametrize("content", ["", "[]", "{}", '{"verdict": 3}', "\xff"])
def test_a_run_that_cannot_be_read_is_passed_over(tmp_path: Path, harmed: str, content: str) -> None:
    """A run that is being played has no verdict yet."""
    _run(tmp_path / "sound", 1)
    (_run(tmp_path / "harmed", 2) / harmed).write_bytes(content.encode("latin-1"))
    assert _found(tmp_path) == "sound"
    (tmp_path / "harmed" / harmed).unlink()
    assert _found(tmp_path) == "sound"


def test_runs_lie_in_the_folder_or_under_the_name_of_their_scenario(tmp_path: Path) -> None:
    """As `siaga run --out` writes them; `latest` is one of them."""
    _run(tmp_path / "gate" / "new", 2)
    (tmp_path / "gate" / "latest").symlink_to("new")
    _run(tmp_path / "old", 1)
    _run(tmp_path / "elsewhere" / "newest", 3)
    assert _found(tmp_path) == "new"
    assert _found(tmp_path / "gate") == "new"


def test_a_branch_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """Other branches do not count, nor what lies beside them."""
    _run(tmp_path / "main" / "gate" / "of-main", 1)
    _run(tmp_path / "feature" / "x" / "of-x", 2)
    _run(tmp_path / "beside", 3)
    assert _found(tmp_path, "main") == "of-main"
    assert _found(tmp_path, "feature/x", insisted=True) == "of-x"


def test_a_branch_that_somebody_names_has_to_be_there_and_one_of_the_pipeline_need_not(
    tmp_path: Path,
) -> None:
    """Runs that are kept without branches are found in a pipeline, too."""
    _run(tmp_path / "beside", 1)
    why = f"There is no baseline: no run of gate of branch main in {tmp_path} was GO"
    assert _found(tmp_path, "main", insisted=True) == why
    assert _found(tmp_path, "main") == "beside"


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    """A folder that is not there, and one without a fit run."""
    assert _found(tmp_path / "no") == f"There is no baseline: {tmp_path / 'no'} does not exist"
    assert _found(tmp_path) == f"There is no baseline: no run of gate in {tmp_path} was GO"


@pytest.mark.parametrize("branch", ["../other", "/etc", "a/../../b"])
def test_a_branch_never_leads_out_of_the_folder(branch: str) -> None:
    """A merge request names its branch as it likes."""
    with pytest.raises(UsageError, match="leads out of the baseline's folder"):
        Wanted.of("reports", branch, {})
    with pytest.raises(UsageError, match="leads out of the baseline's folder"):
        Wanted.of("reports", "", {"GITHUB_REF_NAME": branch})


def test_a_pipeline_names_the_target_of_a_merge_request_before_the_branch_itself() -> None:
    """And a branch that somebody names comes before both."""
    environ = {"GITHUB_BASE_REF": "main", "GITHUB_REF_NAME": "12/merge"}
    assert Wanted.of("r", "", environ) == Wanted(path="r", branch="main", insisted=False)
    assert Wanted.of("r", "release", environ) == Wanted(path="r", branch="release", insisted=True)
    assert Wanted.of("r", "", {**environ, "GITHUB_BASE_REF": ""}).branch == "12/merge"
    assert Wanted.of("r", "", {}) == Wanted(path="r")
    assert Wanted.of("", "main", environ) == Wanted()
    for place, name in enumerate(BRANCHES):
        assert Wanted.of("r", "", dict.fromkeys(BRANCHES[place:], name)).branch == name


@pytest.mark.parametrize(
    ("missing", "said"), [("run.json", "is no record"), ("scenario.yaml", "has no")]
)
def test_half_a_run_is_refused_before_anything_is_sent(tmp_path: Path, missing: str, said: str) -> None:
    """After an hour of load nothing could be compared."""
    path = _run(tmp_path / "half", 1)
    (path / missing).write_text("{") if missing == "run.json" else (path / missing).unlink()
    with pytest.raises(UsageError, match=f"--baseline .*half: .*{said}"):
        _found(path)


def test_what_is_kept_is_what_a_comparison_needs(tmp_path: Path) -> None:
    """Neither ledger nor roll, and no report."""
    before, folder = RunFolder(_run(tmp_path / "before", 1)), RunFolder(tmp_path / "run")
    kept = [before.plan, before.machine, before.tallies(0), before.tallies(10), before.latency(0)]
    for path in [*kept, before.ledger(0), before.roll_reads, before.report, before.log]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name, encoding="utf-8")
    keep(before, folder)
    home = folder.baseline.path
    names = {str(one.relative_to(home)) for one in home.rglob("*") if one.is_file()}
    assert names == {
        "run.json",
        "scenario.yaml",
        "evidence/machine.jsonl",
        "evidence/plan.json",
        "evidence/worker-0.jsonl",
        "evidence/worker-10.jsonl",
        "latency/worker-0.hlog",
    }
    assert folder.baseline.run.read_bytes() == before.run.read_bytes()
