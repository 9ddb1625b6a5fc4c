"""Claims about the run tree: every run below a folder is found once, and other things are told."""

import os
from pathlib import Path

import pytest

from siaga.record.run_folder import RunFolder
from siaga.report.run_tree import DEEPEST, Stray, run_tree
from tests.report.past_runs import write_run


def _places(root: Path) -> list[str]:
    return [
        f"{one.place}: {one.why}" if isinstance(one, Stray) else one.path.relative_to(root).as_posix()
        for one in run_tree(root)
    ]


def test_runs_are_found_however_deep_they_lie(tmp_path: Path) -> None:
    """Below the scenario, below a branch, or right here; in order of path."""
    for place in ("gate/2027-01-02", "gate/2027-01-01", "feature/x/gate/2027-01-01", "2027-01-05"):
        write_run(tmp_path, place)
    assert _places(tmp_path) == [
        "2027-01-05",
        "feature/x/gate/2027-01-01",
        "gate/2027-01-01",
        "gate/2027-01-02",
    ]


def test_a_link_counts_no_run_twice(tmp_path: Path) -> None:
    """Neither `latest` nor one that leads in a circle."""
    write_run(tmp_path, "gate/2027-01-01")
    (tmp_path / "gate" / "latest").symlink_to("2027-01-01")
    (tmp_path / "gate" / "round").symlink_to(tmp_path)
    assert _places(tmp_path) == ["gate/2027-01-01"]


def test_a_run_folder_is_its_own_history(tmp_path: Path) -> None:
    """And its baseline is no run of its own."""
    folder = write_run(tmp_path, "2027-01-01")
    write_run(folder.path, "baseline/2027-01-01")
    assert list(run_tree(folder.path)) == [RunFolder(folder.path)]


def test_a_folder_without_runs_is_told_by_its_outermost_name(tmp_path: Path) -> None:
    """One line for a whole tree of something else; hidden folders are nobody's business."""
    write_run(tmp_path, "gate/2027-01-01")
    for place in ("node_modules/a/b", "node_modules/c", "gate/empty", ".git/objects"):
        (tmp_path / place).mkdir(parents=True)
    assert _places(tmp_path) == [
        "gate/2027-01-01",
        "gate/empty: holds no run",
        "node_modules: holds no run",
    ]
    assert list(run_tree(tmp_path / "gate" / "empty")) == []


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the runs beside it are found."""
    write_run(tmp_path, "a/2027-01-01")
    (tmp_path / "b").mkdir()
    listed = os.scandir

    def scandir(path: Path) -> object:
        """Refuse one folder."""
        if path.name == "b":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert _places(tmp_path) == ["a/2027-01-01", "b: cannot be read: Permission denied"]


def test_a_folder_into_which_nobody_may_look_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a record lies there cannot even be asked."""
    (tmp_path / "b").mkdir()
    asked = Path.is_file

    def is_file(self: Path) -> bool:
        """Refuse one folder."""
        if self.parent.name == "b":
            raise PermissionError(13, "Permission denied")
        return asked(self)

    monkeypatch.setattr(Path, "is_file", is_file)
    assert _places(tmp_path) == ["b: cannot be read: Permission denied"]


def test_a_name_that_no_terminal_can_show_has_a_mark_in_it(tmp_path: Path) -> None:
    """It is a name of bytes, of which some are no text."""
    (tmp_path / os.fsdecode(b"caf\xe9")).mkdir()
    assert _places(tmp_path) == ["caf?: holds no run"]


def test_a_bottomless_tree_comes_to_an_end(tmp_path: Path) -> None:
    """What lies too deep is told, not followed."""
    deep = "/".join("d" * (DEEPEST + 3))
    (tmp_path / deep).mkdir(parents=True)
    (found,) = run_tree(tmp_path)
    assert found == Stray(place=deep[: 2 * DEEPEST + 1], why="lies more than 16 folders deep")
