"""The Observer: the process beside a run that scrapes the site and watches the machine."""

import asyncio
import os
from dataclasses import asdict, dataclass, field

from siaga.errors import UsageError
from siaga.observe.lifetime import live
from siaga.observe.machine import Machine
from siaga.observe.scraper import Scraper
from siaga.observe.series import SeriesLog
from siaga.record.json_lines import JsonLines
from siaga.record.run_folder import RunFolder
from siaga.sender import Sender

LOOK_S = 1.0
"""Time between two looks at the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What an observer is to watch.

    Attributes:
        folder: the run.
        metrics_url: the site's metrics page; None: the site is not scraped.
        site_port: where the site listens on this machine; None: it is on another one.
        sender: whose requests they are, and where they may go.
    """

    folder: RunFolder
    metrics_url: str | None
    site_port: int | None = None
    sender: Sender = field(default_factory=Sender)

    def __post_init__(self) -> None:
        """Refuse a run that does not exist."""
        if not self.folder.path.is_dir():
            raise UsageError(f"{self.folder.path}: is no folder; name the folder of a run")


async def observe(watch: Watch) -> None:
    """Scrape, and look around, until SIGTERM, SIGINT or the end of the parent process.

    Raises:
        UsageError: the run was observed before.
        OSError: a log cannot be written.
    """
    await live(_scrape(watch), _look_around(watch))


async def _scrape(watch: Watch) -> None:
    if watch.metrics_url is None:
        await asyncio.Event().wait()
        return
    log = SeriesLog(watch.folder.scrapes)
    scraper = Scraper(watch.metrics_url, log, sender=watch.sender)
    try:
        await scraper.run()
    except asyncio.CancelledError:
        # What was acknowledged since the last beat is on no scrape yet.
        await scraper.once()
        raise
    finally:
        log.close()


async def _look_around(watch: Watch) -> None:
    """Write down once a second how much of the machine others take, where the site is on it, too."""
    if watch.site_port is None:
        await asyncio.Event().wait()
        return
    machine, lines = Machine(os.getppid(), watch.site_port), JsonLines(watch.folder.machine)
    try:
        while True:
            # With many processes it takes a while, in which nobody would scrape.
            seen = await asyncio.to_thread(machine.look)
            if seen is not None:
                lines.append(asdict(seen))
            await asyncio.sleep(LOOK_S)
    finally:
        lines.close()
