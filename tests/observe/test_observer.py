"""Claims about the observer: it looks at the site once more when it is asked to end."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from siaga.observe import __main__ as command
from siaga.observe import observer as module
from siaga.observe.observer import Watch
from siaga.observe.series import read
from siaga.record.machine_second import MachineSecond
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


async def test_the_machine_is_watched_while_the_run_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look after the first is a line of its own, also where the site shows no metrics."""
    monkeypatch.setattr(module, "LOOK_S", 0.0)
    folder = RunFolder(tmp_path)
    async with TestServer(web.Application()) as site, asyncio.timeout(20):
        watch = Watch(folder=folder, metrics_url=None, site_port=site.port)
        watching = asyncio.create_task(module._look_around(watch))
        while len(list(MachineSecond.all_of(folder.machine))) < 2:
            assert not watching.done()
            await asyncio.sleep(0.001)
        watching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watching


async def test_the_machine_is_not_watched_for_a_site_elsewhere(tmp_path: Path) -> None:
    """Whoever works here does not make it slower."""
    folder = RunFolder(tmp_path)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(module._look_around(Watch(folder=folder, metrics_url=None)), 0.01)
    assert not folder.machine.exists()


@pytest.mark.parametrize(
    ("site", "port"),
    [
        ("http://127.0.0.1:8080", 8080),
        ("http://[::1]:8080", 8080),
        ("https://localhost", 443),
        ("http://localhost", 80),
        ("https://staging.test:8443", None),
        ("none", None),
    ],
)
def test_a_site_on_this_machine_is_known_by_its_port(
    tmp_path: Path, site: str, port: int | None
) -> None:
    """One elsewhere has no process here."""
    watch = command._watch([str(tmp_path), "--site", site])
    assert watch.site_port == port
