"""Claims about the observer: it looks at the site once more when it is asked to end."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from siaga.observe import observer as module
from siaga.observe.observer import Watch
from siaga.observe.series import read
from siaga.record.run_folder import RunFolder


async def test_the_last_second_of_a_run_is_seen(tmp_path: Path) -> None:
    """What the site did since the last beat is on the last scrape, and the log is whole."""
    joined, seen = 0, asyncio.Event()

    async def shown(_request: web.Request) -> web.Response:
        """Show how many have joined by now."""
        seen.set()
        return web.Response(text=f"joins_total {joined}\n")

    application = web.Application()
    application.router.add_get("/metrics", shown)
    folder = RunFolder(tmp_path)
    async with TestServer(application) as site:
        watch = Watch(folder=folder, metrics_url=str(site.make_url("/metrics")))
        scraping = asyncio.create_task(module._scrape(watch))
        await seen.wait()
        joined = 7
        scraping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await scraping
    (points,) = read(folder.scrapes, 0.0).points("joins_total", {})
    assert points.values[-1] == 7.0
