"""The application: the site as one process serves it, made from the parts it is given."""

import time
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from mock_site import keys
from mock_site.counted.exposition import Exposition
from mock_site.defects import Defect
from mock_site.harm.board import Board
from mock_site.harm.suffering import suffered
from mock_site.journey import furnish, is_secure, opened, swept
from mock_site.layers import Layer
from mock_site.metrics import Metrics
from mock_site.middlewares import draining, measured, refusing, remembering, security_headers
from mock_site.process.cpu_time import CpuTime
from mock_site.process.loop_lag import LoopLag
from mock_site.process.phase import Life
from mock_site.process.resident_memory import resident_bytes
from mock_site.protection.body_limit import most_bytes
from mock_site.protection.defence import Defence
from mock_site.protection.passage import Stage, passing
from mock_site.protection.sign import has_sign, is_before, signed
from mock_site.routes import routes
from mock_site.running import running
from mock_site.seat_bank import SeatBank
from mock_site.settings import WAVE, Settings
from mock_site.shared_file import shared_file
from mock_site.store.role import Store
from mock_site.trust.agreement import Agreement
from mock_site.trust.cross_site import SAFE_METHODS, refusing_cross_site
from mock_site.wave_watch import WaveWatch


def create_app(
    *,
    settings: Settings,
    store: Store,
    metrics: Metrics,
    exposed: Exposition,
    life: Life,
    board: Board | None = None,
    clock: Callable[[], float] = time.time,
) -> web.Application:
    """Make the application; it opens the store when it starts and closes it when it ends.

    Args:
        settings: what the site was started with.
        store: not open yet.
        metrics: that it counts in.
        exposed: what `/metrics` shows; the seats are added to it.
        life: the process's phase.
        board: says what it suffers from; None: its own look at that of its site.
        clock: Unix seconds.
    """
    app = web.Application(client_max_size=most_bytes(settings.layers.level(Layer.BODY_LIMIT)))
    app[keys.SETTINGS] = settings
    app[keys.STORE] = store
    app[keys.METRICS] = metrics
    app[keys.SEAT_BANK] = SeatBank()
    app[keys.LIFE] = life
    app[keys.BOARD] = board or Board(shared_file(settings, "harm"))
    app[keys.CLOCK] = clock
    app[keys.AGREEMENT] = Agreement(settings)
    app[keys.WAVE_WATCH] = WaveWatch(store, WAVE)
    furnish(app)
    exposed.register(app[keys.SEAT_BANK])
    app.router.add_routes(routes(exposed))
    defence = Defence(app, time.perf_counter, exposed)
    stages = [
        Stage(measured(metrics, list(app.router.routes()), time.perf_counter)),
        *([Stage(signed(app, defence.limits), is_before)] if has_sign(settings) else []),
        Stage(draining(life)),
        Stage(refusing),
        *defence.stages(),
    ]
    if settings.checks_origin:
        stages.append(Stage(refusing_cross_site, lambda method, _: method not in SAFE_METHODS))
    app.middlewares.append(passing(stages))
    if Defect.SLOW_LEAK in settings.defects:
        app.middlewares.append(remembering())
    app.on_response_prepare.append(security_headers(is_secure=is_secure(settings)))
    app.cleanup_ctx.extend([opened, defence.opened, defence.gauged, _watched, swept, suffered])
    return app


async def _watched(app: web.Application) -> AsyncIterator[None]:
    """Watch the wave and the loop for as long as the application serves."""
    await app[keys.WAVE_WATCH].refresh()
    metrics = app[keys.METRICS]
    cpu = CpuTime(metrics.cpu.inc, time.process_time)

    def ticked(late_s: float) -> None:
        metrics.loop_lag.set(late_s)
        metrics.protection.burden.looked(late_s)
        cpu.tell()
        metrics.memory.set(resident_bytes())
        metrics.store_load(app[keys.STORE].load())

    lag = LoopLag(ticked)
    async with running(app[keys.WAVE_WATCH].watch(), lag.watch(time.perf_counter)):
        app[keys.LIFE].ready()
        yield
