"""Claims about the leash: whoever lets go of it is not waited for in vain."""

import subprocess
import sys

import pytest

from siaga.faults.chaos.leash import LEAVE

SLEEPS = """
import os, time
from siaga.faults.chaos.leash import Leash
send, left = os.kill, {lost}
def kill(*what):
    global left
    left -= 1
    if left < 0:
        send(*what)
os.kill = kill
Leash().hold()
time.sleep(300)
"""


@pytest.mark.parametrize("lost", [0, 1])
def test_what_is_being_done_is_left(lost: int) -> None:
    """Though the first signal may come too early to interrupt anything."""
    with subprocess.Popen(
        [sys.executable, "-c", SLEEPS.format(lost=lost)], stdin=subprocess.PIPE
    ) as process:
        process.communicate(timeout=30)
        assert process.returncode == LEAVE
