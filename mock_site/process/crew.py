"""The crew: the processes of a site that run; one that ends without having been told is replaced."""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from prometheus_client.multiprocess import mark_process_dead

from mock_site.process.part import Part, PartProcess

RESTART_PAUSE_S = 0.5
_POLL_S = 0.02


class Crew:
    """Starts parts, and starts a dead one again.

    Args:
        metrics_folder: in which the workers count.
        log: is told of each part that died.
        timer: monotonic seconds.
        left_dead: parts that nobody starts again.
    """

    def __init__(
        self,
        metrics_folder: Path,
        log: Callable[[str], None],
        timer: Callable[[], float] = time.monotonic,
        left_dead: Sequence[Part] = (),
    ) -> None:
        self._metrics_folder = metrics_folder
        self._log = log
        self._timer = timer
        self._left_dead = left_dead
        self._due: list[tuple[float, PartProcess]] = []
        self._leaving: set[PartProcess] = set()
        self.running: list[PartProcess] = []

    def start(self, part: Part) -> PartProcess:
        """Start a part."""
        process = PartProcess(part)
        self.running.append(process)
        return process

    def of(self, parts: Sequence[Part]) -> list[PartProcess]:
        """Give those that run one of some parts."""
        return [one for one in self.running if one.part in parts]

    def has_any(self, parts: Sequence[Part]) -> bool:
        """Tell whether one of some parts runs, or is to be started again."""
        return bool(self.of(parts)) or any(one.part in parts for _, one in self._due)

    def dismiss(self, processes: Iterable[PartProcess], parts: Sequence[Part] = ()) -> None:
        """Replace these no more, nor any of these parts that have ended already."""
        dismissed = set(processes)
        self._leaving |= dismissed.intersection(self.running)
        due = [(due_s, one) for due_s, one in self._due if one not in dismissed]
        self._due = [(due_s, one) for due_s, one in due if one.part not in parts]

    def look_after(self) -> None:
        """Take note of those that ended, and replace those whose pause is over."""
        now_s = self._timer()
        for one in [one for one in self.running if one.ended()]:
            self.running.remove(one)
            self._forget_present(one)
            if one in self._leaving:
                self._leaving.remove(one)
                continue
            if one.part in self._left_dead:
                self._log(f"{one}: ended; nobody starts another")
                continue
            self._log(f"{one}: ended; another is started in {RESTART_PAUSE_S:g} s")
            self._due.append((now_s + RESTART_PAUSE_S, one))
        while self._due and self._due[0][0] <= now_s:
            self.start(self._due.pop(0)[1].part)

    def stop(self, processes: Sequence[PartProcess], within_s: float) -> None:
        """End some, for good, and those by force that do not end in time."""
        for one in processes:
            one.stop()
        deadline_s = self._timer() + within_s
        while self._timer() < deadline_s and not all(one.ended() for one in processes):
            time.sleep(_POLL_S)
        for one in processes:
            if not one.ended():
                self._log(f"{one}: did not end in time and is killed")
                one.kill()

    def _forget_present(self, one: PartProcess) -> None:
        """Forget what a dead worker said of the present; what it counted still counts."""
        forget: Callable[[int, str], None] = mark_process_dead
        forget(one.pid, str(self._metrics_folder))
