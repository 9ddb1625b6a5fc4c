"""Claims about standstills: a process that is stopped is seen, and for how long it was."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from siaga.standstill import LONGEST_S, Standstill, is_stopped
from tests.crowd.waiting import until


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as one:
        yield one
        one.kill()


def test_a_process_is_stopped_until_it_is_told_to_go_on(process: subprocess.Popen[bytes]) -> None:
    """As by SIGSTOP, or Ctrl-Z."""
    assert not is_stopped(process.pid)
    os.kill(process.pid, signal.SIGSTOP)
    until(lambda: is_stopped(process.pid))
    os.kill(process.pid, signal.SIGCONT)
    until(lambda: not is_stopped(process.pid))


def test_a_process_that_is_gone_is_not_stopped(tmp_path: Path) -> None:
    """Neither is one whose state cannot be told."""
    assert not is_stopped(1, tmp_path)
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "stat").write_text("")
    assert not is_stopped(1, tmp_path)


def test_a_name_with_brackets_hides_no_state(tmp_path: Path) -> None:
    """Anybody may call a program so."""
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text("7 (a) T (b)) S 1 7 7")
    assert not is_stopped(7, tmp_path)
    (tmp_path / "7" / "stat").write_text("7 (a) S (b)) T 1 7 7")
    assert is_stopped(7, tmp_path)


def test_a_standstill_is_too_long_when_every_look_saw_it() -> None:
    """A process that went on in between has lost nothing."""
    stopped, now_s = True, 0.0
    one = Standstill(1, lambda: now_s, lambda _pid: stopped)
    assert not one.is_too_long
    now_s = LONGEST_S
    assert not one.is_too_long
    stopped, now_s = False, LONGEST_S + 1
    assert not one.is_too_long
    stopped = True
    assert not one.is_too_long
    now_s = 2 * LONGEST_S + 2
    assert one.is_too_long
