"""Claims about the process of a job: what it says, and what becomes of it under a real injector."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from siaga.errors import ExitCode
from siaga.faults.place import FILE, Place
from siaga.faults.waiting import becomes_true
from siaga.record.fault_span import fault_spans
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.scenario.load import dump, loads
from tests.faults.chaos_kit import (
    TOKEN,
    entry,
    experiment,
    in_a_file,
    pausing,
    process,
    python,
    stands_still,
    stops,
    victim,
)
from tests.scenario.days import DAY

Began = Callable[[str, dict[str, Any]], RunFolder]


@pytest.fixture
def began(tmp_path: Path) -> Began:
    """Give what makes the folder of a run that has begun, with a fault that would last for an hour."""

    def make(kind: str, settings: dict[str, Any]) -> RunFolder:
        folder = RunFolder(tmp_path)
        fault = entry(kind, settings, 3600.0).model_dump(by_alias=True)
        day = loads(DAY, "gate.yaml")
        day = type(day).model_validate(
            day.model_dump(by_alias=True) | {"faults": [{**fault, "at": "0 s"}]}
        )
        folder.scenario.write_text(dump(day))
        Place(site_url="http://127.0.0.1:1").write(folder.faults.parent / FILE)
        PlanRecord(t0_s=time.time(), workers=1, duration_s=50, planned=(1,), populations={}).write(
            folder.plan
        )
        return folder

    return make


@pytest.fixture
def it() -> Iterator["subprocess.Popen[bytes]"]:
    """Give a process that is to be paused."""
    with victim() as process_:
        yield process_


def injector(folder: RunFolder, *given: str) -> "subprocess.Popen[str]":
    """Start an injector, its words in a file."""
    with (folder.path / "log.txt").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "siaga.faults", str(folder.path), *given],
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "SITE_ADMIN_TOKEN": TOKEN},
        )


def log(folder: RunFolder) -> list[str]:
    """Give what an injector said."""
    return (folder.path / "log.txt").read_text().splitlines()


def is_proven(folder: RunFolder) -> bool:
    """Tell whether the fault is."""
    return any(span.proven_s is not None for span in fault_spans(folder.faults))


def test_a_killed_injectors_activity_is_undone_by_another(
    began: Began, it: "subprocess.Popen[bytes]"
) -> None:
    """From what is on the disk, and in the environment."""
    folder = began("chaos", pausing(it.pid))
    process_ = injector(folder)
    assert becomes_true(lambda: is_proven(folder), 60.0)
    process_.kill()
    process_.wait(30)
    assert stands_still(it)
    assert injector(folder, "--mend").wait(60) == ExitCode.GO
    assert not stands_still(it)
    (span,) = fault_spans(folder.faults)
    assert (span.proof, span.rolled_back_s is None) == ("it is T: exit code 0 T", False)
    lines = [line for line in log(folder) if "chaos-toolkit" in line]
    assert lines == ["chaos-toolkit INFO: Action: stop it", "chaos-toolkit INFO: Action: let it go on"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_an_experiment_is_rolled_back_when_the_injector_ends(
    began: Began, it: "subprocess.Popen[bytes]", number: signal.Signals
) -> None:
    """Killed or asked to end; its journal says so."""
    slow = process("action", "takes its time", "sleep", ["300"])
    folder = began("chaos-experiment", in_a_file(experiment(it.pid, method=[stops(it.pid), slow])))
    process_ = injector(folder)
    assert becomes_true(lambda: stands_still(it), 60.0)
    process_.send_signal(number)
    process_.wait(60)
    assert becomes_true(lambda: not stands_still(it), 60.0)
    assert injector(folder, "--mend").wait(60) == ExitCode.GO
    (span,) = fault_spans(folder.faults)
    assert (span.proof, span.rolled_back_s is None) == ("1 of 2 actions were done; interrupted", False)
    journal = json.loads((folder.faults.parent / "journal-1.json").read_text())
    assert (journal["status"], len(journal["rollbacks"])) == ("interrupted", 1)


def test_what_is_logged_is_plain_and_holds_no_secret(
    began: Began, it: "subprocess.Popen[bytes]"
) -> None:
    """No colours, no line that a probe adds each time it is asked, no password."""
    says = python("action", "says", "tests.faults.chaos_parts:logs", {"what": "${password}"})
    secrets = {"site": {"password": {"type": "env", "key": "SITE_ADMIN_TOKEN"}}}
    folder = began("chaos", {**pausing(it.pid), "action": says, "secrets": secrets})
    process_ = injector(folder)
    assert becomes_true(lambda: "chaos-toolkit WARNING: logged ***" in log(folder), 60.0)
    process_.send_signal(signal.SIGTERM)
    process_.wait(60)
    assert log(folder) == [
        "chaos-toolkit INFO: Action: says",
        "chaos-toolkit WARNING: logged ***",
        "printed",
        "chaos-toolkit INFO: Action: let it go on",
    ]
    (span,) = fault_spans(folder.faults)
    assert (span.proof, span.rolled_back_s is None) == ("", False)
