"""The LocustRun: real Locust processes that play a run folder made by hand."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.record.tally import Tally
from siaga.scenario.load import dump, loads
from siaga.stage.free_port import free_port
from tests.crowd.nursling import Nursling, ran

END_DEADLINE_S = 40.0

SCENARIO = """
name: small-day
description: A day that is over in a second or two.
seed: 3
locustfile: small.py
traffic:
  arrivals: even
  phases: [{{name: doors, for: {length}, rate: {rate}}}]
  populations: [{{name: everybody, journey: whole}}]
  patience: {patience}
  step-deadline: {deadline}
  http2: {http2}
outcomes: {outcomes}
objectives: [{{id: errors, expect: error ratio <= 1 %}}]
"""

DAY = {
    "length": "1 s",
    "rate": "40/s",
    "patience": "5 s",
    "deadline": "5 s",
    "http2": "false",
    "outcomes": "[]",
}
"""Forty visitors in a second."""

LOCUST_FILE = """
import sys

import gevent

from siaga.crowd import master, plugin
from siaga.crowd.launch import Launch
from siaga.crowd.promise import Promise

master.LEAD_S = 0.3  # a small share is planned in no time


def seat(me):
    asked = Promise(person=me.person.nik, receipt="seat")
    return me.promise("/join", step="join", promise=asked, json={{"nik": me.person.nik}})


def whole(me):
{journey}


class Day(Launch):
    journeys = {{"whole": whole}}

{more}
"""


@dataclass(slots=True)
class LocustRun:
    """One prepared run and the processes that play it.

    Attributes:
        folder: the run folder.
        locustfile: the journeys.
        url: of the site.
        processes: those started, by name.
    """

    folder: RunFolder
    locustfile: Path
    url: str
    processes: dict[str, Nursling] = field(default_factory=dict)

    @property
    def spool(self) -> Path:
        """Where spools are made, if any."""
        return self.locustfile.parent / "spool"

    def spooled(self, rank: int) -> RunFolder:
        """Give the spool of a worker that has one."""
        (found,) = self.spool.glob(f"siaga-spool-run-worker-{rank}-*")
        return RunFolder(found)

    def start(self, name: str, *arguments: str, environ: Mapping[str, str] | None = None) -> Nursling:
        """Start one Locust process that plays the prepared folder."""
        started = Nursling(
            self.locustfile.parent,
            *("-f", str(self.locustfile), "--host", self.url, *arguments),
            module="locust",
            environ={**os.environ, "SIAGA_RUN": str(self.folder.path), **(environ or {})},
        )
        self.processes[name] = started
        return started

    def start_all(self, workers: int, *, spool: bool = False) -> None:
        """Start a master and so many workers, all with a folder for spools if one is asked for."""
        port = str(free_port())
        bind = ["--master-bind-host", "127.0.0.1", "--master-bind-port", port]
        wait = ["--expect-workers", str(workers), "--expect-workers-max-wait", "20"]
        self.start("master", "--master", "--headless", "--json", *bind, *wait)
        for rank in range(workers):
            join = ["--worker", "--master-host", "127.0.0.1", "--master-port", port]
            self.start(
                f"worker-{rank}", *join, environ={"SIAGA_SPOOL": str(self.spool)} if spool else {}
            )

    def end(self, name: str) -> tuple[int, str]:
        """Wait for a process to end by itself; gives its exit code and what it said."""
        process = self.processes[name]
        return process.wait(END_DEADLINE_S), process.communicate(END_DEADLINE_S)

    def kill(self) -> None:
        """End whatever still runs."""
        for process in self.processes.values():
            process.kill()

    def tallies(self) -> list[Tally]:
        """Give what the workers counted, file by file."""
        files = self.folder.tally_files()
        return [Tally.from_json(fact) for path in files for fact in whole_lines(path)]

    def ledger(self, event: str) -> list[dict[str, Any]]:
        """Give the records of one kind in all ledgers."""
        files = self.folder.ledgers()
        return [fact for path in files for fact in whole_lines(path) if fact["e"] == event]


def prepared(
    path: Path,
    url: str,
    journey: str,
    *,
    more: str = "",
    **day: str,
) -> LocustRun:
    """Make a run folder as `siaga prepare` makes it, and a Locust file with one journey.

    Args:
        path: where to.
        url: of the site.
        journey: statements of the journey, of a visitor `me`.
        more: further lines of the Locust file.
        day: what is unlike `DAY`.
    """
    folder = RunFolder(path / "run")
    folder.path.mkdir(exist_ok=True)
    text = SCENARIO.format(**{**DAY, **day})
    folder.scenario.write_text(dump(loads(text, "scenario.yaml")), encoding="utf-8")
    RunRecord(
        run_id="small-day/1",
        scenario="small-day",
        started_at="2026-01-01T00:00:00.000+00:00",
        host=url,
        seed=3,
        epoch=5,
        scale=1.0,
        time_scale=1.0,
        workers=1,
        owned_site=False,
    ).write(folder.run)
    locustfile = path / "small.py"
    body = textwrap.indent(textwrap.dedent(journey).strip(), "    ")
    locustfile.write_text(LOCUST_FILE.format(journey=body, more=more), encoding="utf-8")
    return LocustRun(folder=folder, locustfile=locustfile, url=url)


def run_script(script: str, *arguments: str) -> str:
    """Run Python code in a process of its own, in which Locust is imported; gives its output."""
    done = ran(*arguments, script=textwrap.dedent(script), timeout_s=END_DEADLINE_S)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_fresh(script: str, *arguments: str) -> str:
    """Run Python code in a process of its own that has imported nothing yet; gives its output."""
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", textwrap.dedent(script), *arguments],
        capture_output=True,
        text=True,
        timeout=END_DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
