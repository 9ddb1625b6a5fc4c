"""Claims about trouble from outside: an interruption is taken as one, and a full disk is named."""

import os
import signal
from pathlib import Path

import pytest

from siaga.errors import RefusedError, SiagaError, UsageError
from siaga.record.run_folder import RunFolder
from siaga.stage.trouble import interruptible, told_of_the_disk, traceless


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_interrupts_while_the_run_lasts(number: signal.Signals) -> None:
    """Before and after, it does what it did."""
    told: list[str] = []
    before = signal.getsignal(number)
    with interruptible(lambda: told.append("interrupted")):
        os.kill(os.getpid(), number)
        assert told == ["interrupted"]
    assert signal.getsignal(number) is before


def test_a_disk_that_refuses_is_told_of_with_the_way_on(tmp_path: Path) -> None:
    """What was recorded until then is there."""
    with (
        pytest.raises(SiagaError, match=r"cannot be written \(.*full.*\); .*`siaga report .*` judges"),
        told_of_the_disk(RunFolder(tmp_path)),
    ):
        raise OSError(28, "the disk is full")


def _begun(path: Path, error: Exception) -> None:
    """Begin a run that meets an error, when its scenario is there already."""
    folder = RunFolder(path)
    folder.path.mkdir(parents=True)
    folder.scenario.touch()
    with pytest.raises(type(error), match="no"), traceless(folder):
        raise error


@pytest.mark.parametrize("error", [UsageError("no"), RefusedError("no")])
def test_a_run_that_is_refused_leaves_no_folder(tmp_path: Path, error: Exception) -> None:
    """Nor that of its scenario, unless other runs are there."""
    _begun(tmp_path / "reports" / "day" / "now", error)
    assert list((tmp_path / "reports").iterdir()) == []
    before = tmp_path / "reports" / "day" / "before"
    before.mkdir(parents=True)
    _begun(before.with_name("now"), error)
    assert list(before.parent.iterdir()) == [before]


def test_a_folder_that_somebody_named_stays(tmp_path: Path) -> None:
    """A level of a search that the site could not take is a result, and its log says why."""
    folder = RunFolder(tmp_path / "level")
    folder.path.mkdir()
    with pytest.raises(UsageError, match="no"), traceless(folder, kept=True):
        raise UsageError("no")
    assert folder.path.is_dir()


def test_a_run_that_breaks_keeps_what_was_written_of_it(tmp_path: Path) -> None:
    """Its log says why."""
    _begun(tmp_path / "day" / "now", SiagaError("no"))
    assert (tmp_path / "day" / "now" / "scenario.yaml").exists()
