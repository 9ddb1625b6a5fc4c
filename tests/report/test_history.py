"""Claims about a history: the newest runs, how many there are besides, and what else lies there."""

from pathlib import Path

import pytest

from siaga.report.history import history
from siaga.report.run_tree import Stray
from tests.report.past_runs import write_run


def test_the_newest_runs_of_all_scenarios_are_shown(tmp_path: Path) -> None:
    """By their time, not by their folders; the others are counted."""
    for place, scenario in (("z/2027-01-01", "a"), ("y/2027-01-03", "b"), ("x/2027-01-02", "a")):
        write_run(tmp_path, place, scenario=scenario)
    found = history(tmp_path, 2)
    assert [run.place for run in found.runs] == ["y/2027-01-03", "x/2027-01-02"]
    assert [one.name for one in found.trends] == ["a", "b"]
    assert (found.older, found.strays) == (1, ())


def test_whatever_else_lies_there_is_told_and_nothing_fails(tmp_path: Path) -> None:
    """Damaged, empty and foreign folders, files, and a run.json that is a folder."""
    write_run(tmp_path, "2027-01-01")
    for place, text in (("a", "{"), ("b", ""), ("c", "[" * 9999), ("d", "null")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "run.json").write_text(text, encoding="utf-8")
    (tmp_path / "e" / "run.json").mkdir(parents=True)
    (tmp_path / "file").write_text("", encoding="utf-8")
    found = history(tmp_path, 10)
    assert [run.place for run in found.runs] == ["2027-01-01"]
    assert [one.place for one in found.strays] == ["a", "b", "c", "d", "e"]
    assert found.strays[-1] == Stray(place="e", why="holds no run")
    assert all("is no record of a run" in one.why for one in found.strays[:-1])


def test_an_empty_folder_has_an_empty_history(tmp_path: Path) -> None:
    """Nothing of anything."""
    found = history(tmp_path, 1)
    assert (found.trends, list(found.runs), found.older, found.strays) == ((), [], 0, ())


def test_none_is_no_number_of_runs(tmp_path: Path) -> None:
    """It would be a page of nothing."""
    with pytest.raises(ValueError, match="most: 0 runs are none; 1 or more are allowed"):
        history(tmp_path, 0)
