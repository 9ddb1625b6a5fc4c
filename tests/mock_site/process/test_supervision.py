"""Supervision as it is often made: nobody starts a dead worker again."""

import asyncio
import os
import signal
from collections.abc import Callable

from mock_site.errors import ExitCode
from mock_site.process.crew import RESTART_PAUSE_S
from mock_site.testing import SiteProcess
from tests.mock_site.crowd import Crowd
from tests.mock_site.process.eventual import eventually

StartSite = Callable[..., SiteProcess]


async def test_nobody_starts_a_dead_worker_again_where_supervision_is_naive(
    start_site: StartSite, crowd_at: Callable[[SiteProcess], Crowd]
) -> None:
    """The other goes on, a release brings the dead one back, and the site ends with its last one."""
    site = start_site("--processes", "2", "--profile", "naive", alone=True)
    crowd = crowd_at(site)
    first, second = site.workers()
    os.kill(first, signal.SIGKILL)
    await asyncio.sleep(2 * RESTART_PAUSE_S)
    assert site.workers() == [second]
    assert await crowd.wave_state() == "open"
    site.process.send_signal(signal.SIGHUP)

    async def are_new() -> bool:
        """Tell whether there are two others."""
        return len(set(site.workers()) - {first, second}) == 2

    await eventually(are_new, 30.0)
    for pid in site.workers():
        os.kill(pid, signal.SIGKILL)
    assert await asyncio.to_thread(site.process.wait, 10.0) == ExitCode.INTERNAL
