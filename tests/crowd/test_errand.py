"""Claims about errands: commands are run to their end, if they will come to it."""

import sys

import pytest

from siaga import standstill
from siaga.crowd import errand as module
from siaga.crowd.errand import ErrandError, errand


def code(text: str) -> list[str]:
    """Give the command that runs some Python."""
    return [sys.executable, "-c", text]


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often."""
    monkeypatch.setattr(module, "LOOK_EVERY_S", 0.05)


def test_what_a_command_says_is_given_with_its_code() -> None:
    """However often was looked meanwhile, and however much it is."""
    text = "import sys, time; print('a' * 200_000); time.sleep(0.3); print('b', file=sys.stderr)"
    done = errand(code(f"{text}; sys.exit(3)"), 60)
    assert (done.returncode, done.stdout, done.stderr) == (3, "a" * 200_000 + "\n", "b\n")


def test_a_command_that_takes_too_long_is_killed() -> None:
    """It says after how long."""
    with pytest.raises(ErrandError, match=r"^did not end within 0.1 s and was killed$"):
        errand(code("import time; time.sleep(60)"), 0.1)


def test_a_command_that_stands_still_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would stand there until its deadline, and longer than whoever has started it."""
    monkeypatch.setattr(standstill, "LONGEST_S", 0.2)
    stop = "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"
    with pytest.raises(ErrandError, match=r"^stood still for 10 s and was killed$"):
        errand(code(stop), 60)


def test_a_command_that_somebody_kills_is_told_of() -> None:
    """Its exit code would be none that siaga gives."""
    with pytest.raises(ErrandError, match=r"^was killed by signal 9$"):
        errand(code("import os; os.kill(os.getpid(), 9)"), 60)
