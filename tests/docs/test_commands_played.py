"""Claims about the long commands of the pages: each ends in a verdict, or is tried elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import urllib3

from siaga.starter import Starter
from tests.docs.reading import OF_A_READER, siaga
from tests.docs.test_commands import AT_ONCE
from tests.docs.typed import ALL, ROOT, Typed

TOKEN = "secret"
VERDICTS = {0, 3, 4}
TUTORIAL = "docs/tutorial.md"
"""Its commands need each other; test_tutorial.py follows it."""

LAUNCH = "full-launch"
"""An hour and a half of a million visitors: `make full-launch`."""

SITE = "http://127.0.0.1:8080"

ELSEWHERE = {
    ".": "a virtual environment",
    "cp": "test_tutorial.py",
    "export": "of the commands behind it",
    "mkdir": "test_tutorial.py",
    "python3.11": "a virtual environment",
    "assignment": "of the commands behind it",
    "cd": "of the commands behind it",
    "curl": "test_commands.py",
    "docker": "tests/deploy: what it is given is checked, and played without it",
    "grep": "of a run that a reader has",
    "kubectl": "tests/deploy/test_kubernetes.py: what it is given is checked",
    "make": "each target by itself, some an hour long",
    "pip": ".ci/wheel",
    "python docs.examples.rehearse": "test_examples.py",
    "python mock_site": "every test of the site",
    "python mutmut": "make mutants",
    "python script": "make",
    "python siaga.faults.proxy": "test_commands.py",
    "touch": "of a run that is under way",
}
"""Programmes whose commands are not played here, and where they are tried."""

COMMANDS_ELSEWHERE = {
    "capacity": "tests/end_to_end/test_capacity.py: takes minutes",
    "check": "tests/cli/test_main.py",
    "import": "tests/cli/test_imports.py: needs a recording",
    "clean": "tests/cli/test_clean.py: needs a site with a run on it",
    "plan": "tests/cli/test_plan.py: needs runs that were played",
    "replay": "tests/end_to_end/test_replay.py: needs a run with a finding",
    "selftest": "make selftest",
    "target": "tests/cli/test_target.py: needs another machine",
    "worker": "tests/end_to_end/test_other_machines.py: needs another machine",
}


def _is_played(one: Typed) -> bool:
    if one.program == "locust":
        return "--master" not in one.arguments and "--worker" not in one.arguments
    if "--workers-elsewhere" in one.arguments:
        return False
    is_run = one.program == "siaga" and one.arguments[0] == "run" and one.page != TUTORIAL
    return is_run and one.arguments[1] not in {*OF_A_READER, LAUNCH} and "--ui" not in one.arguments


@pytest.mark.parametrize("one", ALL, ids=str)
def test_every_command_is_played_or_tried_elsewhere(one: Typed) -> None:
    """A new one has to say by whom."""
    if one.program == "siaga":
        known = {"run", *AT_ONCE, *COMMANDS_ELSEWHERE}
        assert one.arguments[0] in known
    else:
        assert one.program in {"locust", *ELSEWHERE}


@pytest.mark.slow
@pytest.mark.parametrize("one", [one for one in ALL if _is_played(one)], ids=str)
def test_a_long_command_ends_in_a_verdict(one: Typed, tmp_path: Path) -> None:
    """Whatever it is: the machine may be too busy for its limits."""
    Starter().write(tmp_path)
    (tmp_path / "opening").symlink_to(ROOT / "locustfiles")
    words = [word.replace("locustfiles/opening_day", "opening/opening_day") for word in one.words]
    environ = {**os.environ, "SITE_ADMIN_TOKEN": TOKEN, **one.environ}
    command = [str(Path(sys.executable).parent / one.program), *words[1:]]
    site = [
        sys.executable,
        "-m",
        "mock_site",
        "--port",
        "8080",
        "--quota",
        "1200",
        "--time-scale",
        "0.1",
    ]
    started = subprocess.Popen(site, env=environ) if SITE in words else None
    try:
        if started is not None:
            again = urllib3.Retry(connect=60, backoff_factor=0.1, backoff_max=0.5)
            urllib3.request("GET", f"{SITE}/readyz", retries=again)
        played = subprocess.run(command, cwd=tmp_path, env=environ, timeout=3600, check=False)
    finally:
        if started is not None:
            started.terminate()
            started.wait(30)
    assert played.returncode in VERDICTS
    assert list(tmp_path.rglob("report.html"))


def test_the_scenarios_of_readers_are_known_by_their_pages() -> None:
    """None of them is left over from a page that has changed."""
    named = {one.arguments[1] for one in ALL if one.program == "siaga" and "scenario" in siaga(one)}
    assert set(OF_A_READER) <= named
