"""The power goes: what was acknowledged outlives it, or does not, as the layer of durability says."""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

import aiohttp

from mock_site.settings import WAVE
from mock_site.store.schema import prepare
from mock_site.testing import SiteProcess
from tests.mock_site.crowd import Crowd, finished_sessions
from tests.mock_site.process.eventual import eventually

StartSite = Callable[..., SiteProcess]
JOINS = 40


async def lost_joins(
    start_site: StartSite, visitors: aiohttp.ClientSession, folder: Path, *arguments: str
) -> tuple[int, float]:
    """Take the power from a site under joins; give those acknowledged and lost, and the bytes."""
    path = folder / "site.db"
    prepare(path, WAVE, 10_000)
    sessions = await finished_sessions(path, range(120))
    without = ("--without", "waiting-room", "--without", "rate-limits")
    power = ("--record-syncs", "--power-back-s", "0.2")
    store = ("--store", f"sqlite:///{path}")
    site = start_site("--processes", "2", *store, *without, *power, *arguments, alone=True)
    crowd, neighbours = Crowd(visitors, site), site.running("mock_site.neighbours")
    acknowledged: list[str] = []
    load = asyncio.gather(*(crowd.join_until_cut(sessions[n::12], acknowledged) for n in range(12)))
    await eventually(lambda: _reached(acknowledged, JOINS))
    before = set(site.workers())
    site.process.send_signal(signal.SIGUSR2)
    await load
    await eventually(lambda: _are_new(site, before), 20.0)
    roll = {one["registration_id"] for one in await crowd.roll()}
    assert site.running("mock_site.neighbours") == neighbours
    assert await crowd.metric("site_power_losses") == 1
    return len(set(acknowledged) - roll), await crowd.metric("site_power_lost_bytes")


async def test_a_hardened_store_loses_nothing_that_was_acknowledged(
    start_site: StartSite, visitors: aiohttp.ClientSession, tmp_path: Path
) -> None:
    """Each commit has waited for the disk."""
    lost, _ = await lost_joins(start_site, visitors, tmp_path)
    assert lost == 0


async def test_a_naive_store_loses_the_last_of_what_was_acknowledged(
    start_site: StartSite, visitors: aiohttp.ClientSession, tmp_path: Path
) -> None:
    """Everything since the last checkpoint; and the site tells that there was something to lose."""
    lost, lost_bytes = await lost_joins(start_site, visitors, tmp_path, "--profile", "naive")
    assert lost > 0
    assert lost_bytes > 0


async def test_a_power_loss_of_which_nobody_knows_what_it_would_take_does_not_happen(
    start_site: StartSite, visitors: aiohttp.ClientSession
) -> None:
    """The workers go on where flushes are not recorded."""
    site = start_site(alone=True)
    before = site.workers()
    site.process.send_signal(signal.SIGUSR2)
    await asyncio.sleep(0.2)
    assert site.workers() == before
    assert await Crowd(visitors, site).metric("site_power_losses") == 0


async def _reached(acknowledged: list[str], count: int) -> bool:
    return len(acknowledged) >= count


async def _are_new(site: SiteProcess, before: set[int]) -> bool:
    now = set(site.workers())
    return len(now) == 2 and not now & before
