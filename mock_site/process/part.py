"""A part of the site that the supervisor keeps alive: a worker or a neighbour, as a process."""

import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

RELIEVED = signal.SIGUSR1
"""Tells a worker that another serves in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a process of the site is started with.

    Attributes:
        name: in what is said of it.
        module: that it runs, with the descriptors of listener and cord, and the settings.
        settings: as JSON.
        environ: its environment.
        listener: that it accepts from; parts of the same kind share theirs.
    """

    name: str
    module: str
    settings: str
    environ: Mapping[str, str] = field(repr=False)
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
        fds = (part.listener.fileno(), far_end.fileno())
        command = [sys.executable, "-m", part.module, *map(str, fds), part.settings]
        with far_end:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter and this package
                command, env=dict(part.environ), stdin=subprocess.DEVNULL, pass_fds=fds
            )
        self._cord.settimeout(0)
        self._serves = False

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

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
        if self._process.poll() is None:
            return False
        self._cord.close()
        return True

    def __str__(self) -> str:
        return f"{self.part.name} {self.pid}"

    def stop(self) -> None:
        """Ask it to end."""
        if self._process.poll() is None:
            self._process.terminate()

    def relieve(self) -> None:
        """Tell a worker to end as another serves in its place: it takes no more visitors at once."""
        if self._process.poll() is None:
            self._process.send_signal(RELIEVED)

    def kill(self) -> None:
        """End it at once and wait for that."""
        self._process.kill()
        self._process.wait()
        self._cord.close()
