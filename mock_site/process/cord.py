"""The cord: a socket between the supervisor and a process that it has started.

The process says one byte when it serves. When the cord is cut, because the supervisor has ended in
whatever way, the process ends too.
"""

import asyncio
import signal
import socket

READY = b"R"


def stop_event(cord: socket.socket | None) -> asyncio.Event:
    """Give an event that a signal or a cut cord sets.

    Args:
        cord: to the supervisor; None for a process that has none.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, stop.set)
    if cord is not None:
        cord.settimeout(0)
        loop.add_reader(cord, _cut, loop, cord, stop)
    return stop


def _cut(loop: asyncio.AbstractEventLoop, cord: socket.socket, stop: asyncio.Event) -> None:
    loop.remove_reader(cord)
    stop.set()
