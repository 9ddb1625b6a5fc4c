"""Claims about pipelines: GitHub's is told of the verdict where it looks for it, any other nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.record.run_folder import RunFolder
from siaga.report.annotation import annotations
from siaga.stage.pipeline import SUMMARY_BYTES, Pipeline
from tests.report.verdicts import go_verdict, no_go_verdict

NO_GO = no_go_verdict(go_verdict((4, 8)))

Tell = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """A run folder with a summary."""
    made = RunFolder(tmp_path / "run")
    made.path.mkdir()
    made.summary.write_text("## ❌ NO GO\n", encoding="utf-8")
    return made


@pytest.fixture
def tell(folder: RunFolder) -> Tell:
    """Tell a pipeline with such an environment; gives what was printed."""

    def told(**environ: str) -> list[str]:
        said: list[str] = []
        Pipeline(environ=environ, say=said.append).tell(folder, NO_GO)
        return said

    return told


def test_github_has_annotations_a_summary_and_outputs(
    tell: Tell, folder: RunFolder, tmp_path: Path
) -> None:
    """Both files are appended to: earlier commands of the step wrote there too."""
    summary, output = tmp_path / "summary", tmp_path / "output"
    summary.write_text("Before.\n")
    output.write_text("before=1\n")
    said = tell(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT=str(output))
    assert said == list(annotations(NO_GO))
    assert summary.read_text(encoding="utf-8") == "Before.\n## ❌ NO GO\n\n"
    assert output.read_text(encoding="utf-8").splitlines() == [
        "before=1",
        "verdict=NO_GO",
        "exit-code=3",
        f"run={folder.path}",
        f"report={folder.report}",
    ]


@pytest.mark.parametrize("environ", [{}, {"GITHUB_ACTIONS": "false"}, {"GITLAB_CI": "true"}])
def test_elsewhere_nothing_is_said_or_written(
    tell: Tell, tmp_path: Path, environ: dict[str, str]
) -> None:
    """Even if somebody has left GitHub's other variables there."""
    assert tell(**environ, GITHUB_STEP_SUMMARY=str(tmp_path / "summary")) == []
    assert not (tmp_path / "summary").exists()


def test_what_cannot_be_written_is_a_warning_and_no_end(tell: Tell, tmp_path: Path) -> None:
    """The verdict is what the pipeline is stopped by, and nothing else."""
    said = tell(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(tmp_path / "no" / "summary"))
    (warning,) = said[len(annotations(NO_GO)) :]
    assert warning.startswith("::warning title=siaga::GITHUB_STEP_SUMMARY cannot be written: [Errno 2]")


def test_a_summary_that_is_missing_is_told_too(tell: Tell, folder: RunFolder, tmp_path: Path) -> None:
    """A full disk may have kept it from being written."""
    folder.summary.unlink()
    said = tell(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(tmp_path / "summary"))
    assert "summary.md" in said[-1]


def test_a_summary_that_github_would_not_show_is_cut_between_letters(
    tell: Tell, folder: RunFolder, tmp_path: Path
) -> None:
    """Beyond a mebibyte it shows nothing at all."""
    folder.summary.write_text("x" + "é" * SUMMARY_BYTES, encoding="utf-8")
    shown = tmp_path / "summary"
    tell(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(shown))
    text = shown.read_text(encoding="utf-8")
    assert text.startswith("xé")
    assert text.endswith("é\n\nThe rest is in summary.md.\n")
    assert SUMMARY_BYTES - 2 < len(text.encode()) < SUMMARY_BYTES + 40
