"""A master that only tests know: it has a run folder, and notes which buttons were pressed."""

from dataclasses import dataclass, field
from pathlib import Path

from siaga.crowd.live.desk import Desk
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import Override, dump, loads
from tests.judge.hand_made import SCENARIO

FAULTS = "faults=[{kind: none, at: 3 s, for: 1 s}, {kind: kill, target: worker, at: evening}]"


@dataclass(slots=True)
class Played:
    """Stands in for Locust's master.

    Attributes:
        folder: of the newest run.
        may_start: whether a run could be started.
        harms: whether somebody injects faults.
        done: what was done, in order.
    """

    folder: RunFolder | None = None
    may_start: bool = False
    harms: bool = True
    done: list[str] = field(default_factory=list)

    def note_hand(self) -> None:
        """Note that somebody's hand stops the run."""
        self.done.append("by hand")

    def desk(self) -> Desk:
        """Give the desk where its buttons are."""
        return Desk(self, lambda: self.done.append("start"), lambda: self.done.append("stop"))


def run_at(path: Path) -> RunFolder:
    """Give the folder of a run with two faults."""
    folder = RunFolder(path)
    folder.path.mkdir()
    day = loads(SCENARIO, "scenario.yaml", [Override.parse(FAULTS)])
    folder.scenario.write_text(dump(day), encoding="utf-8")
    return folder
