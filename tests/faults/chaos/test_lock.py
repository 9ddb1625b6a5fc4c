"""Claims about locks: they tell whether somebody still harms, and end whoever does not stop."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from siaga.faults.chaos import lock as chaos_lock
from siaga.faults.chaos.lock import held, wait_for
from siaga.faults.fault import FaultError

HOLDER = """
import sys, time
from pathlib import Path
from siaga.faults.chaos.lock import hold
hold(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Give a process that holds a lock until its input ends."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "it.lock")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_lock_is_held_as_long_as_its_holder_lives(
    tmp_path: Path, holder: "subprocess.Popen[str]"
) -> None:
    """Whoever asks learns who that is."""
    lock = tmp_path / "it.lock"
    assert held(lock) == holder.pid
    holder.communicate()
    assert held(lock) is None
    wait_for(lock, 0.0)


def test_nobody_holds_a_lock_that_is_not_there(tmp_path: Path) -> None:
    """Nothing has begun."""
    assert held(tmp_path / "no.lock") is None


def test_a_holder_that_goes_on_too_long_is_killed(
    tmp_path: Path, holder: "subprocess.Popen[str]"
) -> None:
    """Nothing may be undone while it is still being done."""
    wait_for(tmp_path / "it.lock", 0.1)
    assert holder.wait(10) == -9


def test_a_holder_that_cannot_be_killed_is_told_of(
    tmp_path: Path, holder: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then nothing is undone."""
    monkeypatch.setattr(os, "killpg", lambda *_: None)
    monkeypatch.setattr(chaos_lock, "KILLED_WITHIN_S", 0.0)
    with pytest.raises(FaultError, match=f"process {holder.pid} goes on with what it does"):
        wait_for(tmp_path / "it.lock", 0.0)
