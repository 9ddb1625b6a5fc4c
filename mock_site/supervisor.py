"""The supervisor: keeps the workers of a site alive, and ends them all when it is told to."""

import signal
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from prometheus_client.multiprocess import mark_process_dead

from mock_site.errors import SiteError
from mock_site.settings import Settings
from mock_site.worker_process import WorkerProcess

START_DEADLINE_S = 30.0
RESTART_PAUSE_S = 0.5
STOP_DEADLINE_S = 4.8
_POLL_S = 0.02


class Supervisor:
    """Starts the workers, starts a dead one again, and stops them.

    Args:
        settings: of the site.
        listener: bound and listening; closed when the site stops.
        environ: of the workers.
        metrics_folder: in which the workers count; the same as in `environ`.
        log: is told of each worker that died.
    """

    def __init__(
        self,
        settings: Settings,
        listener: socket.socket,
        environ: Mapping[str, str],
        metrics_folder: Path,
        log: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._listener = listener
        self._environ = environ
        self._metrics_folder = metrics_folder
        self._log = log
        self._workers: list[WorkerProcess] = []
        self._due_s: list[float] = []
        self._stopping = False

    def run(self, announce: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT.

        Args:
            announce: called once, when every worker serves.

        Raises:
            SiteError: a worker ended, or was not ready in time, before the site had begun.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note_stop)
        try:
            self._start_all()
            if not self._stopping:
                announce()
            while not self._stopping:
                self._look_after()
                time.sleep(_POLL_S)
        finally:
            self._stop_all()

    def _note_stop(self, _number: int, _frame: object) -> None:
        self._stopping = True

    def _start_all(self) -> None:
        for _ in range(self._settings.processes):
            self._workers.append(self._start())
        deadline_s = time.monotonic() + START_DEADLINE_S
        while not self._stopping and not all(worker.serves() for worker in self._workers):
            if any(worker.ended() for worker in self._workers):
                raise SiteError("worker: ended before it served; its own words are above")
            if time.monotonic() > deadline_s:
                raise SiteError(f"worker: did not serve within {START_DEADLINE_S:g} s")
            time.sleep(_POLL_S)

    def _start(self) -> WorkerProcess:
        return WorkerProcess(self._settings, self._listener, self._environ)

    def _look_after(self) -> None:
        """Take note of workers that died, and start those whose pause is over."""
        now_s = time.monotonic()
        for worker in [worker for worker in self._workers if worker.ended()]:
            self._workers.remove(worker)
            self._bury(worker)
            self._due_s.append(now_s + RESTART_PAUSE_S)
        while self._due_s and self._due_s[0] <= now_s:
            self._due_s.pop(0)
            self._workers.append(self._start())

    def _bury(self, worker: WorkerProcess) -> None:
        """Forget what a dead worker said of the present; what it counted still counts."""
        forget: Callable[[int, str], None] = mark_process_dead
        forget(worker.pid, str(self._metrics_folder))
        self._log(f"worker {worker.pid}: ended; another is started in {RESTART_PAUSE_S:g} s")

    def _stop_all(self) -> None:
        self._listener.close()
        for worker in self._workers:
            worker.stop()
        deadline_s = time.monotonic() + STOP_DEADLINE_S
        while time.monotonic() < deadline_s and not all(w.ended() for w in self._workers):
            time.sleep(_POLL_S)
        for worker in self._workers:
            if not worker.ended():
                self._log(f"worker {worker.pid}: did not end in time and is killed")
                worker.kill()
