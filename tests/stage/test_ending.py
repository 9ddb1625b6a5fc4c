"""Claims about the ending of a run before its time: who looks for it, and what the record says then."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.errors import ExitCode, RefusedError
from siaga.record.run_record import AbortRecord, RunRecord, StopRecord
from siaga.record.site_host import SiteHost
from siaga.scenario.caps import Caps
from siaga.scenario.model import Objective
from siaga.stage.child import Child
from siaga.stage.crew import Crew
from siaga.stage.ending import Ending, refuse_killed
from tests.judge.hand_made import Run

CAPS = Caps.model_validate({"bytes": 5})


class _Started(Crew):
    """A crew that notes whom it starts: processes that wait, or end at once."""

    names: list[str]
    last: Child
    code = "input()"

    def _start(self, name: str, module: str, *given: str) -> Child:
        assert module.startswith("siaga."), given
        self.names.append(name)
        child = Child(name, [sys.executable, "-c", self.code], {}, self.log)
        object.__setattr__(self, "last", child)
        return child

    def stop_last(self) -> None:
        """Have the last one stand still, and see to it that it does."""
        os.kill(self.last.pid, signal.SIGSTOP)
        while not self.last.is_stopped:
            time.sleep(0.01)


@pytest.fixture
def crew(run: Run) -> _Started:
    """A crew of a run."""
    one = _Started(folder=run.folder, environ={}, log=lambda _line: None)
    object.__setattr__(one, "names", [])
    return one


@pytest.fixture
def ending(run: Run, crew: _Started) -> Ending:
    """The ending of a run, which a file beside it may bring, too."""
    return Ending(run.folder, crew, run.folder.path.parent / "enough")


def record(run: Run, **changed: object) -> RunRecord:
    """Give the record of a run."""
    run.record(**changed)
    return RunRecord.read(run.folder.run)


def test_nothing_is_watched_where_there_is_nothing_to_watch(
    run: Run, crew: _Started, ending: Ending
) -> None:
    """A guard costs a process."""
    ending.begin(run.scenario, record(run))
    assert crew.names == []
    assert ending.look(record(run)) is None
    ending.stop()


def test_caps_an_agreement_and_objectives_are_watched(run: Run, crew: _Started, ending: Ending) -> None:
    """Visitors who are sent again have no objectives to lose, and are guarded all the same."""
    losing = (Objective.model_validate({"id": "o", "expect": "error ratio <= 1 %", "abort": True}),)
    run.judged_with(caps=CAPS, objectives=losing)
    ending.begin(run.scenario, record(run))
    ending.stop()
    ending.begin(run.scenario, record(run, replays="gate/1"))
    ending.stop()
    lasting = Objective.model_validate({"id": "o", "expect": "error ratio <= 1 %"})
    run.judged_with(caps=Caps(), objectives=(lasting,))
    ending.begin(run.scenario, record(run, agreed="staging"))
    ending.stop()
    assert crew.names == ["guard", "abort", "guard", "guard"]


def test_a_further_host_that_has_agreed_is_guarded_though_the_site_is_here(
    run: Run, crew: _Started, ending: Ending
) -> None:
    """It may take its leave back, and nobody else would notice."""
    here, there = (
        SiteHost(url="http://127.0.0.1:1"),
        SiteHost(url="http://api.test", addresses=("192.0.2.1",), agreed="staging"),
    )
    ending.begin(run.scenario, record(run, hosts=(here.as_json(),)))
    assert crew.names == []
    ending.begin(run.scenario, record(run, hosts=(here.as_json(), there.as_json())))
    ending.stop()
    assert crew.names == ["guard"]


def written(run: Run) -> None:
    """Have the guard write why."""
    StopRecord(guard="caps", why="6 bytes").write(run.folder.stop)


def made(run: Run) -> None:
    """Make the kill file of the run."""
    run.folder.kill_file.touch()


def made_beside(run: Run) -> None:
    """Make the kill file that was named."""
    (run.folder.path.parent / "enough").touch()


@pytest.mark.parametrize(
    ("happens", "stopped_by"),
    [
        (written, "caps: 6 bytes"),
        (made, "kill-file: siaga-stop was made"),
        (made_beside, "kill-file: enough was made"),
    ],
)
def test_a_guard_and_a_kill_file_end_the_run(
    run: Run, ending: Ending, happens: Callable[[Run], None], stopped_by: str
) -> None:
    """The record says which; the judge makes it INCONCLUSIVE by that."""
    happens(run)
    ended = ending.look(record(run))
    assert ended is not None
    assert ended.record.stopped_by == stopped_by
    assert ended.note == f"the run was ended by a guard, {stopped_by}"


def test_a_lost_objective_ends_it_as_before(run: Run, ending: Ending) -> None:
    """It is no guard's."""
    AbortRecord(objective="o", at_s=5, why="it was lost").write(run.folder.abort)
    ended = ending.look(record(run))
    assert ended is not None
    assert (ended.record.aborted_for, ended.record.stopped_by) == ("o", "")


def test_a_guard_that_dies_ends_the_run(run: Run, crew: _Started, ending: Ending) -> None:
    """Nobody would hold it back."""
    object.__setattr__(crew, "code", "raise SystemExit(3)")
    run.judged_with(caps=CAPS)
    ending.begin(run.scenario, record(run))
    ended = None
    while ended is None:
        ended = ending.look(record(run))
    assert ended.record.stopped_by == "guard: its process ended with code 3"


def test_a_guard_that_stands_still_at_the_end_has_held_nothing_back(
    run: Run, crew: _Started, ending: Ending
) -> None:
    """However short a time; as long as the run goes on it may go on, too."""
    run.judged_with(caps=CAPS)
    ending.begin(run.scenario, record(run))
    assert ending.at_end(record(run)) is None
    crew.stop_last()
    assert ending.look(record(run)) is None
    ended = ending.at_end(record(run))
    assert ended is not None
    assert ended.record.stopped_by == "guard: its process stood still when the run ended"
    ending.stop()


def test_a_guard_that_ends_has_written_why(run: Run, crew: _Started, ending: Ending) -> None:
    """What it wrote just before it ended counts, not that it did."""
    object.__setattr__(crew, "code", "pass")
    run.judged_with(caps=CAPS)
    ending.begin(run.scenario, record(run))
    while ending.lost(record(run)) is None:
        pass
    written(run)
    ended = ending.look(record(run))
    assert ended is not None
    assert ended.record.stopped_by == "caps: 6 bytes"


def test_a_run_ends_with_a_process_that_it_rests_on(run: Run, ending: Ending) -> None:
    """What visitors meet without it says nothing about the site."""
    why = ""
    ending.rest_on("proxy", lambda: why)
    assert ending.look(record(run)) is None
    why = "its process ended with code -9"
    ended = ending.look(record(run))
    assert ended is not None
    assert ended.record.stopped_by == "proxy: its process ended with code -9"


def test_a_run_that_its_kill_file_would_end_does_not_begin(tmp_path: Path) -> None:
    """Somebody has forgotten to take it away, or does not want any."""
    refuse_killed(None)
    refuse_killed(tmp_path / "enough")
    (tmp_path / "enough").touch()
    with pytest.raises(RefusedError, match="enough: is there, and ends every run; remove it") as refused:
        refuse_killed(tmp_path / "enough")
    assert refused.value.exit_code is ExitCode.REFUSED
