"""Claims about a whole run of what `siaga import` writes, at the site where the recording was made."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SIGN_UP = Path(__file__).parents[1] / "draft" / "sign_up.har"


@pytest.mark.slow
def test_visitors_complete_the_imported_journey(tmp_path: Path) -> None:
    """All of them: tokens of forms are those of their own pages, and each person is another one."""
    siaga = [sys.executable, "-m", "siaga"]
    chosen = ["--acknowledges", "POST /accounts", "--out", str(tmp_path)]
    subprocess.run([*siaga, "import", "har", str(SIGN_UP), *chosen], check=True)
    arguments = ["scenarios/imported.yaml", "--exporter-port", "0", "--site-arg=--without=waiting-room"]
    subprocess.run([*siaga, "run", *arguments], cwd=tmp_path, timeout=300, check=False)
    verdict = json.loads((tmp_path / "reports/imported/latest/verdict.json").read_text())
    assert verdict["verdict"] == "GO_WITH_CONDITIONS"  # there is no roll
    completion = next(one for one in verdict["objectives"] if one["id"] == "completion")
    assert (completion["state"], completion["value"]) == ("met", 1.0)
