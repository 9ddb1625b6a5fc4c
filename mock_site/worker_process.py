"""A worker process as the supervisor sees it: started, heard from, ended."""

import socket
import subprocess
import sys
from collections.abc import Mapping

from mock_site.settings import Settings


class WorkerProcess:
    """A started worker.

    Args:
        settings: of the site.
        listener: socket that all workers accept from.
        environ: its environment.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, settings: Settings, listener: socket.socket, environ: Mapping[str, str]) -> None:
        self._cord, far_end = socket.socketpair()
        fds = (listener.fileno(), far_end.fileno())
        command = [sys.executable, "-m", "mock_site.worker", *map(str, fds), settings.dumps()]
        with far_end:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter and this package
                command, env=dict(environ), stdin=subprocess.DEVNULL, pass_fds=fds
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

    def stop(self) -> None:
        """Ask it to end."""
        if self._process.poll() is None:
            self._process.terminate()

    def kill(self) -> None:
        """End it at once and wait for that."""
        self._process.kill()
        self._process.wait()
        self._cord.close()
