"""The power loss: all workers die at once, and what was not on the disk is gone."""

import os
import signal
import time
from collections.abc import Callable, Sequence

from mock_site.process.crew import Crew
from mock_site.process.part import Part


class PowerLoss:
    """Takes the power away from the workers and what they keep; neighbours are elsewhere and go on.

    Args:
        crew: of the site.
        workers: parts that lose their power.
        lose: takes from the store what was not on the disk, and gives its bytes.
        back_s: after which the power is back.
        log: is told of it.
        timer: monotonic seconds.
    """

    def __init__(
        self,
        crew: Crew,
        workers: Sequence[Part],
        lose: Callable[[], int],
        back_s: float,
        log: Callable[[str], None],
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._crew = crew
        self._workers = workers
        self._log = log
        self._timer = timer
        self._back_at_s = timer() + back_s
        dead = crew.of(workers)
        crew.dismiss(dead, workers)
        for one in dead:
            os.kill(one.pid, signal.SIGKILL)
        for one in dead:
            one.kill()
        log(f"power: is gone, and with it {lose()} bytes that were not on the disk")

    def step(self) -> bool:
        """Start the workers once the power is back, and tell whether it is."""
        if self._timer() < self._back_at_s:
            return False
        for part in self._workers:
            self._crew.start(part)
        self._log("power: is back")
        return True
