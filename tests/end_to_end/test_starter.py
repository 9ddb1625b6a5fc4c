"""Claims about a whole run of the project that `siaga init` writes; `.ci/wheel` plays a tenth of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from siaga.errors import ExitCode
from siaga.starter import Starter


@pytest.mark.slow
def test_the_project_is_go_as_it_was_written(tmp_path: Path) -> None:
    """Two hundred seats, each kept, and fifty people who were rightly sent away."""
    starter = Starter()
    starter.write(tmp_path)
    command = [
        sys.executable,
        "-m",
        "siaga",
        "run",
        starter.scenario,
        "--exporter-port",
        "0",
        "--strict",
    ]
    played = subprocess.run(command, cwd=tmp_path, timeout=300, check=False)
    assert played.returncode == ExitCode.GO
    verdict = json.loads((tmp_path / "reports" / "first" / "latest" / "verdict.json").read_text())
    audit = verdict["audit"]
    assert (audit["acknowledged"], audit["refused"], audit["findings"]) == (200, 50, [])
