"""Claims about where a worker writes: into the master's own folder, or else where it does no harm."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.crowd.order import Order
from siaga.crowd.spool import Place, SpoolError, place_of
from siaga.record.run_folder import RunFolder

TOKEN = "0123456789abcdef"


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """An order that names a folder which bears the master's mark."""
    folder = RunFolder(tmp_path / "run")
    folder.mark.parent.mkdir(parents=True)
    folder.mark.write_text(TOKEN)
    return Order(
        folder=str(folder.path),
        token=TOKEN,
        scenario="",
        host="http://127.0.0.1:1",
        rank=3,
        workers=4,
        t0_s=0.0,
        seed=1,
        epoch=1,
    )


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of the worker."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_folder_with_the_masters_mark_is_written_to(order: Order, elsewhere: Path) -> None:
    """No spool is made, and letting go of the place touches nothing."""
    place = place_of(order, "")
    assert place == Place(folder=RunFolder(Path(order.folder)), spooled=False)
    place.clear()
    assert place.folder.mark.read_text() == TOKEN
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("mark", [None, "", "of another run", TOKEN[:-1], TOKEN + "0", "folder"])
def test_a_folder_that_is_not_the_masters_is_not_written_to(
    order: Order, elsewhere: Path, mark: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """The same path on another machine; the log says where the files are instead."""
    path = RunFolder(Path(order.folder)).mark
    path.unlink()
    if mark == "folder":
        path.mkdir()
    elif mark is not None:
        path.write_text(mark)
    with caplog.at_level(logging.INFO):
        place = place_of(order, "")
    assert place.spooled
    assert place.folder.path.parent == elsewhere
    assert place.folder.path.name.startswith("siaga-spool-run-worker-3-")
    assert caplog.messages == [
        f"worker 3: writes into {place.folder.path}, and from there to the master"
    ]
    place.clear()
    assert list(elsewhere.iterdir()) == []


def test_a_run_folder_that_is_not_there_is_not_made(order: Order, tmp_path: Path) -> None:
    """Nor anything above it."""
    place = place_of(replace(order, folder=str(tmp_path / "no" / "such" / "run")), "")
    assert place.spooled
    assert not (tmp_path / "no").exists()


def test_who_names_a_folder_for_spools_always_has_one(order: Order, tmp_path: Path) -> None:
    """Also beside the master, where the run folder is shared and slow; two never share one."""
    places = [place_of(order, str(tmp_path / "fast" / "disk")) for _ in range(2)]
    assert all(place.spooled for place in places)
    assert len({place.folder.path for place in places}) == 2
    assert {place.folder.path.parent for place in places} == {tmp_path / "fast" / "disk"}


def test_a_spool_that_cannot_be_made_is_a_clear_error(order: Order, tmp_path: Path) -> None:
    """It says where, why, and what to do."""
    (tmp_path / "file").touch()
    expected = (
        r"spool: cannot be made in .*/file/spool \(.*Not a directory.*\); name another folder in SIAGA"
    )
    with pytest.raises(SpoolError, match=expected):
        place_of(order, str(tmp_path / "file" / "spool"))


def test_a_spool_that_cannot_be_removed_is_told_of(
    order: Order, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The run is not to end badly for it: everything has arrived."""
    place = place_of(order, str(tmp_path))
    place.clear()
    place.clear()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "cannot be removed" in caplog.text
