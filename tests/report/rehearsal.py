"""A rehearsal: everything that a report is made from, with a timeline of plain columns."""

import csv
import io
import shutil
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Protocol

from siaga.judge.verdict import Verdict
from siaga.observe.series import Series
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.report.charts.band import bands
from siaga.report.charts.day import Day
from siaga.report.counted import counted
from siaga.report.page import Facts
from siaga.report.render import render
from siaga.report.step_table import step_rows
from siaga.scenario.model import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A timeline of plain columns."""

    second: tuple[int, ...] = ()
    phase: tuple[str, ...] = ()
    planned: tuple[int, ...] = ()
    arrived: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    active: tuple[int, ...] = ()
    good: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()
    p50_s: tuple[float | None, ...] = ()
    p99_s: tuple[float | None, ...] = ()
    seats_left: tuple[float | None, ...] = ()

    def as_csv(self) -> str:
        """Give the columns with a heading."""
        text = io.StringIO()
        names = [one.name for one in fields(self)]
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(zip(*(getattr(self, name) for name in names), strict=True))
        return text.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """Everything that a report is made from."""

    folder: RunFolder
    scenario: Scenario
    run: RunRecord
    plan: PlanRecord | None
    verdict: Verdict
    timeline: Columns
    series: Series

    def rendered(self) -> RunFolder:
        """Write every report and give the folder."""
        render(self.folder, self.scenario, self.run, self.plan, self.verdict, self.timeline, self.series)
        return self.folder

    def facts(self) -> Facts:
        """Give what the page is made from."""
        totals = counted(self.folder)
        return Facts(
            scenario=self.scenario,
            run=self.run,
            plan=self.plan,
            verdict=self.verdict,
            timeline=self.timeline,
            series=self.series,
            totals=totals,
            steps=step_rows(totals, self.folder.latency_logs()),
        )

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
