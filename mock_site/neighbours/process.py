"""The process of a neighbour: started by the supervisor like a worker, or by a person by itself.

`python -m mock_site.neighbours.NAME LISTENER_FD CORD_FD SETTINGS` is what the supervisor writes: two
inherited sockets and the settings as JSON. A person writes `--port`.
"""

import argparse
import asyncio
import gc
import logging
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack

import uvloop
from aiohttp import web

from mock_site.errors import ExitCode, UsageError
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.process.cord import READY, stop_event
from mock_site.process.listener import BACKLOG, listener_on, url_of

KEEP_ALIVE_S = 75.0
IN_FLIGHT_DEADLINE_S = 0.5

MakeApp = Callable[[NeighbourSettings], web.Application]


def main(name: str, arguments: Sequence[str], make_app: MakeApp) -> int:
    """Serve until told to stop, and give the exit code.

    Args:
        name: of the neighbour.
        arguments: of its command line.
        make_app: gives its application.
    """
    logging.basicConfig(
        level=logging.WARNING, format=f"%(asctime)s {name} %(process)d %(levelname)s %(message)s"
    )
    with ExitStack() as stack:
        cord = None
        if arguments and not arguments[0].startswith("-"):
            listener, cord = (socket.socket(fileno=int(number)) for number in arguments[:2])
            settings = NeighbourSettings.loads(arguments[2])
            stack.enter_context(cord)
        else:
            try:
                listener, settings = _by_hand(name, arguments)
            except (UsageError, ValueError) as error:
                sys.stderr.write(f"{name}: {error}\n")
                return ExitCode.USAGE
        stack.enter_context(listener)
        runner = stack.enter_context(asyncio.Runner(loop_factory=uvloop.new_event_loop))
        runner.run(_serve(make_app(settings), listener, cord))
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
    gc.freeze()
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
