"""A rehearsal: everything that a report is made from, with a timeline of plain columns."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Protocol

from siaga.judge.counts import Counts, WorkerTallies
from siaga.judge.latencies import Latencies
from siaga.judge.recorded import Recorded
from siaga.judge.run import Judgement
from siaga.judge.timeline import Timeline
from siaga.judge.verdict import Verdict
from siaga.observe.series import Series
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.report.charts.band import bands
from siaga.report.charts.day import Day
from siaga.report.counted import counted
from siaga.report.page import Facts
from siaga.report.render import render
from siaga.report.source import sources
from siaga.report.step_table import step_rows
from siaga.report.vitals import vitals
from siaga.scenario.model import Scenario


def columns(**given: Sequence[object]) -> Timeline:
    """Give a timeline in which the columns that are not given hold nothing."""
    length = max((len(column) for column in given.values()), default=0)
    nothing: dict[str, object] = dict.fromkeys(("p50_s", "p99_s", "p999_s", "seats_left", "waiting"))
    empty = {one.name: (nothing.get(one.name, 0),) * length for one in fields(Timeline)}
    empty |= {"second": tuple(range(length)), "phase": ("",) * length}
    return Timeline(**{**empty, **given})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """Everything that a report is made from."""

    folder: RunFolder
    scenario: Scenario
    run: RunRecord
    plan: PlanRecord | None
    verdict: Verdict
    timeline: Timeline
    series: Series

    def rendered(self) -> RunFolder:
        """Write every report and give the folder."""
        render(self.folder, self.judgement())
        return self.folder

    def judgement(self) -> Judgement:
        """Give what came of judging, with no more facts than a report takes."""
        facts = Recorded(
            scenario=self.scenario,
            run=self.run,
            plan=self.plan,
            counts=Counts(()),
            latencies=Latencies(()),
            series=self.series,
            readings={},
        )
        return Judgement(facts=facts, verdict=self.verdict, timeline=self.timeline)

    def facts(self) -> Facts:
        """Give what the page is made from."""
        workers = self.workers()
        totals = counted(workers)
        latencies = Latencies.readable(self.folder.latency_logs())
        return Facts(
            scenario=self.scenario,
            run=self.run,
            plan=self.plan,
            verdict=self.verdict,
            timeline=self.timeline,
            series=self.series,
            totals=totals,
            steps=step_rows(totals, latencies, self.scenario.objectives),
            vitals=vitals(workers),
            files=sources(self.folder),
            latencies=latencies,
        )

    def workers(self) -> Sequence[WorkerTallies]:
        """Give what the workers told, as far as it is whole."""
        return Counts.readable(self.folder.tally_files()).workers

    def day(self) -> Day:
        """Give the day that the charts are drawn from."""
        facts = self.facts()
        return Day(timeline=self.timeline, bands=bands(self.scenario.traffic), end_s=facts.end_s)

    def in_folder(self, path: Path) -> "Rehearsal":
        """Give the rehearsal with a copy of its folder."""
        shutil.copytree(self.folder.path, path, dirs_exist_ok=True)
        return replace(self, folder=RunFolder(path))


class Change(Protocol):
    """Gives the rehearsal that went well with some parts of it or of its verdict replaced."""

    def __call__(self, **parts: object) -> Rehearsal:
        """Replace parts by name."""
