"""The Crew of a run: the processes that watch it from beside, each given its orders."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from siaga.record.run_folder import RunFolder
from siaga.stage.child import Child

INJECTOR = "injector"
TOLD_ELSEWHERE = frozenset({"guard"})
"""Whose loss ends the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Starts them.

    Attributes:
        folder: the run folder, which all of them read and write.
        environ: their environment.
        log: is told what they say.
    """

    folder: RunFolder
    environ: Mapping[str, str]
    log: Callable[[str], None]
    _started: dict[str, Child] = field(default_factory=dict, init=False)
    _told: set[str] = field(default_factory=set, init=False)

    def losses(self) -> list[str]:
        """Give a sentence for each that has ended or stood still too long, once."""
        said = []
        for name in self._started.keys() - self._told - TOLD_ELSEWHERE:
            child = self._started[name]
            loss, code = child.loss(), child.code()
            # Whoever heals what an injector had begun says how that ended.
            if loss and code != 0 and not (name == INJECTOR and code is not None):
                self._told.add(name)
                said.append(f"{name}: {loss} during the run")
        return said

    def observer(self, url: str, metrics_path: str) -> Child:
        """Start who scrapes the site; an empty path has nothing scraped."""
        given = ("--site", url, "--metrics-path", metrics_path)
        return self._start("observer", "siaga.observe", *given)

    def exporter(self, port: int, *, page: bool = False) -> Child:
        """Start who exports the run's metrics, and what a web page shows, until its verdict was seen."""
        given = ("--port", str(port), *(("--page",) if page else ()))
        return self._start("exporter", "siaga.stage.export", *given)

    def abort(self) -> Child:
        """Start who looks for objectives that are lost and end the run early."""
        return self._start("abort", "siaga.stage.abort")

    def guard(self) -> Child:
        """Start who ends the run where it does more than it may."""
        return self._start("guard", "siaga.stage.guard")

    def injector(self, *given: str) -> Child:
        """Start who injects the scenario's faults."""
        return self._start(INJECTOR, "siaga.faults", *given)

    def _start(self, name: str, module: str, *given: str) -> Child:
        command = [sys.executable, "-m", module, str(self.folder.path), *given]
        child = self._started[name] = Child(name, command, self.environ, self.log)
        return child
