"""Claims about the staging of examples: what is started ends, and what fails says why."""

import http.client
import sys
from pathlib import Path

import pytest

from docs.examples.rehearse import main
from docs.examples.staging import Staging, StagingError, await_page, free_port


def _staging(folder: Path) -> Staging:
    """Give one whose environment is that of the tests."""
    (folder / "venv").mkdir()
    (folder / "venv" / "bin").symlink_to(Path(sys.executable).parent)
    return Staging(example=folder, folder=folder)


def test_a_site_stands_there_meanwhile_and_is_gone_afterwards(tmp_path: Path) -> None:
    """It answers within the block, and nobody listens after it."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with _staging(tmp_path).running(command):
        await_page(f"http://127.0.0.1:{port}/")
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port).connect()


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    """With its last words."""
    with pytest.raises(StagingError, match=r"python -c .*: ended with 1: no room$"):
        _staging(tmp_path).run(["python", "-c", "raise SystemExit('no room')"])


def test_what_is_installed_is_not_installed_again(tmp_path: Path) -> None:
    """Only other requirements are reason to begin anew: the environment here could not be made."""
    staging = _staging(tmp_path)
    (tmp_path / "requirements.txt").write_text("")
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (tmp_path / "installed").write_text(digest)
    staging.install()
    assert (tmp_path / "venv" / "bin").is_symlink()


def test_a_defect_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With those there are; nothing is set up."""
    with pytest.raises(SystemExit):
        main(["pretix", "--defect", "nosuch"])
    assert "defect 'nosuch': is none; there is snapshot" in capsys.readouterr().err
