"""Claims about the command `locust` as siaga installs it."""

import subprocess
import sys

import pytest


def locust(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, since it replaces the sockets of its process."""
    command = [sys.executable, "-m", "siaga.crowd.locust_command", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("asked", [["--help"], ["-f", "locustfiles/opening_day.py", "-h"]])
def test_the_help_has_a_group_of_siagas_flags(asked: list[str]) -> None:
    """Below Locust's own groups, each flag with its environment variable."""
    told = locust(*asked)
    assert told.returncode == 0
    _, _, group = told.stdout.partition("siaga: rehearse a launch:")
    assert "--siaga-scenario <str>" in group
    assert "Environment: SIAGA_SCENARIO" in " ".join(group.split())
    assert "--headless" in told.stdout


def test_asked_for_anything_else_it_is_locust() -> None:
    """The version is Locust's, and so is its word on a file that does not exist."""
    assert locust("--version").stdout.startswith("locust 2.")
    missing = locust("-f", "no-such-file.py")
    assert (missing.returncode, "Could not find" in missing.stderr) == (1, True)
