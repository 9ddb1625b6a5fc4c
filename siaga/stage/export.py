"""The Export of a run's metrics, until its verdict was seen: `python -m siaga.stage.export FOLDER`."""

import argparse
import asyncio
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client.registry import Collector

from siaga.errors import ExitCode, SiagaError, UsageError
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import ObjectiveResult
from siaga.observe.exporter import PORT, Exporter, Scrapes
from siaga.observe.generator_metrics import GeneratorMetrics
from siaga.observe.lifetime import live
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import load
from siaga.scenario.model import Scenario
from siaga.stage.board import Board
from siaga.stage.priority import lower
from siaga.stage.run_metrics import RunMetrics
from siaga.stage.standing import Standing
from siaga.stage.verdict_metrics import VerdictMetrics

if TYPE_CHECKING:
    from siaga.stage.written_metrics import WrittenMetrics

LOOK_EVERY_S = 0.5
SHOW_EVERY_S = 1.0
LONGEST_BEAT_S = 30.0
"""Whoever asks more seldom than this is not waited for."""

NICE = 5
"""The generator goes first: a late metric misleads nobody, a late visitor does."""

JUDGE_NICE = 19
"""Judging takes seconds of CPU at a time once a run is long, and nobody waits for it."""

LATE_S = 1.0


class Export:
    """Everything that is exported of one run.

    Args:
        folder: the prepared run.
        port: where it is wanted; 0 lets the kernel choose.
        say: is given each line that people should see.
        page: keep the part of the web page that shows the run, too.

    Raises:
        UsageError: the folder holds no run, no port can be listened on, or the metrics cannot be written
            to where the scenario says.
    """

    def __init__(
        self,
        folder: RunFolder,
        port: int,
        say: Callable[[str], object] = lambda _line: None,
        *,
        page: bool = False,
    ) -> None:
        if not folder.path.is_dir():
            raise UsageError(f"{folder.path}: is no folder; name the folder of a run")
        scenario = load(folder.scenario)
        self._folder = folder
        self.scrapes = Scrapes()
        self._standing = Standing(folder, scenario, os.environ)
        closed = scenario.traffic.is_closed
        self._generator = GeneratorMetrics(folder, time.time, closed=closed)
        self._run = RunMetrics(folder)
        self._board = Board(folder, time.time, self._stands, page=page)
        verdict = VerdictMetrics(folder, scenario.objectives, lambda: self._standing.states)
        metrics = [self._generator, self._run, verdict]
        self._written = _written(scenario, folder, metrics, say)
        counted = [] if self._written is None else [self._written.remote]
        self.exporter = Exporter(*metrics, self.scrapes, *counted, port=port)

    async def play(self, begun: Callable[[], object]) -> None:
        """Export until told to end, and then until whoever asks on a beat has seen the verdict.

        Args:
            begun: is called once it can be told to.
        """
        writing = [] if self._written is None else [self._written.follow()]
        await live(self._follow(begun), self._judge(), self._show(), *writing)
        await asyncio.to_thread(self._look)
        await asyncio.to_thread(self._board.look)
        if self._written is not None:
            await self._written.last()
        await self.linger()

    async def linger(self) -> None:
        """Wait for one more scrape, where there is a verdict to see and somebody who asks on a beat."""
        beat_s, since_s = self.scrapes.beat_s, self.scrapes.since_s()
        if beat_s is None or since_s is None or not self._folder.verdict.exists():
            return
        if max(beat_s, since_s) <= LONGEST_BEAT_S:
            await asyncio.to_thread(self.scrapes.wait, beat_s + LATE_S)

    def _look(self) -> None:
        self._generator.look()
        self._run.look()

    async def _follow(self, begun: Callable[[], object]) -> None:
        """Look often, in a thread: unpacking histograms must not hold up the answers."""
        begun()
        while True:
            await asyncio.to_thread(self._look)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _show(self) -> None:
        """Write down what people see of the run; the pages that they look at only pass it on."""
        while True:
            await asyncio.to_thread(self._board.look)
            await asyncio.sleep(SHOW_EVERY_S)

    def _stands(self) -> tuple[Mapping[str, ObjectiveResult], Recorded | None]:
        return self._standing.results, self._standing.facts

    async def _judge(self) -> None:
        """Judge in a thread of its own, that takes what all others leave of the cores."""
        thread = ThreadPoolExecutor(1, "judge", initializer=_last_of_all)
        try:
            while True:
                await asyncio.get_running_loop().run_in_executor(thread, self._standing.look)
                await asyncio.sleep(self._standing.pause_s)
        finally:
            # A look that is under way must not hold up the last metrics.
            thread.shutdown(wait=False)


def _last_of_all() -> None:
    """Let this thread go last: Linux keeps a nice value by thread."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), JUDGE_NICE)


async def export(
    folder: RunFolder, port: int, say: Callable[[str], object], *, page: bool = False
) -> None:
    """Export a run's metrics until SIGTERM, SIGINT or the end of the parent process.

    Args:
        folder: the prepared run.
        port: where they are wanted; 0 lets the kernel choose.
        say: is given each line that people should see.
        page: keep the part of the web page that shows the run, too.

    Raises:
        UsageError: the folder holds no run, or no port can be listened on.
    """
    metrics = Export(folder, port, say, page=page)
    try:
        if port not in {metrics.exporter.port, 0}:
            say(f"port: {port} is in use; {metrics.exporter.port} is the next that is free")
        await metrics.play(lambda: say(f"the run's metrics are at {metrics.exporter.url}"))
    finally:
        metrics.exporter.close()


def _written(
    scenario: Scenario, folder: RunFolder, metrics: Sequence[Collector], say: Callable[[str], object]
) -> "WrittenMetrics | None":
    """Make what writes the metrics to where the scenario says; None where it says nothing."""
    if scenario.remote_write is None:
        return None
    from siaga.stage.written_metrics import written_metrics  # noqa: PLC0415 - few scenarios do

    return written_metrics(scenario, os.environ, folder, metrics, say)


def main(arguments: Sequence[str]) -> int:
    """Export the metrics of a run until told to end; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m siaga.stage.export", description="Export the metrics of a run until SIGTERM."
    )
    parser.add_argument("folder", type=Path, metavar="RUN_FOLDER")
    parser.add_argument("--port", type=int, default=PORT, help="of the exporter; 0: any")
    parser.add_argument("--page", action="store_true", help="keep what the web interface shows")
    given = parser.parse_args(arguments)
    lower(NICE)
    try:
        asyncio.run(export(RunFolder(given.folder), given.port, _say, page=given.page))
    except SiagaError as error:
        sys.stderr.write(f"siaga.stage.export: {error}\n")
        return error.exit_code
    return ExitCode.GO


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
