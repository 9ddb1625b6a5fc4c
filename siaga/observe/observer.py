"""The Observer: the process beside a run that scrapes the site and exports the generator's metrics."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from siaga.errors import UsageError
from siaga.observe.exporter import Exporter
from siaga.observe.generator_metrics import GeneratorMetrics
from siaga.observe.scraper import Scraper
from siaga.observe.series import SeriesLog
from siaga.record.run_folder import RunFolder

LOOK_EVERY_S = 0.5
PARENT_EVERY_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What an observer is to watch.

    Attributes:
        folder: the run.
        metrics_url: the site's metrics page; None: the site is not scraped.
        port: where the generator's metrics are wanted; 0 lets the kernel choose.
    """

    folder: RunFolder
    metrics_url: str | None
    port: int

    def __post_init__(self) -> None:
        """Refuse a run that does not exist."""
        if not self.folder.path.is_dir():
            raise UsageError(f"{self.folder.path}: is no folder; name the folder of a run")


async def observe(watch: Watch, say: Callable[[str], object]) -> None:
    """Scrape and export until SIGTERM, SIGINT or the end of the parent process.

    Args:
        watch: what to watch.
        say: is given each line that people should see.

    Raises:
        UsageError: the run was observed before, or no port can be listened on.
        OSError: the log of the scrapes cannot be written.
    """
    asked = _asked_to_end()
    metrics = GeneratorMetrics(watch.folder, time.time)
    exporter = Exporter(metrics, watch.port)
    try:
        if watch.port not in {exporter.port, 0}:
            say(f"port: {watch.port} is in use; {exporter.port} is the next that is free")
        say(f"exporter: the generator's metrics are at {exporter.url}")
        await _first_to_end(asked.wait(), _orphaned(), _follow(metrics), _scrape(watch))
    finally:
        exporter.close()


async def _scrape(watch: Watch) -> None:
    if watch.metrics_url is None:
        await asyncio.Event().wait()
        return
    log = SeriesLog(watch.folder.scrapes)
    scraper = Scraper(watch.metrics_url, log)
    try:
        await scraper.run()
    except asyncio.CancelledError:
        # What was acknowledged since the last beat is on no scrape yet.
        await scraper.once()
        raise
    finally:
        log.close()


async def _follow(metrics: GeneratorMetrics) -> None:
    """Look often, in a thread: unpacking histograms must not hold up the scrapes."""
    while True:
        await asyncio.to_thread(metrics.look)
        await asyncio.sleep(LOOK_EVERY_S)


def _asked_to_end() -> asyncio.Event:
    """Give what is set by SIGTERM and SIGINT from now on."""
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    return asked


async def _orphaned() -> None:
    """Wait until the parent is gone: init, or whoever stands in for it, has adopted the process."""
    parent = os.getppid()
    while True:
        if os.getppid() != parent:
            return
        await asyncio.sleep(PARENT_EVERY_S)


async def _first_to_end(*parts: Coroutine[Any, Any, object]) -> None:
    """Run all parts until one ends, cancel the others, and raise what the one raised."""
    tasks = [asyncio.create_task(part) for part in parts]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()
