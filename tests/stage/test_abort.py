"""Claims about the abort of a run: which objective ends it early, when, and that nothing else does."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from siaga.errors import ExitCode
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import AbortRecord
from siaga.record.tally import StepCount
from siaga.scenario.load import dump
from siaga.scenario.model import Objective
from siaga.stage.abort import Abort, follow, main
from siaga.stage.standing import Standing
from tests.judge.hand_made import Run, whole_second

GRACE = {"after": "5 s"}
BAD = StepCount(good=50, failed=50)


def played(run: Run, until: int, bad: range = range(99)) -> None:
    """Have the run be known up to a second; half of the samples of the bad seconds failed."""
    run.tallies(
        [
            whole_second(second, steps={"join": BAD if second in bad else StepCount(good=100)})
            for second in range(until)
        ]
    )
    run.scrapes([{"seats": 7.0, "lag": 1.0 if second in bad else 0.0} for second in range(until)])


def abort(run: Run, *expressions: str, grace: object = None) -> Abort:
    """Watch an objective with some expressions."""
    run.record()
    given = {"expect": expressions[0]} if len(expressions) == 1 else {"all": list(expressions)}
    objective = {"id": "o", **given, "key": True, "abort": GRACE if grace is None else grace}
    run.judged_with(objectives=(Objective.model_validate(objective),))
    return Abort(run.scenario, Standing(run.folder, run.scenario, {}))


def ends_at(run: Run, watching: Abort, *seconds: int, bad: range = range(99)) -> AbortRecord | None:
    """Look after each of some seconds until the run is to end."""
    for second in seconds:
        played(run, second, bad)
        if (found := watching.look()) is not None:
            return found
    return None


def test_what_is_lost_beyond_repair_ends_the_run_once_its_grace_period_is_over(run: Run) -> None:
    """Half of all joins failed, and what is left cannot make up for it."""
    watching = abort(run, "error ratio <= 1 %")
    assert ends_at(run, watching, 1, 4, 5, 6) == AbortRecord(
        objective="o", at_s=5, why="it was lost beyond repair"
    )
    at_once = abort(run, "error ratio <= 1 %", grace={"after": "0 s"})
    assert ends_at(run, at_once, 1) == AbortRecord(
        objective="o", at_s=1, why="it was lost beyond repair"
    )


def test_what_can_be_mended_goes_on(run: Run) -> None:
    """A tenth failed so far, and twenty times as many are to come; of seats nobody knows the last."""
    watching = abort(run, "error ratio <= 20 %", "last(seats) <= 0")
    assert ends_at(run, watching, *range(1, 19), bad=range(1)) is None


def test_what_is_met_goes_on(run: Run) -> None:
    """Or unknown, as everything is at first."""
    watching = abort(run, "error ratio <= 60 %", "p99 of join <= 1 s")
    assert ends_at(run, watching, *range(19)) is None


def test_where_nobody_can_tell_it_has_to_stand_broken_for_the_whole_period(run: Run) -> None:
    """From 7 s to 12 s; a look at which it held begins the period anew."""
    watching = abort(run, "quantile(0.5, lag) <= 0.5")
    assert ends_at(run, watching, 6, 7, bad=range(4)) is None
    assert ends_at(run, watching, 10, bad=range(3)) is None
    found = ends_at(run, watching, 11, 13, 15, 16, 17)
    assert found == AbortRecord(objective="o", at_s=16, why="it had stood broken for 5 s")


def test_with_no_grace_two_looks_are_needed_where_nobody_can_tell(run: Run) -> None:
    """One of them may have been chance."""
    watching = abort(run, "quantile(0.5, lag) <= 0.5", grace={"after": "0 s"})
    found = ends_at(run, watching, 1, 2)
    assert found == AbortRecord(objective="o", at_s=2, why="it had stood broken for 1 s")


def test_of_several_expressions_one_that_is_lost_is_enough(run: Run) -> None:
    """Though another could be mended, and of a third nobody can tell."""
    watching = abort(run, "last(seats) <= 0", "quantile(0.5, lag) <= 0.5", "error ratio <= 1 %")
    assert ends_at(run, watching, 5) is not None
    unsure = abort(run, "last(seats) <= 0", "quantile(0.5, lag) <= 0.5")
    assert ends_at(run, unsure, 5, 9) is None
    assert ends_at(run, unsure, 10) is not None


def test_only_objectives_that_ask_for_it_end_a_run(run: Run) -> None:
    """The others are lost, and the run goes on."""
    run.record()
    assert run.scenario.ending_early == []
    assert ends_at(run, Abort(run.scenario, Standing(run.folder, run.scenario, {})), 5, 19) is None
    asked = Objective(id="o", expect="error ratio <= 1 %", abort=True)
    assert run.judged_with(objectives=(asked,)).scenario.ending_early == [asked]
    assert asked.grace_s == 30.0


def test_a_run_that_cannot_be_read_yet_goes_on(run: Run) -> None:
    """Nothing is there before the first look, and no second before the first tally."""
    watching = abort(run, "error ratio <= 1 %", grace={"after": "0 s"})
    run.folder.run.rename(run.folder.run.with_suffix(".away"))
    assert watching.look() is None
    run.folder.run.with_suffix(".away").rename(run.folder.run)
    assert watching.look() is None


async def test_it_is_written_down_and_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """After as many looks as it takes."""
    abort(run, "error ratio <= 1 %")
    _resolve(run)
    played(run, 4)
    looks: list[float] = []

    async def sleep(pause_s: float) -> None:
        """Play two more seconds."""
        looks.append(pause_s)
        played(run, 4 + 2 * len(looks))

    monkeypatch.setattr(asyncio, "sleep", sleep)
    said: list[str] = []
    await follow(run.folder, said.append)
    assert said == ["o ends the run early: it was lost beyond repair"]
    assert AbortRecord.read(run.folder.abort).at_s == 6
    assert len(looks) == 1


def test_it_is_a_process_of_its_own(run: Run) -> None:
    """That ends when the run is to end."""
    abort(run, "error ratio <= 1 %")
    _resolve(run)
    played(run, 6)
    command = [sys.executable, "-m", "siaga.stage.abort", str(run.folder.path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "o ends the run early: it was lost beyond repair\n")
    assert run.folder.abort.is_file()


def test_a_folder_without_a_run_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """So is a call without a folder."""
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    assert main([str(RunFolder(tmp_path).path)]) == ExitCode.USAGE
    assert "does not exist" in capsys.readouterr().err
    assert main([]) == ExitCode.USAGE
    assert capsys.readouterr().err == "usage: python -m siaga.stage.abort RUN_FOLDER\n"


def _resolve(run: Run) -> None:
    """Write the scenario as it was changed into the run folder."""
    run.folder.scenario.write_text(dump(run.scenario), encoding="utf-8")
