"""The Contingent: workers of this machine that join a run whose master is on another."""

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from siaga import bundle
from siaga.errors import SiagaError, UsageError
from siaga.scenario.load import load
from siaga.stage.child import Child
from siaga.stage.declaration import declaration
from siaga.stage.knock import Knock
from siaga.stage.seat import Seat

LOOK_EVERY_S = 0.2
STOP_DEADLINE_S = 40.0
"""How long workers that are told to end may take to deliver what they have."""


class Contingent:
    """Starts Locust workers and sees them to their end.

    Args:
        master: where the master listens.
        locustfile: the journeys, the same file as the master's.
        workers: how many, 1 or more.
        environ: environment to start in.
        log: is told what the workers say.
    """

    def __init__(
        self,
        *,
        master: Seat,
        locustfile: Path,
        workers: int,
        environ: Mapping[str, str],
        log: Callable[[str], None],
    ) -> None:
        self._master, self._workers, self._environ, self._log = master, workers, environ, log
        locust = [sys.executable, "-m", "locust", "-f", str(locustfile), "--worker"]
        self._command = [*locust, "--master-host", master.host, "--master-port", str(master.port)]
        self._children: list[Child] = []

    def start(self, is_told_to_stop: Callable[[], bool]) -> None:
        """Start the workers, once the master listens.

        Args:
            is_told_to_stop: tells that somebody does not want them any more.

        Raises:
            UsageError: there is no such host, or nobody listens there in time, or no master does.
            SiagaError: a worker cannot be started.
        """
        if not Knock(self._master).heard(is_told_to_stop):
            return
        for number in range(self._workers):
            name = f"worker-{number}"
            self._children.append(Child(name, self._command, self._environ, self._log))

    def wait(self, is_told_to_stop: Callable[[], bool]) -> None:
        """Wait until all have ended, as they do with their run.

        Args:
            is_told_to_stop: tells that somebody does not want them any more; they live on then.

        Raises:
            SiagaError: one of them did not do what it was there for.
        """
        while any(one.code() is None for one in self._children):
            if is_told_to_stop():
                return
            time.sleep(LOOK_EVERY_S)
        failed = [f"{one.name} with {one.code()}" for one in self._children if one.code()]
        if failed:
            raise SiagaError(f"workers: {', '.join(failed)} ended before their time; they say why above")

    def stop(self) -> None:
        """Have all of them deliver what they have and end; a spool with something left is kept."""
        for one in self._children:
            one.ask_to_end()
        until_s = time.monotonic() + STOP_DEADLINE_S
        for one in self._children:
            if one.wait(max(until_s - time.monotonic(), 0.0)) is None:
                self._log(f"{one.name}: did not end in time and is killed; its spool is kept")
                one.kill()


def journeys_of(scenario: str, locustfile: str) -> Path:
    """Find the Locust file that a worker plays, as `siaga run` finds it.

    Args:
        scenario: file or bare name of a scenario; empty: none was named.
        locustfile: in place of the scenario's; empty: that one.

    Raises:
        UsageError: neither is named or found, or the file cannot be read, or has no journeys.
    """
    if not scenario and not locustfile:
        raise UsageError("worker: what is played is missing; name the scenario, or --locustfile FILE")
    beside = Path.cwd()
    if scenario:
        path = bundle.scenario(scenario)
        beside, locustfile = path.parent, locustfile or load(path).locustfile
    found = bundle.locustfile(locustfile, beside)
    declared = declaration(found)
    if declared.fault:
        raise UsageError(f"locustfile {found}: cannot be read: {declared.fault}")
    if not declared.journeys:
        raise UsageError(
            f"locustfile {found}: declares no journeys; name the file that the master plays"
        )
    return found
