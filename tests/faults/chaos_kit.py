"""Activities of Chaos Toolkit on a process of a test's own, and faults made of them."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from siaga.faults.catalog import KINDS
from siaga.faults.fault import Fault
from siaga.faults.place import Place
from siaga.scenario.fault import Harm

TOKEN = "token-of-the-tests"

IN_THE_CLEAR = (
    "stands in the clear, and would be written down with the run; write {type: env, key: NAME}"
)

Activity = dict[str, Any]


def process(kind: str, name: str, path: str, arguments: object, **more: object) -> Activity:
    """Give an activity that runs a program."""
    provider = {"type": "process", "path": path, "arguments": arguments}
    return {"type": kind, "name": name, "provider": provider, **more}


def python(kind: str, name: str, place: str, arguments: object, **more: object) -> Activity:
    """Give an activity that calls a function, `module:function`."""
    module, func = place.split(":")
    provider = {"type": "python", "module": module, "func": func, "arguments": arguments}
    return {"type": kind, "name": name, "provider": provider, **more}


def http(kind: str, name: str, method: str, **more: object) -> Activity:
    """Give an activity that calls the site."""
    provider = {
        "type": "http",
        "url": "${site}/pause",
        "method": method,
        "headers": {"Authorization": "Bearer ${password}"},
        "timeout": 5,
    }
    return {"type": kind, "name": name, "provider": provider, **more}


def stops(pid: int) -> Activity:
    """Give the action that has a process stand still."""
    return process("action", "stop it", "kill", ["-STOP", pid])


def goes_on(pid: int) -> Activity:
    """Give the action that has it go on."""
    return process("action", "let it go on", "kill", ["-CONT", pid])


def state(pid: int, letter: str) -> Activity:
    """Give the probe that finds a process in a state: T when it stands still, S when it sleeps."""
    within = {"type": "regex", "target": "stdout", "pattern": f"^{letter}"}
    return process("probe", f"it is {letter}", "ps", ["-o", "stat=", "-p", pid], tolerance=within)


def pausing(pid: int) -> dict[str, Any]:
    """Give the settings of a fault that pauses a process."""
    return {
        "action": stops(pid),
        "proof": state(pid, "T"),
        "rollback": goes_on(pid),
        "healed": state(pid, "S"),
    }


def stands_still(victim: subprocess.Popen[bytes]) -> bool:
    """Tell whether a process stands still, as the kernel has it."""
    return psutil.Process(victim.pid).status() == psutil.STATUS_STOPPED


def has_ended(path: Path) -> bool:
    """Tell whether the process whose id stands in a file has ended, reaped or not."""
    try:
        return psutil.Process(int(path.read_text())).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@contextmanager
def victim() -> Iterator[subprocess.Popen[bytes]]:
    """Run a process that does nothing but be there."""
    with subprocess.Popen(["/bin/sleep", "600"]) as process_:
        try:
            yield process_
        finally:
            process_.kill()


def entry(kind: str, settings: Mapping[str, Any], for_s: float = 60.0) -> Harm:
    """Give an entry of a scenario."""
    return Harm.model_validate({"kind": kind, "for": for_s, "with": settings})


def problems(kind: str, settings: Mapping[str, Any]) -> list[str]:
    """Give what `siaga check` finds wrong with an entry."""
    return list(KINDS[kind].problems(entry(kind, settings)))


def made(
    kind: str, settings: Mapping[str, Any], records: Path, *, url: str = "http://127.0.0.1:1"
) -> Fault:
    """Make a fault that keeps what it has to in a folder."""
    place = Place(site_url=url, records=str(records), token=TOKEN)
    return KINDS[kind].fault(entry(kind, settings), place, 0)


def experiment(pid: int, **changes: object) -> dict[str, Any]:
    """Give an experiment that pauses a process."""
    return {
        "title": "one stands still",
        "description": "whether anybody minds that a process stands still",
        "method": [stops(pid)],
        "rollbacks": [goes_on(pid)],
        **changes,
    }


def hypothesis(*probes: Activity) -> dict[str, Any]:
    """Give what is to hold before and after the method."""
    return {"title": "all is well", "probes": list(probes)}


def in_a_file(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give the settings of a fault that is an experiment, as siaga has read its file."""
    return {"file": "it.json", "content": json.dumps(content), "within": "20 s"}
