"""Claims about projects: nothing that is there is written over, and nothing is left half written."""

from pathlib import Path

import pytest

from siaga.draft.project import lay_down
from siaga.errors import UsageError


def test_files_are_laid_down_in_folders_that_are_made(tmp_path: Path) -> None:
    """Each with its text."""
    lay_down(tmp_path / "new" / "one", {Path("a/b.py"): "1", Path("c.yaml"): "2"})
    assert (tmp_path / "new/one/a/b.py").read_text() == "1"
    assert (tmp_path / "new/one/c.yaml").read_text() == "2"


def test_what_is_there_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    """All of it at once."""
    (tmp_path / "b").write_text("mine")
    with pytest.raises(UsageError, match=r"b: there already; nothing is written over"):
        lay_down(tmp_path, {Path("a"): "1", Path("b"): "2"})
    assert [one.name for one in tmp_path.iterdir()] == ["b"]
    assert (tmp_path / "b").read_text() == "mine"


def test_what_cannot_be_written_whole_is_taken_back(tmp_path: Path) -> None:
    """A file stands where a folder has to."""
    (tmp_path / "b").write_text("mine")
    with pytest.raises(UsageError, match="cannot be written"):
        lay_down(tmp_path, {Path("a"): "1", Path("b/c"): "2"})
    assert [one.name for one in tmp_path.iterdir()] == ["b"]
