"""The supervisor: keeps the parts of a site alive, and ends them all when it is told to."""

import gc
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from mock_site.errors import SiteError
from mock_site.layers import Level
from mock_site.process.crew import Crew
from mock_site.process.part import Part
from mock_site.process.restart import START_DEADLINE_S, STOP_DEADLINE_S
from mock_site.process.undertaking import Undertaken, Undertaking

LEAVE_DEADLINE_S = 1.5
_POLL_S = 0.02


class Supervisor:
    """Starts the parts, starts a dead one again, and stops them.

    Args:
        neighbours: that the workers rely on; started before them and stopped after them.
        workers: that serve the site; their listeners are closed when it stops.
        metrics_folder: in which the workers count.
        log: is told of each part that died.
        undertakings: what signals begin.
        level: of the supervision layer: hardened, a dead worker is started again; else nobody does so,
            as where whatever runs a site was not told to, and the others go on. A neighbour, which is
            somebody else's, is started again in any case.
    """

    def __init__(
        self,
        neighbours: Sequence[Part],
        workers: Sequence[Part],
        metrics_folder: Path,
        log: Callable[[str], None],
        undertakings: Mapping[signal.Signals, Undertaken] = MappingProxyType({}),
        level: Level = Level.HARDENED,
    ) -> None:
        self._neighbours = neighbours
        self._workers = workers
        self._undertakings = undertakings
        left_dead = () if level is Level.HARDENED else workers
        self._crew = Crew(metrics_folder, log, left_dead=left_dead)
        self._under_way: Undertaking | None = None
        self._wanted: list[Undertaken] = []
        self._stopping = False

    def run(self, announce: Callable[[], None]) -> None:
        """Serve until SIGTERM or SIGINT.

        Args:
            announce: called once, when every part serves.

        Raises:
            SiteError: a part ended, or was not ready in time, before the site had begun; or the last
                worker has ended and nobody starts another.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note_stop)
        for number in self._undertakings:
            signal.signal(number, self._note_wanted)
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

    def _note_wanted(self, number: int, _frame: object) -> None:
        self._wanted.append(self._undertakings[signal.Signals(number)])

    def _start_all(self) -> None:
        # What is loaded by now is in the memory of all parts, once, as long as nobody touches it.
        gc.collect()
        gc.freeze()
        for part in (*self._neighbours, *self._workers):
            self._crew.start(part)
        deadline_s = time.monotonic() + START_DEADLINE_S
        while not self._stopping and (
            waited_for := [one for one in self._crew.running if not one.serves()]
        ):
            for one in waited_for:
                if one.ended():
                    raise SiteError(f"{one.part.name}: ended before it served; its own words are above")
            if time.monotonic() > deadline_s:
                name = waited_for[0].part.name
                raise SiteError(f"{name}: did not serve within {START_DEADLINE_S:g} s")
            time.sleep(_POLL_S)

    def _look_after(self) -> None:
        """Look after the crew, begin what is wanted, and go on with what is under way."""
        self._crew.look_after()
        due = [one for one in self._wanted if one.is_urgent or self._under_way is None][:1]
        for one in due:
            self._wanted.remove(one)
            self._under_way = one.begin(self._crew)
        if self._under_way is not None and self._under_way.step():
            self._under_way = None
        if self._under_way is None and not self._crew.has_any(self._workers):
            raise SiteError("workers: the last one has ended, and nobody starts another")

    def _stop_all(self) -> None:
        for part in self._workers:
            part.listener.close()
        workers = self._crew.of(self._workers)
        self._crew.stop(workers, STOP_DEADLINE_S)
        rest = [one for one in self._crew.running if one not in workers]
        self._crew.stop(rest, LEAVE_DEADLINE_S)
