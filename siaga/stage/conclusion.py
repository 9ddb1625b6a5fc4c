"""The Conclusion of a run: roll read, audited, judged, reported; also for a run of plain Locust."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from siaga.judge.run import judge_run
from siaga.judge.verdict import Verdict
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.report.render import render
from siaga.roll.http import HttpRoll
from siaga.roll.reading import take
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

    def read(self, name: str) -> None:
        """Take one reading; a failure is written down and judged, not raised."""
        if self.scenario.site.roll is None:
            return
        roll = HttpRoll(self.url, self.scenario.site.roll, self.environ)
        result = take(roll, self.folder, name)
        self.log(f"roll {name}: {result.error or f'{result.entries:,} entries'}")


def read_after(reader: RollReader, restart: Restart | None) -> None:
    """Read the roll twice, and once more after a restart where siaga owns the site."""
    reader.read("first")
    reader.read("second")
    if restart is not None:
        restart()
        reader.read("restarted")


def conclude(folder: RunFolder, *, strict: bool) -> Verdict:
    """Judge a run from its folder alone and write every report.

    Raises:
        UsageError: the folder holds no run.
    """
    scenario = load(folder.scenario)
    verdict, timeline = judge_run(folder, scenario, strict=strict)
    render(folder, scenario, RunRecord.read(folder.run), verdict, timeline)
    return verdict
