"""The Abort of a run: an objective that is lost ends it early: `python -m siaga.stage.abort FOLDER`."""

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from siaga.errors import ExitCode, SiagaError
from siaga.judge.amount import duration
from siaga.judge.expression import parse
from siaga.judge.prospect import Prospect, prospect
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import ObjectiveResult, State
from siaga.observe.lifetime import live
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import AbortRecord
from siaga.scenario.load import load
from siaga.scenario.model import Scenario
from siaga.scenario.objective import Objective
from siaga.stage.priority import lower
from siaga.stage.standing import Standing

NICE = 5
"""The generator goes first: a run that ends a second later costs a second."""


class Abort:
    """Looks again and again whether an objective is lost.

    One that is lost beyond repair ends the run once its grace period is over. Where nobody can tell
    whether it could be mended, it has to stand broken for the whole of such a period.

    Args:
        scenario: whose objectives.
        standing: of them.
    """

    def __init__(self, scenario: Scenario, standing: Standing) -> None:
        self._watched = scenario.ending_early
        self._standing = standing
        self._broken_from_s: dict[str, int] = {}

    def look(self) -> AbortRecord | None:
        """Look once; gives why the run is to end, or None where it may go on."""
        self._standing.look()
        facts = self._standing.facts
        if facts is None or not facts.cut_s:
            return None
        for objective in self._watched:
            why = self._why(objective, self._standing.results[objective.id], facts)
            if why:
                return AbortRecord(objective=objective.id, at_s=facts.cut_s, why=why)
        return None

    def _why(self, objective: Objective, result: ObjectiveResult, facts: Recorded) -> str:
        at_s, grace_s = facts.cut_s or 0, objective.grace_s or 0.0
        outlook = _outlook(result, facts)
        if outlook is not Prospect.UNKNOWN:
            self._broken_from_s.pop(objective.id, None)
        if outlook is Prospect.OPEN or at_s < grace_s:
            return ""
        if outlook is Prospect.LOST:
            return "it was lost beyond repair"
        broken_s = at_s - self._broken_from_s.setdefault(objective.id, at_s)
        return f"it had stood broken for {duration(broken_s)}" if broken_s >= max(grace_s, 1) else ""


def _outlook(result: ObjectiveResult, facts: Recorded) -> Prospect:
    """Give what the rest of the plan can do for an objective; of several expressions for the worst."""
    parts = [one for one in result.parts or (result,) if one.state is State.BROKEN]
    found = [prospect(parse(one.expression), facts) for one in parts]
    return next((one for one in (Prospect.LOST, Prospect.UNKNOWN) if one in found), Prospect.OPEN)


async def follow(folder: RunFolder, say: Callable[[str], object]) -> None:
    """Look until an objective is lost, and write that down; for ever, where none is.

    Args:
        folder: the run.
        say: is given the line that people should see.

    Raises:
        UsageError: the folder holds no run.
        OSError: it cannot be written.
    """
    scenario = load(folder.scenario)
    standing = Standing(folder, scenario, os.environ)
    abort = Abort(scenario, standing)
    while True:
        found = await asyncio.to_thread(abort.look)
        if found is not None:
            found.write(folder.abort)
            say(f"{found.objective} ends the run early: {found.why}")
            return
        await asyncio.sleep(standing.pause_s)


def main(arguments: Sequence[str]) -> int:
    """Follow the run in a folder until it is to end early or is over; gives the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m siaga.stage.abort RUN_FOLDER\n")
        return ExitCode.USAGE
    lower(NICE)
    try:
        asyncio.run(live(follow(RunFolder(Path(arguments[0])), _say)))
    except SiagaError as error:
        sys.stderr.write(f"siaga.stage.abort: {error}\n")
        return error.exit_code
    return ExitCode.GO


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
