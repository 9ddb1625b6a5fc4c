"""The process of a neighbour: started by the supervisor like a worker, or by a person by itself."""

import argparse
import asyncio
import logging
import socket
import sys
from collections.abc import Sequence

import uvloop
from aiohttp import web

from mock_site.errors import ExitCode, UsageError
from mock_site.neighbours.apps import APPS
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.process.cord import READY, stop_event
from mock_site.process.counting import count_alone
from mock_site.process.garbage import settle
from mock_site.process.listener import BACKLOG, listener_on, url_of

KEEP_ALIVE_S = 75.0
IN_FLIGHT_DEADLINE_S = 0.5


def main(name: str, arguments: Sequence[str], admin_token: str) -> int:
    """Serve where a person wants it until told to stop, and give the exit code.

    Args:
        name: of the neighbour.
        arguments: of its command line.
        admin_token: bearer token of its admin calls; empty refuses them all.
    """
    try:
        listener, settings = _by_hand(name, arguments)
    except (UsageError, ValueError) as error:
        sys.stderr.write(f"{name}: {error}\n")
        return ExitCode.USAGE
    return _run(name, settings, admin_token, listener, None)


def serve(
    name: str,
    settings: NeighbourSettings,
    admin_token: str,
    listener: socket.socket,
    cord: socket.socket,
) -> int:
    """Serve for a site until told to stop or until its supervisor has ended, and give the exit code.

    What it counts is its own, and not merged with what the workers count.

    Args:
        name: of the neighbour.
        settings: that it is started with.
        admin_token: bearer token of its admin calls; empty refuses them all.
        listener: that it accepts from.
        cord: to the supervisor.
    """
    count_alone()
    return _run(name, settings, admin_token, listener, cord)


def _run(
    name: str,
    settings: NeighbourSettings,
    admin_token: str,
    listener: socket.socket,
    cord: socket.socket | None,
) -> int:
    logging.basicConfig(
        level=logging.WARNING, format=f"%(asctime)s {name} %(process)d %(levelname)s %(message)s"
    )
    app = APPS[name](settings, admin_token)
    with listener, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(app, listener, cord))
    if cord is not None:
        cord.close()
    return ExitCode.DONE


async def _serve(app: web.Application, listener: socket.socket, cord: socket.socket | None) -> None:
    stop = stop_event(cord)
    # A request that hangs, as it was told to, ends when nobody waits for it any more.
    runner = web.AppRunner(
        app,
        access_log=None,
        handler_cancellation=True,
        keepalive_timeout=KEEP_ALIVE_S,
        shutdown_timeout=IN_FLIGHT_DEADLINE_S,
    )
    await runner.setup()
    settle()
    await web.SockSite(runner, listener, backlog=BACKLOG).start()
    if cord is not None:
        cord.send(READY)
    await stop.wait()
    await runner.cleanup()


def _by_hand(name: str, arguments: Sequence[str]) -> tuple[socket.socket, NeighbourSettings]:
    """Read what a person has written, and listen there.

    Raises:
        UsageError: it cannot listen there.
        ValueError: a setting is out of its range.
    """
    parser = argparse.ArgumentParser(
        prog=f"mock_site.neighbours.{name}",
        description="A neighbour of the registration site, by itself. SITE_ADMIN_TOKEN in the"
        " environment is the bearer token of its admin calls.",
        allow_abbrev=False,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one")
    parser.add_argument("--time-scale", type=float, default=1.0, help="multiplies every delay")
    parser.add_argument("--rate-scale", type=float, default=1.0, help="multiplies every limit")
    parser.add_argument("--seed", type=int, default=0, help="of everything that is drawn")
    options = parser.parse_args(arguments)
    settings = NeighbourSettings(
        time_scale=options.time_scale, rate_scale=options.rate_scale, seed=options.seed
    )
    listener = listener_on(options.host, options.port)
    sys.stdout.write(f"mock_site {name.replace('_', ' ')} on {url_of(listener)}\n")
    sys.stdout.flush()
    return listener, settings
