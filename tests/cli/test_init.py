"""Claims about `siaga init`: a project that is sound, and clear words where none is written."""

from pathlib import Path

import pytest

from siaga.cli.main import call


def test_a_project_is_written_once_and_its_scenario_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it says is to be typed next can be typed; the second time is refused."""
    folder = tmp_path / "rehearsals"
    assert call(["init", str(folder), "--name", "ppdb"]) == 0
    *written, now, then = capsys.readouterr().out.splitlines()
    assert f"{folder}/scenarios/ppdb.yaml" in written
    assert (now.split(), then.split()) == (
        ["Now:", "cd", str(folder)],
        ["siaga", "run", "scenarios/ppdb.yaml"],
    )
    monkeypatch.chdir(folder)
    assert call(["check", "scenarios/ppdb.yaml"]) == 0
    assert "scenarios/ppdb.yaml: is sound" in capsys.readouterr().out
    assert call(["init", str(folder), "--name", "ppdb"]) == 64
    assert "nothing is overwritten" in capsys.readouterr().err


def test_a_name_that_is_none_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With exit code 64."""
    assert call(["init", str(tmp_path / "project"), "--name", "My Day"]) == 64
    assert capsys.readouterr().err.startswith("siaga: --name 'My Day': is no name")
    assert not (tmp_path / "project").exists()
