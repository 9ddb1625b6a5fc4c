"""The Ending of a run before its time: by a lost objective, by a guard, by the loss of a process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from siaga.errors import RefusedError
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import AbortRecord, RunRecord, StopRecord, stop_of
from siaga.scenario.model import Scenario
from siaga.stage.child import Child
from siaga.stage.crew import Crew

DEADLINE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """That a run has to end.

    Attributes:
        record: of the run, which says so.
        note: the same in words.
    """

    record: RunRecord
    note: str


class Ending:
    """Has the run watched from beside, and sees when it has to end.

    Args:
        folder: the run.
        crew: starts who watches.
        kill_file: that ends it when it is there; None: only the one in its folder does.
    """

    def __init__(self, folder: RunFolder, crew: Crew, kill_file: Path | None) -> None:
        self._folder, self._crew, self._kill_file = folder, crew, kill_file
        self._children: list[Child] = []
        self._losses: dict[str, Callable[[], str]] = {}
        self._guard: Child | None = None

    def begin(self, scenario: Scenario, record: RunRecord) -> None:
        """Have watched what there is to watch; a day that is sent again has no objectives to lose.

        Raises:
            SiagaError: who watches cannot be started.
        """
        if scenario.needs_guard(agreed=record.asks_leave):
            self._guard = self._crew.guard()
            self._children.append(self._guard)
            self.rest_on("guard", self._guard.loss)
        if not record.replays and scenario.ending_early:
            self._children.append(self._crew.abort())

    def rest_on(self, name: str, loss: Callable[[], str]) -> None:
        """Have the run end where one process of siaga is lost, since it proves nothing without it.

        Args:
            name: of the process.
            loss: says how it was lost; empty: it was not.
        """
        self._losses[name] = loss

    def look(self, record: RunRecord) -> Ended | None:
        """Give how the run has to end; None where it goes on."""
        # A guard that ends has written why.
        lost = self.lost(record)
        stop = stop_of(self._folder, self._kill_file)
        if stop is not None:
            return Ended(record=record.stopped(stop), note=stop.note)
        if lost is not None:
            return lost
        if not self._folder.abort.exists():
            return None
        abort = AbortRecord.read(self._folder.abort)
        note = f"the run was ended early for {abort.objective}: {abort.why}"
        return Ended(record=record.aborted(abort), note=note)

    def lost(self, record: RunRecord) -> Ended | None:
        """Give how the run has to end where a process that it rests on is lost; None where none is."""
        for name, loss in self._losses.items():
            if why := loss():
                return _without(name, why, record)
        return None

    def at_end(self, record: RunRecord) -> Ended | None:
        """Give how a run has ended that went to its end; None where nothing is wrong with that.

        A guard that stands still then has held nothing back, however short a time it was.
        """
        lost = self.lost(record)
        if lost is None and self._guard is not None and self._guard.is_stopped:
            return _without("guard", "its process stood still when the run ended", record)
        return lost

    def stop(self) -> None:
        """Have nothing watched any more."""
        for child in self._children:
            child.stop(DEADLINE_S)


def _without(name: str, why: str, record: RunRecord) -> Ended:
    stop = StopRecord(guard=name, why=why)
    return Ended(record=record.stopped(stop), note=stop.note)


def refuse_killed(kill_file: Path | None) -> None:
    """Refuse a run that its kill file would end before it begins.

    Raises:
        RefusedError: the file is there.
    """
    if kill_file is not None and kill_file.exists():
        raise RefusedError(f"--kill-file {kill_file}: is there, and ends every run; remove it")
