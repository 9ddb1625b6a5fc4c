"""The metrics page: what all processes have counted, with the seats as of this instant."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry
from prometheus_client.aiohttp import make_aiohttp_handler

from mock_site import keys
from mock_site.harm.conditions import Harm
from mock_site.pages.refusals import busy
from mock_site.settings import WAVE
from mock_site.store.records import Seats
from mock_site.store.role import Store, StoreError

COUNT_DEADLINE_S = 0.25
"""Whoever reads the page every second waits for less than one, and would rather have the rest of it."""


def shown(exposed: CollectorRegistry) -> Handler:
    """Make the view that shows a registry.

    Args:
        exposed: holds the application's seat bank with everything else.
    """
    expose = make_aiohttp_handler(exposed)

    async def show(request: web.Request) -> web.StreamResponse:
        """Count the seats and show the page; a store that does not answer leaves seats out of it.

        Raises:
            Refusal: 503 where the site is told to keep silent.
        """
        if request.app[keys.BOARD].conditions.telemetry.gap:
            request.app[keys.METRICS].harm.strikes[Harm.TELEMETRY].inc()
            raise busy("the site does not tell how it is")
        seats = await _counted(request.app[keys.STORE])
        # Nothing is awaited from here until the page is written, so no other page's seats get into it.
        request.app[keys.SEAT_BANK].seats = seats
        return await expose(request)

    return show


async def _counted(store: Store) -> Seats | None:
    try:
        async with asyncio.timeout(COUNT_DEADLINE_S):
            return await store.seats(WAVE)
    except (StoreError, TimeoutError):
        return None
