"""The supervisor: keeps the parts of a site alive, and ends them all when it is told to."""

import signal
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from prometheus_client.multiprocess import mark_process_dead

from mock_site.errors import SiteError
from mock_site.process.part import Part, PartProcess

START_DEADLINE_S = 30.0
RESTART_PAUSE_S = 0.5
STOP_DEADLINE_S = 4.8
LEAVE_DEADLINE_S = 1.5
_POLL_S = 0.02


class Supervisor:
    """Starts the parts, starts a dead one again, and stops them.

    Args:
        neighbours: that the workers rely on; started before them and stopped after them.
        workers: that serve the site; their listeners are closed when it stops.
        metrics_folder: in which the workers count; the same as in their environment.
        log: is told of each part that died.
    """

    def __init__(
        self,
        neighbours: Sequence[Part],
        workers: Sequence[Part],
        metrics_folder: Path,
        log: Callable[[str], None],
    ) -> None:
        self._neighbours = neighbours
        self._workers = workers
        self._metrics_folder = metrics_folder
        self._log = log
        self._running: list[PartProcess] = []
        self._due: list[tuple[float, Part]] = []
        self._stopping = False

    def run(self, announce: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT.

        Args:
            announce: called once, when every part serves.

        Raises:
            SiteError: a part ended, or was not ready in time, before the site had begun.
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
        for part in (*self._neighbours, *self._workers):
            self._running.append(PartProcess(part))
        deadline_s = time.monotonic() + START_DEADLINE_S
        while not self._stopping and (waited_for := [one for one in self._running if not one.serves()]):
            for one in waited_for:
                if one.ended():
                    raise SiteError(f"{one.part.name}: ended before it served; its own words are above")
            if time.monotonic() > deadline_s:
                name = waited_for[0].part.name
                raise SiteError(f"{name}: did not serve within {START_DEADLINE_S:g} s")
            time.sleep(_POLL_S)

    def _look_after(self) -> None:
        """Take note of parts that died, and start those whose pause is over."""
        now_s = time.monotonic()
        for one in [one for one in self._running if one.ended()]:
            self._running.remove(one)
            self._bury(one)
            self._due.append((now_s + RESTART_PAUSE_S, one.part))
        while self._due and self._due[0][0] <= now_s:
            self._running.append(PartProcess(self._due.pop(0)[1]))

    def _bury(self, one: PartProcess) -> None:
        """Forget what a dead worker said of the present; what it counted still counts."""
        forget: Callable[[int, str], None] = mark_process_dead
        forget(one.pid, str(self._metrics_folder))
        name = f"{one.part.name} {one.pid}"
        self._log(f"{name}: ended; another is started in {RESTART_PAUSE_S:g} s")

    def _stop_all(self) -> None:
        for part in self._workers:
            part.listener.close()
        workers = [one for one in self._running if one.part in self._workers]
        self._stop(workers, STOP_DEADLINE_S)
        self._stop([one for one in self._running if one not in workers], LEAVE_DEADLINE_S)

    def _stop(self, processes: Sequence[PartProcess], within_s: float) -> None:
        for one in processes:
            one.stop()
        deadline_s = time.monotonic() + within_s
        while time.monotonic() < deadline_s and not _all_ended(processes):
            time.sleep(_POLL_S)
        for one in processes:
            if not one.ended():
                self._log(f"{one.part.name} {one.pid}: did not end in time and is killed")
                one.kill()


def _all_ended(processes: Iterable[PartProcess]) -> bool:
    return all(one.ended() for one in processes)
