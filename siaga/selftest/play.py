"""A Play: one trial as a command of its own, watched from its start to its verdict."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from siaga.errors import ExitCode
from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from siaga.selftest.finding import Finding
from siaga.selftest.sight import Sight
from siaga.selftest.starving import WAYS, workers_below
from siaga.selftest.trial import Trial
from siaga.stage.child import Child

MOST_S = 300.0
"""A trial that takes longer hangs, and is ended."""

SCRATCH = "{scratch}"
"""Stands in a site's arguments for a folder that lasts for one trial."""

WORKERS = 2
STARVED_FROM_S = 6
"""Seconds of visitors before something is taken away, so that there is a run to spoil."""

_JUDGED = frozenset({ExitCode.GO, ExitCode.NO_GO, ExitCode.INCONCLUSIVE})
_LOOK_S = 0.2
_MERCY_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What plays trials.

    Attributes:
        out: folder below which each trial has a folder for its runs.
        clock: gives seconds; only differences count.
        sleep: waits for seconds.
        program: what is called with the arguments of `siaga`.
        over: set, no trial begins any more, and those that are played are ended.
    """

    out: Path
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    program: Sequence[str] = (sys.executable, "-m", "siaga")
    over: Event = field(default_factory=Event)

    def __call__(self, trial: Trial, scenario: Path) -> Finding:
        """Play one trial to its verdict, or for `MOST_S`.

        Raises:
            SiagaError: the program cannot be started.
        """
        if self.over.is_set():
            return Finding(trial=trial, sight=None, took_s=0.0, trouble="was not played")
        with TemporaryDirectory(prefix="siaga-selftest-") as scratch:
            # A PostgreSQL that is started by root is somebody else's, who has to get there.
            Path(scratch).chmod(0o755)
            out = _fresh(self.out / trial.name)
            return self._watched(trial, self._command(trial, scenario, out, Path(scratch)), out)

    def _watched(self, trial: Trial, command: Sequence[str], out: Path) -> Finding:
        began_s = self.clock()
        child = Child(trial.name, command, os.environ, _nobody)
        starved = not trial.starves
        while (code := child.code()) is None and not self._is_enough(began_s):
            if not starved and _is_begun(_runs(out), trial):
                WAYS[trial.starves](workers_below(child.pid))
                starved = True
            self.sleep(_LOOK_S)
        if code is None:
            child.stop(_MERCY_S)
        child.wait(_MERCY_S)
        took_s = self.clock() - began_s
        trouble = _trouble(code, starved=starved, over=self.over.is_set(), said=child.said)
        sight, torn = _sight(_runs(out))
        return Finding(trial=trial, sight=sight, took_s=took_s, trouble=trouble or torn)

    def _is_enough(self, began_s: float) -> bool:
        return self.over.is_set() or self.clock() - began_s >= MOST_S

    def _command(self, trial: Trial, scenario: Path, out: Path, scratch: Path) -> list[str]:
        told = [f"--site-arg={one.replace(SCRATCH, str(scratch))}" for one in trial.site_arguments]
        places = ["--out", str(out), "--exporter-port", "0", "--workers", str(WORKERS)]
        return [*self.program, "run", str(scenario), *places, *told]


def _trouble(code: int | None, *, starved: bool, over: bool, said: Sequence[str]) -> str:
    if code is None:
        return "was ended with the self-test" if over else f"did not end within {MOST_S:g} s"
    if code not in _JUDGED:
        return f"ended with exit code {code}: {said[-1] if said else 'it said nothing'}"
    return "" if starved else "ended before anything was taken away"


def _sight(runs: Sequence[RunFolder]) -> tuple[Sight | None, str]:
    """Give what the verdict of the last run says, or why that cannot be told."""
    if not runs:
        return None, "there is no run folder"
    try:
        return Sight.of(runs[-1].verdict), ""
    except (OSError, ValueError) as error:
        return None, str(error)


def _is_begun(runs: Sequence[RunFolder], trial: Trial) -> bool:
    """Tell whether it is time to take something away; descriptors before anybody has come."""
    from_s = 1 if trial.starves == "descriptors" else STARVED_FROM_S
    tallies = [path for run in runs for path in run.tally_files()]
    return len(tallies) == WORKERS and all(_seconds(path) >= from_s for path in tallies)


def _seconds(path: Path) -> int:
    return sum(1 for _ in whole_lines(path))


def _runs(out: Path) -> list[RunFolder]:
    return [RunFolder(path) for path in sorted(out.glob("*/2*")) if path.is_dir()]


def _fresh(parent: Path) -> Path:
    """Make a folder for one play: the same trial may be played often, and at the same time."""
    for number in count(1):
        place = parent / str(number)
        try:
            place.mkdir(parents=True)
        except FileExistsError:
            continue
        return place
    raise AssertionError  # numbers do not end


def _nobody(line: str) -> None:
    """Keep a line from the terminal: the run's own log has it."""
