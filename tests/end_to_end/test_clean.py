"""Claims about cleaning a whole run off the built-in site: its rows go, another run's stay."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import urllib3

from siaga.errors import ExitCode
from tests.end_to_end.conftest import DAY, DEADLINE_S, TOKEN

CLEAN = '  clean: {path: "/admin/registrations/{registration_id}"}\n'


def _roll(site: str) -> list[dict[str, Any]]:
    answer = urllib3.request("GET", f"{site}/admin/roll", headers={"Authorization": f"Bearer {TOKEN}"})
    return [json.loads(line) for line in answer.data.splitlines()]


@pytest.mark.slow
def test_the_rows_of_a_run_go_and_its_seats_are_free_again(
    start: Callable[..., Any], site: str, tmp_path: Path
) -> None:
    """A first run fills half of the seats, a second one all; the second is cleaned, then the first."""
    scenario = tmp_path / "small-day.yaml"
    scenario.write_text(DAY.read_text().replace("  roll:", f"{CLEAN}  roll:"), encoding="utf-8")
    base = (sys.executable, "-m", "siaga", "run", str(scenario), "--exporter-port", "0", "--host", site)
    some = ("--set", "traffic.populations.1.people=20", "--set", "evidence.acknowledged=1")
    runs = []
    for options in (some, ()):
        run = start(*base, "--scale", "1", *options, SITE_ADMIN_TOKEN=TOKEN)
        run.end()
        runs.append(run.folder.resolve())
    assert len(_roll(site)) == 45
    left = []
    for folder in reversed(runs):
        command = [sys.executable, "-m", "siaga", "clean", str(folder), "--yes"]
        cleaned = start(*command, SITE_ADMIN_TOKEN=TOKEN)
        assert cleaned.end() == ExitCode.GO, cleaned.said()
        left.append(len(_roll(site)))
        record = json.loads((folder / "clean.json").read_text())
        assert (record["proven"], record["left"], record["vanished"]) == (True, 0, 0)
        assert record["removed"] == record["found"] > 0
    assert left == [20, 0]
    page = urllib3.request("GET", f"{site}/metrics").data.decode()
    assert 'site_seats{state="left"} 45.0' in page
    again = subprocess.run(
        [sys.executable, "-m", "siaga", "report", str(runs[1])],
        capture_output=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert again.returncode == ExitCode.GO
