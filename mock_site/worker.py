"""The worker: one process that serves the site, started by the supervisor.

A cord ties it to the supervisor: the worker says one byte when it serves, and when the cord is cut,
because the supervisor has ended in whatever way, the worker ends too.
"""

import asyncio
import logging
import os
import random
import resource
import socket
import threading
import time
from functools import partial
from pathlib import Path

import uvloop
from aiohttp import web
from prometheus_client import CollectorRegistry

from mock_site import keys
from mock_site.app import create_app
from mock_site.counted.exposition import Exposition
from mock_site.counted.shared_counts import SharedCounts
from mock_site.errors import ExitCode
from mock_site.harm.board import Board
from mock_site.harm.skewed_clock import SkewedClock
from mock_site.harm.store_strain import StoreStrain
from mock_site.layers import Layer, Level
from mock_site.metrics import Metrics
from mock_site.outside.surroundings import Surroundings
from mock_site.process.cord import READY, stop_event
from mock_site.process.counting import count_together
from mock_site.process.drain import drain_level, drained, relieved_of
from mock_site.process.garbage import settle
from mock_site.process.part import RELIEVED
from mock_site.process.phase import Life
from mock_site.process.reception import Reception
from mock_site.protection.connections import Connections
from mock_site.protection.keep_alive import KeepAlive
from mock_site.protection.metrics import ProtectionMetrics
from mock_site.protection.slow_lines import SlowLines
from mock_site.settings import Settings
from mock_site.shared_file import shared_file
from mock_site.store.attempts import Attempts
from mock_site.store.choice import make_store
from mock_site.store.conduct import Conduct

IN_FLIGHT_DEADLINE_S = 3.0
STOP_DEADLINE_S = 4.7


def serve(settings: Settings, metrics_folder: Path, listener: socket.socket, cord: socket.socket) -> int:
    """Serve until told to stop, and give the exit code.

    Args:
        settings: of the site.
        metrics_folder: in which all workers count.
        listener: that it accepts from.
        cord: to the supervisor.
    """
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s worker %(process)d %(levelname)s %(message)s"
    )
    count_together(metrics_folder)
    with listener, cord, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, metrics_folder, listener, cord))
    return ExitCode.DONE


async def _serve(
    settings: Settings, metrics_folder: Path, listener: socket.socket, cord: socket.socket
) -> None:
    life = Life()
    stop, relieved = stop_event(cord), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(RELIEVED, _relieve, relieved, stop)
    app = _app(settings, life, metrics_folder)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=IN_FLIGHT_DEADLINE_S)
    await runner.setup()
    # What exists now lives as long as the process; the collector need not look at it again.
    settle()
    site = _reception(settings, app[keys.METRICS].protection, runner, listener)
    await site.start()
    cord.send(READY)
    await stop.wait()
    _end_anyway()
    if relieved.is_set():
        await relieved_of(site, runner, life)
    else:
        cut = partial(os._exit, ExitCode.DONE)
        await drained(drain_level(settings), life, settings.drain_grace_s, cut)
    await runner.cleanup()


def _reception(
    settings: Settings, metrics: ProtectionMetrics, runner: web.AppRunner, listener: socket.socket
) -> Reception:
    keep_alive = KeepAlive.of(settings, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    connections = Connections(
        keep_alive.most,
        sheds=keep_alive.sheds,
        metrics=metrics.connections,
        shares=keep_alive.shares(settings.terms),
    )
    rejections, levels = metrics.rejections, settings.layers
    return Reception(
        runner,
        listener,
        connections,
        keep_alive.idle_s,
        lines=SlowLines(rejections) if levels.level(Layer.SLOW_LINES) is Level.HARDENED else None,
        malformed=rejections if levels.level(Layer.STRICT_INPUT) is Level.HARDENED else None,
    )


def _app(settings: Settings, life: Life, metrics_folder: Path) -> web.Application:
    metrics = Metrics(CollectorRegistry(), settings, time.time)
    board = Board(shared_file(settings, "harm"))
    clock = SkewedClock(time.time, board, metrics.harm)
    around = _surroundings(settings, metrics, clock)
    store = make_store(
        settings.store,
        metrics,
        clock,
        max_pending=settings.pending_writes,
        busy_timeout_s=settings.busy_timeout_s,
        post=around.postman,
        conduct=Conduct(
            defects=settings.defects,
            strain=StoreStrain(board, metrics.harm),
            durability=settings.layers.level(Layer.DURABILITY),
            records_syncs=settings.records_syncs,
            access=settings.layers.level(Layer.STORE_ACCESS),
            patience_s=settings.store_patience_s,
            attempts=Attempts(shared_file(settings, "attempts")),
        ),
    )
    app = create_app(
        settings=settings,
        store=store,
        metrics=metrics,
        exposed=Exposition(CollectorRegistry(), SharedCounts(metrics_folder)),
        life=life,
        board=board,
        clock=clock,
    )
    app[keys.REGISTRY] = around.registry
    app[keys.EVALUATOR] = around.evaluator
    app.cleanup_ctx.insert(0, around.closing)
    app.cleanup_ctx.append(around.serving(store))
    return app


def _surroundings(settings: Settings, metrics: Metrics, clock: SkewedClock) -> Surroundings:
    return Surroundings(
        settings=settings,
        level=settings.layers.level(Layer.BREAKERS),
        metrics=metrics.outside,
        clock=clock,
        timer=time.monotonic,
        dice=random.Random(),  # noqa: S311 - spreads retries and sweeps, no secret
    )


def _relieve(relieved: asyncio.Event, stop: asyncio.Event) -> None:
    relieved.set()
    stop.set()


def _end_anyway() -> None:
    """Make sure of the end, also where a request or the disk hangs."""
    timer = threading.Timer(STOP_DEADLINE_S, os._exit, (ExitCode.INTERNAL,))
    timer.daemon = True
    timer.start()
