"""The application: the site as one process serves it, made from the parts it is given."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

from aiohttp import web
from prometheus_client import CollectorRegistry

from mock_site import keys
from mock_site.home_page import HomePage
from mock_site.loop_lag import LoopLag
from mock_site.metrics import Metrics
from mock_site.middlewares import draining, measured, refusing, security_headers
from mock_site.phase import Life
from mock_site.routes import routes
from mock_site.seat_bank import SeatBank
from mock_site.session import Sessions
from mock_site.settings import WAVE, Settings
from mock_site.store.role import Store
from mock_site.wave_watch import WaveWatch

MAX_BODY_BYTES = 16 * 1024


def create_app(
    *,
    settings: Settings,
    store: Store,
    metrics: Metrics,
    exposed: CollectorRegistry,
    life: Life,
    clock: Callable[[], float] = time.time,
    timer: Callable[[], float] = time.perf_counter,
) -> web.Application:
    """Make the application; it opens the store when it starts and closes it when it ends.

    Args:
        settings: what the site was started with.
        store: not open yet.
        metrics: that it counts in.
        exposed: registry that `/metrics` shows; the seats are added to it.
        life: the process's phase.
        clock: Unix seconds.
        timer: monotonic seconds.
    """
    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app[keys.SETTINGS] = settings
    app[keys.STORE] = store
    app[keys.METRICS] = metrics
    app[keys.SEAT_BANK] = SeatBank()
    app[keys.LIFE] = life
    app[keys.CLOCK] = clock
    app[keys.HOME_PAGE] = HomePage()
    app[keys.WAVE_WATCH] = WaveWatch(store, WAVE)
    exposed.register(app[keys.SEAT_BANK])
    app.router.add_routes(routes(exposed))
    app.middlewares.extend(
        [measured(metrics, list(app.router.routes()), timer), draining(life), refusing]
    )
    app.on_response_prepare.append(security_headers(app[keys.HOME_PAGE].style_source))
    app.cleanup_ctx.extend([_opened_store, _watches(timer)])
    return app


async def _opened_store(app: web.Application) -> AsyncIterator[None]:
    async with app[keys.STORE] as store:
        app[keys.SESSIONS] = Sessions(await store.secret())
        yield


def _watches(
    timer: Callable[[], float],
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def watched(app: web.Application) -> AsyncIterator[None]:
        await app[keys.WAVE_WATCH].refresh()
        lag = LoopLag(app[keys.METRICS].loop_lag.set)
        tasks = [
            asyncio.create_task(app[keys.WAVE_WATCH].watch()),
            asyncio.create_task(lag.watch(timer)),
        ]
        app[keys.LIFE].ready()
        yield
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    return watched
