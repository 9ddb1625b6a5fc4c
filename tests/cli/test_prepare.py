"""Claims about `siaga prepare`: what plain Locust cannot play is refused before it has a folder."""

from pathlib import Path

import pytest

from siaga.cli.main import call
from siaga.errors import ExitCode


@pytest.mark.parametrize("many", [0, 1_001])
def test_a_run_that_nobody_plays_or_too_many_leaves_no_folder(
    many: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty run would stand among those that were played."""
    typed = ["--host", "http://127.0.0.1:1", "--locustfile", "f.py", "--out", str(tmp_path)]
    assert call(["prepare", "gate", *typed, "--workers", str(many)]) == ExitCode.USAGE
    assert f"workers: {many} here and 0 elsewhere; 1 to 1000" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
