"""The Conclusion of a run: roll read, audited, judged, reported; also for a run of plain Locust."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from siaga.errors import UsageError
from siaga.judge.run import judge_run
from siaga.judge.verdict import Verdict
from siaga.record.run_folder import RunFolder
from siaga.report.render import render
from siaga.roll.http import HttpRoll
from siaga.roll.reading import FIRST, RESTARTED, SECOND, Reading, take
from siaga.scenario.load import load
from siaga.scenario.model import Scenario

Restart = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollReader:
    """Reads the roll of a run's site into the run folder.

    Attributes:
        folder: the run folder.
        scenario: where the roll is and what its columns mean.
        url: base URL of the site.
        environ: where the token is looked up.
        log: is told what was read.
    """

    folder: RunFolder
    scenario: Scenario
    url: str
    environ: Mapping[str, str]
    log: Callable[[str], None]

    def read(self, name: str) -> Reading | None:
        """Take one reading; a failure is written down and judged, not raised; None without a roll."""
        columns = self.scenario.site.roll
        if columns is None:
            return None
        reading = take(lambda: HttpRoll(self.url, columns, self.environ), self.folder, name, time.time)
        self.log(f"roll {name}: {reading.error or f'{reading.entries:,} entries'}")
        return reading


def read_after(reader: RollReader, restart: Restart | None) -> None:
    """Read the roll twice, and once more after a restart where siaga owns the site."""
    reader.read(FIRST)
    reader.read(SECOND)
    if restart is not None:
        restart()
        reader.read(RESTARTED)


def conclude(folder: RunFolder, *, strict: bool) -> Verdict:
    """Judge a run from its folder alone and write every report.

    Raises:
        UsageError: the folder holds no run.
    """
    scenario = load(folder.scenario)
    try:
        judgement = judge_run(folder, scenario, strict=strict)
    except ValueError as error:
        raise UsageError(f"{folder.path}: holds no run that can be judged ({error})") from None
    facts = judgement.facts
    render(
        folder,
        scenario,
        facts.run,
        facts.plan,
        judgement.verdict,
        judgement.timeline,
        facts.series,
    )
    return judgement.verdict
