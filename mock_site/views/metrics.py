"""The metrics page: what all processes have counted, with the seats as of this instant."""

import asyncio

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler
from prometheus_client.exposition import choose_encoder

from mock_site import keys
from mock_site.counted.exposition import Exposition
from mock_site.harm.conditions import Harm
from mock_site.pages.refusals import busy
from mock_site.settings import WAVE
from mock_site.store.records import Seats
from mock_site.store.role import Store, StoreError

COUNT_DEADLINE_S = 0.25
"""Whoever reads the page every second would rather have the rest of it than wait for a store."""


def shown(exposed: Exposition) -> Handler:
    """Make the view that shows it.

    Args:
        exposed: shows the application's seat bank with everything else.
    """
    # One page at a time, so that no other page's seats get into it.
    alone = asyncio.Lock()

    async def show(request: web.Request) -> web.StreamResponse:
        """Count the seats and show the page; a store that does not answer leaves seats out of it.

        The page is written beside the loop: where there are new series it takes a while, and nobody else
        is to wait for that.

        Raises:
            Refusal: 503 where the site is told to keep silent.
        """
        if request.app[keys.BOARD].conditions.telemetry.gap:
            request.app[keys.METRICS].harm.strikes[Harm.TELEMETRY].inc()
            raise busy("the site does not tell how it is")
        encode, kind = choose_encoder(",".join(request.headers.getall(hdrs.ACCEPT, [])))
        names = request.query.getall("name[]", [])
        async with alone:
            request.app[keys.SEAT_BANK].seats = await _counted(request.app[keys.STORE])
            page = await asyncio.to_thread(exposed.page, encode, kind, names)
        response = web.Response(body=page, headers={hdrs.CONTENT_TYPE: kind})
        response.enable_compression()
        return response

    return show


async def _counted(store: Store) -> Seats | None:
    try:
        async with asyncio.timeout(COUNT_DEADLINE_S):
            return await store.seats(WAVE)
    except (StoreError, TimeoutError):
        return None
