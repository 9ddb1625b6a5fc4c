"""The built-in site as processes, as the faults of a run find it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3

from siaga.faults.catalog import KINDS
from siaga.faults.fault import Fault, Memory
from siaga.faults.place import Place
from siaga.scenario.fault import Harm

TOKEN = "token-of-the-tests"
END_DEADLINE_S = 15.0
SEED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RealSite:
    """A site that runs.

    Attributes:
        place: what its faults can reach.
        process: its supervisor.
    """

    place: Place
    process: subprocess.Popen[str]

    def fault(self, kind: str, target: str, **settings: object) -> Fault:
        """Make a fault as a scenario asks for it.

        Raises:
            ValueError: the scenario could not.
        """
        for_s = 60.0 if KINDS[kind].lasting.value == "a while" else None
        harm = Harm.model_validate({"kind": kind, "target": target, "for": for_s, "with": settings})
        problems = list(KINDS[kind].problems(harm))
        if problems:
            raise ValueError(f"fault: {problems}; none is allowed")
        return KINDS[kind].fault(harm, self.place, SEED)

    def conditions(self, target: str = "site") -> Mapping[str, Any]:
        """Read the conditions of the site, or of a neighbour."""
        web = self.place.site() if target == "site" else self.place.neighbour(target)
        found: Mapping[str, Any] = web.get("/admin/conditions")
        return found


def kept(fault: Fault) -> Memory:
    """Give what a fault remembers as another process would read it from the disk."""
    memory: Memory = json.loads(json.dumps(fault.look()))
    return memory


def ask(url: str, content: object = None, wait_s: float = 10.0) -> int:
    """Send a request, a POST where there is something to send, and give the status of its answer."""
    method = "GET" if content is None else "POST"
    with urllib3.PoolManager(retries=False, timeout=wait_s) as pool:
        return pool.request(method, url, json=content).status


@contextmanager
def running(folder: Path, *arguments: str, store: str = "") -> Iterator[RealSite]:
    """Run a site with a store of its own in a folder."""
    path = folder / "site.db"
    store = store or f"sqlite:///{path}"
    command = [sys.executable, "-m", "mock_site", "--port", "0", "--store", store, *arguments]
    process = subprocess.Popen(
        command,
        env={**os.environ, "SITE_ADMIN_TOKEN": TOKEN},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        said = [process.stdout.readline().strip().split(" on ") for _ in range(4)]
        names = ("registry", "post-office", "evaluator")
        urls = [one[1] for one in said]
        place = Place(
            site_url=urls[3],
            site_pid=process.pid,
            neighbours=dict(zip(names, urls[:3], strict=True)),
            store_path=str(path),
            scratch=str(folder / "scratch"),
            token=TOKEN,
        )
        yield RealSite(place=place, process=process)
    finally:
        process.stdout.close()
        process.terminate()
        process.wait(END_DEADLINE_S)
