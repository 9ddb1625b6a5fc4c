"""Every worker of a site suffers what the site is told to suffer, also one that is started later."""

import os
import signal
from collections.abc import Awaitable, Callable

import aiohttp

from mock_site.testing import SiteInProcess, SiteProcess
from tests.mock_site.crowd import Crowd
from tests.mock_site.process.eventual import eventually


async def test_all_workers_suffer_and_one_that_is_started_again_does_too(
    start_site: Callable[..., SiteProcess],
    crowd_at: Callable[[SiteProcess], Crowd],
    visitors: aiohttp.ClientSession,
) -> None:
    """Whichever of them was told; and all are healed together."""
    site = start_site("--processes", "2", alone=True)
    crowd = crowd_at(site)

    async def told(method: str, path: str, **parts: object) -> None:
        """Tell one of them."""
        url = f"{site.url}/admin/{path}"
        async with visitors.request(method, url, json=parts, headers=dict(site.admin)) as answer:
            assert answer.status == 200

    async def is_in_force(processes: int) -> bool:
        """Tell whether the clock is wrong in so many."""
        return await crowd.metric("site_harm_in_force", harm="clock") == processes

    await told("PUT", "conditions", clock={"skew_s": 60})
    await eventually(lambda: is_in_force(2))
    os.kill(site.workers()[0], signal.SIGKILL)
    await eventually(lambda: is_in_force(1))
    await eventually(lambda: is_in_force(2))
    assert await crowd.metric("site_harm_clock_skew_seconds") == 60
    await told("POST", "cache/flush")
    await told("POST", "sessions/lose")

    async def is_done() -> bool:
        """Tell whether all have carried the orders out."""
        counted = (
            await crowd.metric("site_cache_flushes_total"),
            await crowd.metric("site_session_losses_total"),
        )
        return counted == (2, 2)

    await eventually(is_done)
    await told("PUT", "conditions", clock={"skew_s": 0})
    await eventually(lambda: is_in_force(0))


async def test_a_process_that_is_started_after_a_loss_forgets_the_same_log_ins(
    make_site: Callable[..., Awaitable[SiteInProcess]],
) -> None:
    """And has not lost them once more."""
    first = await make_site()
    session = await first.open_account(1)
    async with first.client.post("/admin/sessions/lose", headers=first.admin) as answer:
        assert answer.status == 200
    second = await make_site()
    async with second.client.get("/me", headers=session) as answer:
        assert answer.status == 401
    assert second.metric("site_session_losses_total") == 0
