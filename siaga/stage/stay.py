"""The Stay of a generator that has a web interface: it outlives the sending, and shows the verdict."""

import time
from collections.abc import Callable
from typing import Protocol

from siaga.record.end_record import EndRecord
from siaga.record.run_folder import RunFolder

END_DEADLINE_S = 60.0
"""How long the workers may take to close, and the master to say so."""

LOOK_EVERY_S = 0.25


class Ending(Protocol):
    """Plays a run."""

    def ended(self) -> bool:
        """Tell whether it has ended."""


class Stay:
    """Knows when a generator that lives on has ended the sending, and has it end that early.

    Args:
        folder: the run.
        generator: that plays it.
        sleep: waits so many seconds.
        clock: monotonic clock in seconds.
    """

    def __init__(
        self,
        folder: RunFolder,
        generator: Ending,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder, self._generator, self._sleep, self._clock = folder, generator, sleep, clock

    def over(self) -> bool:
        """Tell whether the sending is over."""
        return self._folder.end.exists() or self._generator.ended()

    def end(self) -> EndRecord | None:
        """End the sending, where it goes on, and say how it ended.

        Returns:
            None where the generator has ended, or does not say in time that the sending has.

        Raises:
            OSError: the run folder cannot be written.
            ValueError: what the generator wrote is damaged.
        """
        if not self.over():
            # What ends the run may stand elsewhere, where the generator does not look.
            self._folder.kill_file.touch()
        until_s = self._clock() + END_DEADLINE_S
        while not self.over() and self._clock() < until_s:
            self._sleep(LOOK_EVERY_S)
        return EndRecord.read(self._folder.end) if self._folder.end.exists() else None

    def wait(self, told: Callable[[], bool]) -> None:
        """Wait until somebody tells it to end, or the generator has."""
        while not (told() or self._generator.ended()):
            self._sleep(LOOK_EVERY_S)
