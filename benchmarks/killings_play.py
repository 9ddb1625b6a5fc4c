"""A Killing: one short run of which one process is killed, or made to stand still, at one moment."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import psutil

from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.stage.generator import free_port
from siaga.web import Web, WebError

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "benchmarks" / "killings.yaml"
LOCUSTFILE = ROOT / "locustfiles" / "opening_day.py"
DAY_S = 9.0
"""Length of the phases of that scenario."""

GRACE_S = 30.0
"""How much longer than it would have taken a run may take that has lost a process."""

GONE_S = 15.0
"""How long what a killed siaga has started may take to end."""

PAUSE_S = 5.0
START_S = 180.0
LOOK_S = 0.05
MARK = "SIAGA_KILLING"
"""Environment variable by which every process of a run is known, whoever started it."""

KILL, STOP, PAUSE = "kill", "stop", "pause"
"""SIGKILL; SIGSTOP for good; SIGSTOP, and SIGCONT five seconds later."""

WORDS: Mapping[str, str] = {
    "master": "--master",
    "worker": "--worker",
    "observer": "siaga.observe",
    "exporter": "siaga.stage.export",
    "guard": "siaga.stage.guard",
    "abort": "siaga.stage.abort",
    "injector": "siaga.faults",
    "proxy": "siaga.faults.proxy",
    "conductor": "",
    "judge": "conclude",
}
"""By which argument each kind of process is known; the conductor is the command itself."""

START, DAY, END, JUDGING = "start", "day", "end", "judging"
MOMENTS: Mapping[str, tuple[float, float]] = {
    START: (0.0, 1.5),
    DAY: (-1.5, DAY_S),
    END: (DAY_S, DAY_S + 5.0),
    JUDGING: (0.0, 3.0),
}
"""From when until when: after the process was seen, since the first phase, since the roll was read."""

SITE_PACE = ("--quota", "45", "--time-scale", "0.02", "--rate-scale", "50")
TOKEN = "token-of-the-killings"  # noqa: S105 - of a site that lives for a few seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Killing:
    """What is done to one run.

    Attributes:
        number: of the run, from 1 on.
        kind: of the process; empty: nothing is done.
        way: `KILL`, `STOP` or `PAUSE`.
        moment: a name of `MOMENTS`.
        after_s: seconds after what that name says.
    """

    number: int
    kind: str = ""
    way: str = KILL
    moment: str = START
    after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of it.

    Attributes:
        killing: what was done.
        folder: the run folder; None where none was made.
        code: exit code, negative for a signal; None: it hung and was killed.
        took_s: from start to end.
        hit_s: seconds after the start at which the process was hit; None: it was gone by then.
        day_s: the same since the first phase; None: there was none yet.
        said: what the command said.
        left: command lines of processes that lived on.
    """

    killing: Killing
    folder: RunFolder | None
    code: int | None
    took_s: float
    hit_s: float | None
    day_s: float | None
    said: str
    left: tuple[str, ...]


def killings(seed: int, times: int) -> Iterator[Killing]:
    """Draw what is to be done: each kind as often as any other, moments and ways by chance."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    for number, kind in enumerate(islice(cycle(WORDS), times), start=1):
        late = [JUDGING] if kind in {"conductor", "exporter"} else []
        moment = START if kind == "judge" else dice.choice([START, DAY, DAY, END, *late])
        way = dice.choice([KILL, KILL, KILL, STOP])
        if kind == "conductor" and way == STOP:
            # Who stops siaga itself wants it to stand still; it has to go on afterwards.
            way = PAUSE
        yield Killing(
            number=number,
            kind=kind,
            way=way,
            moment=moment,
            after_s=dice.uniform(*MOMENTS[moment]),
        )


def play(killing: Killing, out: Path, whole_s: float) -> Played:
    """Play one run to its end, or until it hangs.

    Args:
        killing: what is done to it.
        out: folder for this run alone.
        whole_s: how long a run takes to which nothing is done.
    """
    mark = f"{os.getpid()}-{out.name}"
    out.mkdir(parents=True)
    with _command(killing, out) as (command, environ), (out / "said.txt").open("w") as said:
        began_s = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - siaga, with a scenario of its own
            command, cwd=out, env={**environ, MARK: mark}, stdout=said, stderr=said, text=True
        )
        run = _Run(killing, process, out, mark)
        hit_s, day_s = run.hit(began_s)
        code = run.end(began_s + max(whole_s, hit_s or 0.0) + GRACE_S)
        took_s = time.monotonic() - began_s
    return Played(
        killing=killing,
        folder=run.folder(),
        code=code,
        took_s=took_s,
        hit_s=hit_s,
        day_s=day_s,
        said=(out / "said.txt").read_text(errors="replace"),
        left=run.left(),
    )


class _Run:
    """One run while it lasts."""

    def __init__(self, killing: Killing, process: subprocess.Popen[str], out: Path, mark: str) -> None:
        self._killing, self._process, self._out, self._mark = killing, process, out, mark

    def folder(self) -> RunFolder | None:
        """Give the run folder; None while there is none."""
        found = sorted(self._out.glob("reports/killings/2*"))
        return RunFolder(found[0]) if found else None

    def hit(self, began_s: float) -> tuple[float | None, float | None]:
        """Hit the process in time; gives when, in seconds since the start and since the first phase."""
        if not self._killing.kind or not self._until(self._is_time):
            return None, None
        if self._killing.moment in {START, JUDGING}:
            time.sleep(self._killing.after_s)
        found = self._found()
        if not found:
            return None, None
        hit_s, day_s = time.monotonic() - began_s, self._day_s()
        self._strike(found[-1])
        return hit_s, day_s

    def end(self, until_s: float) -> int | None:
        """Wait for the end, and end what hangs."""
        try:
            return self._process.wait(max(until_s - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            return None
        finally:
            self._process.kill()
            self._process.wait()

    def left(self) -> tuple[str, ...]:
        """Give who lives on though the command has ended, and end them."""
        until_s = time.monotonic() + GONE_S
        while (alive := self._marked()) and time.monotonic() < until_s:
            time.sleep(LOOK_S)
        told = tuple(f"{one.status()}: {' '.join(one.cmdline())[:120]}" for one in alive)
        for one in alive:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        return told

    def _strike(self, process: psutil.Process) -> None:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL if self._killing.way == KILL else signal.SIGSTOP)
            if self._killing.way == PAUSE:
                time.sleep(PAUSE_S)
                process.send_signal(signal.SIGCONT)

    def _until(self, becomes_true: Callable[[], bool]) -> bool:
        until_s = time.monotonic() + START_S
        while time.monotonic() < until_s and self._process.poll() is None:
            if becomes_true():
                return True
            time.sleep(LOOK_S)
        return False

    def _is_time(self) -> bool:
        if self._killing.moment == START:
            return bool(self._found())
        if self._killing.moment == JUDGING:
            folder = self.folder()
            return (
                folder is not None and folder.log.exists() and b"roll first" in folder.log.read_bytes()
            )
        day_s = self._day_s()
        return day_s is not None and day_s >= self._killing.after_s

    def _day_s(self) -> float | None:
        folder = self.folder()
        if folder is None or not folder.plan.exists():
            return None
        return time.time() - PlanRecord.read(folder.plan).t0_s

    def _found(self) -> Sequence[psutil.Process]:
        if self._killing.kind == "conductor":
            return [psutil.Process(self._process.pid)]
        word = WORDS[self._killing.kind]
        return [one for one in self._marked() if word in (one.info["cmdline"] or ())]

    def _marked(self) -> list[psutil.Process]:
        """Give every living process of this run, the oldest first."""
        found = []
        for one in psutil.process_iter(["cmdline"]):
            with suppress(psutil.Error):
                marked = one.environ().get(MARK) == self._mark
                if marked and one.status() != psutil.STATUS_ZOMBIE:
                    found.append(one)
        return sorted(found, key=lambda one: one.pid)


@contextmanager
def _command(killing: Killing, out: Path) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Give what is started, and its environment; under plain Locust the judge is a process."""
    environ = {**os.environ, "PYTHONUNBUFFERED": "1", "SITE_ADMIN_TOKEN": TOKEN}
    if killing.kind != "judge":
        run = [sys.executable, "-m", "siaga", "run", str(SCENARIO), "--exporter-port", "0"]
        yield run, environ
        return
    with _site(environ, out) as url:
        locust = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless", "--host", url]
        asked = ["--siaga-scenario", str(SCENARIO), "--siaga-scale", "1", "--siaga-set", "faults=[]"]
        yield [*locust, *asked, "--siaga-exporter-port", "0"], environ


@contextmanager
def _site(environ: Mapping[str, str], out: Path) -> Iterator[str]:
    """Start a site that is not siaga's own."""
    port = str(free_port())
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "mock_site", "--port", port, *SITE_PACE]
    with (out / "site.txt").open("w") as said:
        process = subprocess.Popen(command, env=dict(environ), stdout=said, stderr=said)  # noqa: S603
    try:
        _wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str) -> None:
    until_s = time.monotonic() + START_S
    while time.monotonic() < until_s:
        with suppress(WebError):
            if Web(url).status("/readyz") == 200:  # noqa: PLR2004
                return
        time.sleep(LOOK_S)
    raise TimeoutError(f"site {url}: was not ready in time")
