"""Claims about telling machines apart: one kernel, one id."""

import platform
import subprocess
import sys
from pathlib import Path

from siaga.crowd.machine import machine


def test_processes_of_one_machine_give_the_same() -> None:
    """Whichever they are, and not nothing."""
    code = "from siaga.crowd.machine import machine; print(machine())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == machine() != ""


def test_another_start_is_another_machine(tmp_path: Path) -> None:
    """What the kernel had not written before is gone."""
    boot = tmp_path / "boot_id"
    boot.write_text("b3a1\n")
    assert machine(boot) == "b3a1" != machine()


def test_without_an_id_the_name_has_to_do(tmp_path: Path) -> None:
    """Not every system gives one."""
    assert machine(tmp_path / "none") == platform.node()
