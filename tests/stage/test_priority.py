"""Claims about priority: a process lets others go first, and its session only where that is its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from siaga.stage.priority import AUTOGROUP, HIGHEST, lower

LOWERED = """
import os, sys
from pathlib import Path
from siaga.stage.priority import AUTOGROUP, lower

lower(7, Path(sys.argv[1]))
print(os.getpriority(os.PRIO_PROCESS, 0))
"""


def _nice(autogroup: Path, *, leads: bool) -> int:
    """Give how nice a process is that lowered its priority, by what it had before."""
    asked = [sys.executable, "-c", LOWERED, str(autogroup)]
    said = subprocess.run(asked, check=True, capture_output=True, text=True, start_new_session=leads)
    return int(said.stdout)


@pytest.mark.parametrize("leads", [True, False])
def test_the_session_is_lowered_by_whoever_leads_it_and_by_nobody_else(
    tmp_path: Path, *, leads: bool
) -> None:
    """A process that shares one with others would lower theirs."""
    autogroup = tmp_path / "autogroup"
    autogroup.touch()
    assert _nice(autogroup, leads=leads) >= 7
    assert autogroup.read_text() == ("7" if leads else "")


def test_a_kernel_that_knows_no_sessions_is_no_problem(tmp_path: Path) -> None:
    """There is no such file, or it cannot be written."""
    assert _nice(tmp_path / "nowhere" / "autogroup", leads=True) >= 7


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="the kernel has no groups of sessions")
def test_the_kernel_is_told_of_it() -> None:
    """As sched(7) says; what it holds is "/autogroup-5 nice 7"."""
    shown = f"{LOWERED}\nprint(AUTOGROUP.read_text())"
    asked = [sys.executable, "-c", shown, str(AUTOGROUP)]
    said = subprocess.run(asked, check=True, capture_output=True, text=True, start_new_session=True)
    assert said.stdout.split()[-2:] == ["nice", "7"]


@pytest.mark.parametrize("nice", [-1, HIGHEST + 1])
def test_what_is_no_such_number_is_refused(nice: int) -> None:
    """Before anything is changed."""
    with pytest.raises(ValueError, match="0 to 19 is allowed"):
        lower(nice)
