"""The Desk of an operator: the run that Locust's master plays, and what may be done with it by hand."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol

from siaga.record.hand import HandOrder
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import load

BUTTONS = ("start", "stop", "kill")
"""Start a run; stop it, as Ctrl-C does; end it by its kill file, which works where nothing else does."""


class Played(Protocol):
    """The runs that a master plays, one after the other."""

    @property
    def folder(self) -> RunFolder | None:
        """The folder of the newest run; None before the first."""

    @property
    def may_start(self) -> bool:
        """Whether a run can be started: none is on, and the process is not there for just one."""

    @property
    def harms(self) -> bool:
        """Whether somebody injects the scenario's faults."""

    def note_hand(self) -> None:
        """Note that whatever stops the run now is somebody's hand."""


class Desk:
    """Where the buttons are.

    Args:
        played: the runs.
        start: starts one, and returns at once.
        stop: stops it, and returns at once.
    """

    def __init__(self, played: Played, start: Callable[[], object], stop: Callable[[], object]) -> None:
        self._played, self._start, self._stop = played, start, stop

    @property
    def folder(self) -> RunFolder | None:
        """The folder of the newest run; None before the first."""
        return self._played.folder

    @property
    def may_start(self) -> bool:
        """Whether the start button does something."""
        return self._played.may_start

    def press(self, button: str) -> None:
        """Press one of `BUTTONS`; without effect where it makes no sense.

        Raises:
            OSError: the kill file cannot be made.
        """
        if button == "start" and self.may_start:
            self._start()
        elif button == "stop":
            self.note_stop()
            self._stop()
        elif button == "kill" and self.folder is not None:
            self.folder.kill_file.touch()

    @property
    def faults(self) -> tuple[str, ...]:
        """What the scenario plans to harm, as people read it, in its order; none where nobody harms."""
        folder = self.folder
        if folder is None or not self._played.harms:
            return ()
        return _faults(folder.scenario)

    def harm(self, fault: int, does: str) -> None:
        """Order that a fault begins or is healed now.

        Raises:
            ValueError: there is no such fault, or nothing that could be done to it.
            OSError: the order cannot be written.
        """
        order = HandOrder(fault=fault, does=does)
        if self.folder is None or fault >= len(self.faults):
            raise ValueError(f"fault {fault}: is none; there are {len(self.faults)}")
        order.write(self.folder.hand_orders)

    def note_stop(self) -> None:
        """Note that somebody stops the run by a button, Locust's own included."""
        self._played.note_hand()


@cache
def _faults(scenario: Path) -> tuple[str, ...]:
    planned = load(scenario).faults
    return tuple(f"{one.kind} of {one.target}, planned at {one.at}" for one in planned)
