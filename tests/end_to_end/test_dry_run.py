"""Claims about a whole dry run at the built-in site: every journey comes to its end, and it is gone."""

import http.client
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from siaga.errors import ExitCode
from tests.end_to_end.conftest import DAY

COMMAND = [sys.executable, "-c", "from siaga.cli.main import main; main()", "check", str(DAY), "--try"]


def test_a_day_at_the_built_in_site_is_tried_from_start_to_end(tmp_path: Path) -> None:
    """People sign up, join and stand on the roll; no run folder is made, and no process is left."""
    command = [*COMMAND, "--json"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == ExitCode.GO, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert list(said["walks"]) == ["refreshers", "registrants", "visitors"]
    assert [walk[-1]["how"] for walk in said["walks"].values()] == ["whole"] * 3
    (vow,) = [one for walk in said["walks"].values() for one in walk if one["e"] == "vowed"]
    assert (vow["step"], vow["outcome"]) == ("join", "ok")
    (found,) = said["roll"]["found"]
    assert found == {
        "person": vow["person"],
        "held": True,
        "text": f"person {vow['person']} stands on the roll once",
    }
    assert said["outlook"]["visitors"] == 90
    assert said["outlook"]["promises"] == 60
    assert list(tmp_path.iterdir()) == []
    site = urlsplit(said["host"])
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection(str(site.hostname), site.port).connect()
