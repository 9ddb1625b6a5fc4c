"""A part of the site that the supervisor keeps alive: a worker or a neighbour, as a process.

It is forked: what all of them need has been loaded once, by the supervisor, and is there at once.
"""

import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from setproctitle import setproctitle

RELIEVED = signal.SIGUSR1
"""Tells a worker that another serves in its place."""

DESCRIPTORS = Path("/proc/self/fd")
_FORK = multiprocessing.get_context("fork")
_STANDARD = (0, 1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a process of the site is started with.

    Attributes:
        name: in what is said of it.
        title: its command line, as whoever lists processes sees it.
        serve: what it does, with its listener and its cord, until it ends; gives its exit code.
        listener: that it accepts from; parts of the same kind share theirs.
    """

    name: str
    title: str
    serve: Callable[[socket.socket, socket.socket], int] = field(repr=False)
    listener: socket.socket


class PartProcess:
    """A started part.

    Args:
        part: that is started.

    Raises:
        OSError: it cannot be.
    """

    def __init__(self, part: Part) -> None:
        self.part = part
        self._cord, far_end = socket.socketpair()
        # One that comes before the process has forgotten what the supervisor does with it would be lost.
        unheard = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        self._process = _FORK.Process(target=_be, args=(part, far_end, unheard), daemon=True)
        try:
            with far_end:
                self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, unheard)
        self._cord.settimeout(0)
        self._serves = False

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid or 0

    def serves(self) -> bool:
        """Tell whether it has said that it serves."""
        if not self._serves:
            try:
                self._serves = bool(self._cord.recv(1))
            except (BlockingIOError, ConnectionResetError):
                self._serves = False
        return self._serves

    def ended(self) -> bool:
        """Tell whether it has ended; then nothing of it is left open."""
        if self._process.is_alive():
            return False
        self._cord.close()
        return True

    def __str__(self) -> str:
        return f"{self.part.name} {self.pid}"

    def stop(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def relieve(self) -> None:
        """Tell a worker to end as another serves in its place: it takes no more visitors at once."""
        if self._process.is_alive():
            os.kill(self.pid, RELIEVED)

    def kill(self) -> None:
        """End it at once and wait for that."""
        self._process.kill()
        self._process.join()
        self._cord.close()


def _be(part: Part, cord: socket.socket, mask: Iterable[int]) -> None:
    """Be a part, with nothing of the supervisor's but what it is given."""
    setproctitle(part.title)
    _close_all_but(part.listener, cord)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    sys.exit(part.serve(part.listener, cord))


def _close_all_but(*kept: socket.socket) -> None:
    """Close what is open: the cord of another part, held open here, would hide the supervisor's end."""
    numbers = {int(one.name) for one in DESCRIPTORS.iterdir()}
    for number in numbers.difference(_STANDARD, (one.fileno() for one in kept)):
        try:
            os.close(number)
        except OSError:
            # The one by which the others were listed.
            continue
