"""Claims about processes that siaga starts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from siaga.errors import SiagaError
from siaga.stage import child as module
from siaga.stage.child import Child
from siaga.standstill import is_stopped

Start = Callable[..., Child]


@pytest.fixture
def said() -> list[str]:
    """What was logged."""
    return []


@pytest.fixture
def start(said: list[str]) -> Iterator[Start]:
    """Start Python code as a child that is gone after the test."""
    started: list[Child] = []

    def begin(code: str) -> Child:
        child = Child("thing", [sys.executable, "-uc", code], os.environ, said.append)
        started.append(child)
        return child

    yield begin
    for child in started:
        child.kill()


def test_what_a_child_says_is_logged_with_its_name(start: Start, said: list[str]) -> None:
    """Both outputs reach the log, line by line."""
    child = start("import sys; print('out'); print('err', file=sys.stderr)")
    assert child.wait(10) == 0
    assert sorted(said) == ["thing: err", "thing: out"]
    assert sorted(child.said) == ["err", "out"]


def test_a_child_that_ends_by_itself_gives_its_code(start: Start) -> None:
    """An exit code is passed on."""
    child = start("raise SystemExit(7)")
    assert child.wait(10) == 7
    assert child.code() == 7
    assert child.stop(1) == 7


def test_a_child_that_ignores_the_request_to_end_is_killed(start: Start, said: list[str]) -> None:
    """SIGTERM first, SIGKILL when it does not help, and the log says so."""
    child = start(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        " print('deaf'); time.sleep(60)"
    )
    _wait_for(lambda: "thing: deaf" in said)
    assert child.stop(0.2) == -9
    assert "thing: did not end within 0.2 s and is killed" in said


def test_killing_a_child_ends_what_it_started(start: Start, said: list[str]) -> None:
    """No grandchild is left behind."""
    child = start(
        "import subprocess, sys, time;"
        " p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        " print(p.pid); time.sleep(60)"
    )
    _wait_for(lambda: bool(said))
    grandchild = int(said[0].removeprefix("thing: "))
    child.kill()
    _wait_for(lambda: not _alive(grandchild))


def test_a_child_that_is_stopped_hears_the_request_to_end(start: Start, said: list[str]) -> None:
    """It goes on for that: nobody has to wait for a deadline, or to kill it."""
    child = start("print('up'); import time; time.sleep(60)")
    _wait_for(lambda: "thing: up" in said)
    os.kill(child.pid, signal.SIGSTOP)
    _wait_for(lambda: is_stopped(child.pid))
    assert child.stop(10) == -signal.SIGTERM


def test_a_child_that_has_ended_is_sent_nothing(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its number may be that of somebody else's process by then."""
    child = start("pass")
    assert child.wait(10) == 0

    def kill(pid: int, number: int) -> None:
        """Fail: nobody is to be sent anything."""
        raise AssertionError(pid, number)

    monkeypatch.setattr(os, "kill", kill)
    assert child.stop(1) == 0


def test_how_a_child_was_lost_is_told(start: Start) -> None:
    """One that lives was not."""
    living, dead = start("import time; time.sleep(60)"), start("raise SystemExit(7)")
    dead.wait(10)
    assert living.loss() == ""
    assert dead.loss() == "its process ended with code 7"


def test_a_child_that_stands_still_too_long_is_lost_and_told_to_go_on(said: list[str]) -> None:
    """Ten seconds are too long; it stays lost, whatever it does afterwards."""
    now_s = 0.0
    sleeping = [sys.executable, "-uc", "print('up'); import time; time.sleep(60)"]
    child = Child("thing", sleeping, os.environ, said.append, lambda: now_s)
    try:
        _wait_for(lambda: "thing: up" in said)
        os.kill(child.pid, signal.SIGSTOP)
        _wait_for(lambda: is_stopped(child.pid))
        assert child.loss() == ""
        now_s = 11.0
        assert child.loss() == "its process stood still for 10 s"
        _wait_for(lambda: not is_stopped(child.pid))
        assert child.loss() == "its process stood still for 10 s"
    finally:
        child.kill()


def test_a_child_whose_siaga_is_gone_before_it_begins_does_not_begin(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Siaga may be killed between the start and the word to the kernel that they die together."""
    monkeypatch.setattr(
        module, "_die_with_parent", lambda _parent, real=module._die_with_parent: real(1)
    )
    child = start("print('lives')")
    assert child.wait(10) != 0
    assert child.said == ()


def test_a_child_ends_when_siaga_is_killed() -> None:
    """A killed siaga leaves no site and no generator running."""
    code = (
        "import os, sys, time; from siaga.stage.child import Child;"
        " c = Child('x', [sys.executable, '-c', 'import time; time.sleep(60)'], os.environ, print);"
        " print(c.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _alive(child)
        parent.kill()
        parent.wait()
    _wait_for(lambda: not _alive(child))


def test_a_program_that_is_not_there_is_a_clear_error() -> None:
    """The name and the reason are told."""
    with pytest.raises(SiagaError, match=r"thing: cannot be started .*No such file"):
        Child("thing", ["/nowhere/at-all"], {}, print)


def _alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        return stat.rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _wait_for(true: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline_s, "did not happen within 10 s"
        time.sleep(0.01)
