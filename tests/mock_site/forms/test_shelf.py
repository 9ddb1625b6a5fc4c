"""A shelf has files that are whole and on the disk, and of those that nobody will finish nothing."""

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from mock_site.forms.shelf import Shelf


def names(folder: Path) -> list[str]:
    """Give the names of what is in a folder, in their order."""
    return sorted(one.name for one in folder.iterdir())


class Disk:
    """Notes what is brought to the disk, and of folders which names they had then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.brought: list[tuple[Path, list[str]]] = []
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self.bring)

    def bring(self, number: int) -> None:
        """Bring something to the disk."""
        path = Path(f"/proc/self/fd/{number}").readlink()
        self.brought.append((path, names(path) if path.is_dir() else []))
        self._fsync(number)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Give what notes."""
    return Disk(monkeypatch)


def kept(shelf: Shelf, name: str, content: bytes = b"content") -> None:
    """Keep a file."""
    file = shelf.begin()
    file.write(content)
    shelf.keep(file, name)
    shelf.drop(file)


def test_a_file_is_on_the_disk_before_its_name_and_the_name_before_anybody_is_told(
    tmp_path: Path, disk: Disk
) -> None:
    """First what is in it, then the folder that has it by then."""
    shelf = Shelf(tmp_path)
    file = shelf.begin()
    file.write(b"content")
    begun = Path(file.name)
    disk.brought.clear()
    shelf.keep(file, "a")
    shelf.drop(file)
    assert disk.brought == [(begun, []), (tmp_path, ["a"])]
    assert (tmp_path / "a").read_bytes() == b"content"


def test_a_folder_that_is_made_is_on_the_disk_with_those_it_is_in(tmp_path: Path, disk: Disk) -> None:
    """Each by the one above it, before a file is begun; once, and once by everybody who shares it."""
    folder = tmp_path / "new" / "documents"
    for shelf in (Shelf(folder), Shelf(folder)):
        disk.brought.clear()
        kept(shelf, "a")
        brought = dict(disk.brought)
        assert (brought[tmp_path / "new"], brought[tmp_path]) == (["documents"], ["new"])
        disk.brought.clear()
        kept(shelf, "b")
        assert [path.parent for path, _ in disk.brought] == [folder, tmp_path / "new"]


def test_a_folder_that_was_taken_away_is_made_again(tmp_path: Path, disk: Disk) -> None:
    """And is on the disk as well."""
    shelf = Shelf(tmp_path / "documents")
    kept(shelf, "a")
    (tmp_path / "documents" / "a").unlink()
    (tmp_path / "documents").rmdir()
    disk.brought.clear()
    kept(shelf, "b")
    assert (tmp_path, ["documents"]) in disk.brought


def test_what_is_dropped_is_gone(tmp_path: Path) -> None:
    """But not what was kept."""
    shelf = Shelf(tmp_path)
    kept(shelf, "a")
    shelf.drop(shelf.begin())
    assert names(tmp_path) == ["a"]


def test_what_somebody_had_begun_who_is_gone_is_cleared(tmp_path: Path) -> None:
    """What another process is about to write is not, nor what was kept."""
    kept(Shelf(tmp_path), "a")
    (tmp_path / "0f.part").write_bytes(b"half")
    other = Shelf(tmp_path)
    file = other.begin()
    Shelf(tmp_path).clear()
    assert names(tmp_path) == sorted(["a", Path(file.name).name])
    file.write(b"content")
    other.keep(file, "b")
    other.drop(file)
    assert names(tmp_path) == ["a", "b"]


def test_what_is_cleared_before_it_could_be_locked_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that starts in just that moment takes nothing from anybody."""
    lock, cleared = fcntl.flock, list[str]()

    def lock_late(file: BinaryIO, how: int) -> None:
        """Lock what another process has just cleared, the first time."""
        if not cleared:
            cleared.append(Path(file.name).name)
            Path(file.name).unlink()
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", lock_late)
    kept(Shelf(tmp_path), "a")
    assert (names(tmp_path), len(cleared)) == (["a"], 1)


def test_where_there_is_no_shelf_yet_there_is_nothing_to_clear(tmp_path: Path) -> None:
    """It is not made for that either, nor where a file is in its place."""
    Shelf(tmp_path / "documents").clear()
    assert names(tmp_path) == []
    (tmp_path / "documents").write_bytes(b"no folder")
    Shelf(tmp_path / "documents").clear()
    assert names(tmp_path) == ["documents"]
