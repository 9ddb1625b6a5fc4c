"""Claims about the injector's process: a signal heals everything, and a killed one can be mended."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from siaga.errors import ExitCode
from siaga.faults.place import Place
from siaga.record.fault_span import fault_spans
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.scenario.load import Override, dump, loads
from tests.scenario.days import DAY


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """Give the folder of a run that has begun, with a fault that would last for an hour."""
    folder = RunFolder(tmp_path)
    day = loads(DAY, "gate.yaml", [Override.parse("faults=[{kind: none, at: 0 s, for: 1 h}]")])
    folder.scenario.write_text(dump(day))
    Place(site_url="http://127.0.0.1:1").write(folder.faults.parent / "place.json")
    PlanRecord(t0_s=time.time(), workers=1, duration_s=50, planned=(1,), populations={}).write(
        folder.plan
    )
    return folder


def injector(folder: RunFolder, *given: str) -> "subprocess.Popen[str]":
    """Start an injector."""
    return subprocess.Popen(
        [sys.executable, "-m", "siaga.faults", str(folder.path), *given],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SITE_ADMIN_TOKEN": "secret"},
    )


def end(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Wait for the end; gives exit code and words."""
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def under_way(folder: RunFolder) -> Path:
    """Wait until the fault is under way and proven."""
    deadline_s = time.monotonic() + 60
    while not (spans := fault_spans(folder.faults)) or spans[0].proven_s is None:
        assert time.monotonic() < deadline_s
        time.sleep(0.02)
    return folder.faults.parent / "underway" / "0.json"


def test_a_signal_has_everything_healed(folder: RunFolder) -> None:
    """So does the death of whoever started it, since the kernel sends the same then."""
    process = injector(folder)
    reminder = under_way(folder)
    assert json.loads(reminder.read_text())["kind"] == "none"
    process.send_signal(signal.SIGTERM)
    assert end(process) == (ExitCode.GO, "")
    assert fault_spans(folder.faults)[0].rolled_back_s is not None
    assert not reminder.exists()


def test_what_a_killed_one_left_is_mended_by_another(folder: RunFolder) -> None:
    """From what is on the disk."""
    process = injector(folder)
    reminder = under_way(folder)
    process.kill()
    end(process)
    assert reminder.exists()
    assert fault_spans(folder.faults)[0].until_s is None
    assert end(injector(folder, "--mend")) == (ExitCode.GO, "")
    assert fault_spans(folder.faults)[0].rolled_back_s is not None
    assert not reminder.exists()


def test_a_folder_that_is_no_run_ends_it_with_the_reason(tmp_path: Path) -> None:
    """In a line."""
    code, said = end(injector(RunFolder(tmp_path)))
    assert code == ExitCode.INTERNAL
    assert said.endswith("scenario.yaml: does not exist; name a scenario file\n")
    assert said.count("\n") == 1
