"""The restart of all workers, for a new release: one after another, or all at once."""

import time
from collections.abc import Callable, Sequence

from mock_site.process.crew import Crew
from mock_site.process.part import Part, PartProcess

START_DEADLINE_S = 30.0
STOP_DEADLINE_S = 4.8


class RollingRestart:
    """Replaces one worker at a time: a new one serves before the old one is relieved and drains.

    A new one that does not serve ends the undertaking: the old ones go on.

    Args:
        crew: of the site.
        workers: parts that are to be replaced.
        log: is told of each step.
        timer: monotonic seconds.
    """

    def __init__(
        self,
        crew: Crew,
        workers: Sequence[Part],
        log: Callable[[str], None],
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._crew = crew
        self._log = log
        self._timer = timer
        self._old = crew.of(workers)
        self._new: PartProcess | None = None
        self._leaving: PartProcess | None = None
        self._deadline_s = 0.0

    def step(self) -> bool:
        """Go on with it, and tell whether it is over."""
        if self._leaving is not None:
            self._see_off(self._leaving)
            return False
        if self._new is not None:
            return self._relieved(self._new)
        # One that has died meanwhile has been replaced already.
        self._old = [one for one in self._old if one in self._crew.running]
        if not self._old:
            self._log("workers: all are new")
            return True
        self._new = self._crew.start(self._old[0].part)
        self._deadline_s = self._timer() + START_DEADLINE_S
        return False

    def _relieved(self, new: PartProcess) -> bool:
        if new.serves():
            self._leaving, self._new = self._old.pop(0), None
            self._crew.dismiss([self._leaving])
            self._leaving.relieve()
            self._log(f"{self._leaving}: is relieved by {new.pid}")
            self._deadline_s = self._timer() + STOP_DEADLINE_S
            return False
        if new not in self._crew.running or self._timer() > self._deadline_s:
            self._log(f"{new}: does not serve; the old workers go on")
            self._crew.dismiss([new])
            new.stop()
            return True
        return False

    def _see_off(self, leaving: PartProcess) -> None:
        if leaving not in self._crew.running:
            self._leaving = None
        elif self._timer() > self._deadline_s:
            leaving.kill()


class RestartAtOnce:
    """Ends all workers and then starts new ones, as a release is often made: nobody serves meanwhile.

    Args:
        crew: of the site.
        workers: parts that are to be replaced.
        log: is told of it.
        timer: monotonic seconds.
    """

    def __init__(
        self,
        crew: Crew,
        workers: Sequence[Part],
        log: Callable[[str], None],
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._crew = crew
        self._workers = workers
        self._log = log
        self._timer = timer
        self._deadline_s = timer() + STOP_DEADLINE_S
        self._old = crew.of(workers)
        crew.dismiss(self._old, workers)
        for one in self._old:
            one.stop()

    def step(self) -> bool:
        """Start new ones once the old ones have ended, and tell whether it is over."""
        left = [one for one in self._old if one in self._crew.running]
        if left and self._timer() > self._deadline_s:
            for one in left:
                one.kill()
        if left:
            return False
        for part in self._workers:
            self._crew.start(part)
        self._log("workers: all are new")
        return True
