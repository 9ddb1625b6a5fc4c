"""The Generator of a run: Locust's master and its workers on this machine, as processes."""

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from siaga.record.run_folder import RunFolder
from siaga.scenario.closed import Closed
from siaga.stage.child import Child
from siaga.stage.free_port import free_port
from siaga.stage.muster import Muster
from siaga.stage.seat import Seat

STOP_DEADLINE_S = 40.0
WORKER_DEADLINE_S = 10.0

_UNSEEN = ("--headless", "--only-summary")
"""Nobody looks: Locust's table every two seconds would be most of the log of a run."""


class Generator:
    """Locust, headless or with its web interface, playing one prepared run.

    Args:
        folder: the prepared run.
        locustfile: where the journeys are.
        closed: how many visitors a stock Locust file has; None: the file has journeys.
        host: base URL of the site.
        muster: how many workers, here and elsewhere, and where they meet the master.
        ui: show Locust's web interface.
        environ: environment to start in.
        log: is told what the processes say.
    """

    def __init__(  # noqa: PLR0913 - a process is told all that it is started with
        self,
        *,
        folder: RunFolder,
        locustfile: Path,
        host: str,
        muster: Muster,
        ui: bool,
        environ: Mapping[str, str],
        log: Callable[[str], None],
        closed: Closed | None = None,
    ) -> None:
        seat = muster.seat or Seat(port=free_port())
        self._environ = {**environ, "SIAGA_RUN": str(folder.path)}
        self._log, self._plan = log, folder.plan
        plugged = ["locust"] if closed is None else ["siaga.crowd.plugged", str(folder.path)]
        locust = [sys.executable, "-m", *plugged, "-f", str(locustfile), "--host", host]
        show = ["--autostart", "--web-host", "127.0.0.1"] if ui else list(_UNSEEN)
        wait = ["--expect-workers", str(muster.total), "--expect-workers-max-wait", str(muster.wait_s)]
        bind = ["--master-bind-host", seat.host, "--master-bind-port", str(seat.port)]
        self._commands = {"master": [*locust, "--master", *bind, *show, *wait, *_many(closed)]}
        join = [*locust, "--worker", "--master-host", seat.from_here, "--master-port", str(seat.port)]
        self._commands |= {f"worker-{rank}": join for rank in range(muster.here)}
        self._children: dict[str, Child] = {}
        self._noted: set[str] = set()

    def start(self) -> None:
        """Start master and workers.

        Raises:
            SiagaError: a process cannot be started.
        """
        for name, command in self._commands.items():
            self._children[name] = Child(name, command, self._environ, self._log)

    def ended(self) -> bool:
        """Tell whether the master has ended, which ends the run."""
        master = self._children.get("master")
        return master is not None and master.code() is not None

    def standstill(self) -> str:
        """Say that the master lives and gives no orders; empty: it does, or has ended."""
        return "" if self.ended() else self._children["master"].loss()

    def missing(self) -> str:
        """Say which worker has ended before the run began, for which its master waits; empty: none."""
        if self.ended() or self._plan.exists():
            return ""
        ended = {name: child.code() for name, child in self._children.items() if name != "master"}
        lost = (name for name, code in ended.items() if code is not None)
        return next((f"{name} ended with code {ended[name]} before the run began" for name in lost), "")

    def deaths(self) -> list[str]:
        """Give a sentence for each worker that ended badly while the master lives, once each."""
        if self.ended():
            return []
        said = []
        for name, child in self._children.items():
            code = child.code()
            if code and name not in self._noted:
                self._noted.add(name)
                said.append(f"{name} ended with code {code} during the run")
        return said

    def stop(self) -> int | None:
        """End all processes, letting them close their files; gives the master's exit code.

        Workers end by themselves when their master has, but for those of one that was killed and those
        that stand still; all of them together have one deadline for it.
        """
        master = self._children.get("master")
        code = master.stop(STOP_DEADLINE_S) if master is not None else None
        workers = [child for name, child in self._children.items() if name != "master"]
        asked = [one for one in workers if one.is_stopped or (code or 0) < 0]
        _ask_to_end(asked)
        late = _left(workers)
        if unasked := [one for one in late if one not in asked]:
            _ask_to_end(unasked)
            late = _left(late)
        for one in late:
            self._log(f"{one.name}: did not end in time and is killed")
            one.kill()
        return code


def _many(closed: Closed | None) -> list[str]:
    """Say how many visitors come, where neither a plan nor the file's own shape does."""
    if closed is None or closed.visitors is None:
        return []
    return ["--users", str(closed.visitors), "--spawn-rate", f"{closed.spawn_rate_per_s:g}"]


def _ask_to_end(children: Iterable[Child]) -> None:
    for one in children:
        one.ask_to_end()


def _left(children: Iterable[Child]) -> list[Child]:
    """Wait for some together; gives those that live on when their time is over."""
    until_s = time.monotonic() + WORKER_DEADLINE_S
    return [one for one in children if one.wait(max(until_s - time.monotonic(), 0.0)) is None]
