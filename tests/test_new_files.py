"""Claims about new files: nothing that is there is written over, and nothing is left half written."""

from pathlib import Path

import pytest

from siaga.errors import UsageError
from siaga.new_files import write_new

FILES = {".hidden": "0", "README.md": "1", "a/b.py": "2", "a/c/d.yaml": "3"}


def test_files_are_written_into_folders_that_are_made(tmp_path: Path) -> None:
    """Each with its text; gives where they are."""
    place = tmp_path / "new" / "one"
    assert write_new(place, FILES) == [place / name for name in FILES]
    assert {name: (place / name).read_text() for name in FILES} == FILES


def test_every_file_in_the_way_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    """Whatever it is: a file, a link to nowhere, a file where a folder has to be."""
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / ".hidden").symlink_to("nowhere")
    (tmp_path / "a").write_text("mine, too")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match="nothing is overwritten") as refused:
        write_new(tmp_path, FILES)
    named = [line.strip() for line in str(refused.value).splitlines()[1:]]
    assert named == [str(tmp_path / one) for one in ("a", ".hidden", "README.md")]
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """It stays what it is."""
    place = tmp_path / "project"
    place.write_text("mine")
    with pytest.raises(UsageError, match=f"nothing is overwritten.*\n  {place}$"):
        write_new(place, FILES)
    assert place.read_text() == "mine"


def test_files_of_others_in_the_folder_stay(tmp_path: Path) -> None:
    """A team's repository has some already."""
    (tmp_path / "app.py").write_text("mine")
    (tmp_path / "a").mkdir()
    write_new(tmp_path, FILES)
    assert (tmp_path / "app.py").read_text() == "mine"


def test_a_folder_that_takes_only_some_of_the_files_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full in the middle of it: nothing half done stays."""
    (tmp_path / "mine").write_text("")
    opened: list[Path] = []
    whole = Path.open

    def full(self: Path, *arguments: str, **options: str) -> object:
        opened.append(self)
        if len(opened) == 4:
            raise OSError(28, "No space left on device")
        return whole(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(UsageError, match=r"cannot be written \(No space left on device\); name another"):
        write_new(tmp_path, FILES)
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "mine"]
