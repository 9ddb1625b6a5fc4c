"""Claims about `siaga report`: it writes every report anew, or says why it cannot."""

from pathlib import Path

import pytest

from siaga.cli import report as module
from siaga.cli.main import call
from siaga.errors import ExitCode
from siaga.record.run_folder import RunFolder
from tests.judge.hand_made import SCENARIO

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """A folder that says that there was a run."""
    made = RunFolder(tmp_path)
    made.scenario.write_text(SCENARIO, encoding="utf-8")
    made.run.write_text("{}", encoding="utf-8")
    return made


@pytest.mark.parametrize("content", [b"{}", b"", b"\0\0", b"[" * 100_000, b'{"schema": 1}', b"1e999"])
def test_a_run_that_cannot_be_judged_is_bad_usage(
    folder: RunFolder, content: bytes, capsys: Captured
) -> None:
    """Half of a record is none."""
    folder.run.write_bytes(content)
    assert call(["report", str(folder.path)]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert said.startswith(f"siaga: {folder.path}: holds no run that can be judged (run.json: ")
    assert len(said.splitlines()) == 1


def test_a_record_that_cannot_be_read_is_bad_usage(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """As one that belongs to somebody else."""

    def refused(_path: Path) -> None:
        """Stand in for a file that nobody may read."""
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("siaga.judge.run.recorded", lambda folder, _scenario: refused(folder.run))
    assert call(["report", str(folder.path)]) == ExitCode.USAGE
    assert "holds no run that can be judged ([Errno 13] Permission denied)" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told_of(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """As on a disk that is full, or mounted for reading alone."""

    def full(_folder: RunFolder, *, strict: bool) -> None:
        """Stand in for a disk that takes nothing."""
        raise OSError(30, f"Read-only file system, strict is {strict}")

    monkeypatch.setattr(module, "conclude", full)
    assert call(["report", str(folder.path)]) == ExitCode.INTERNAL
    said = capsys.readouterr().err
    assert said.startswith(f"siaga: {folder.path}: its reports cannot be written ([Errno 30] Read-only")
