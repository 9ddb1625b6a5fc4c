"""The rendering of a run: every report written into its folder, from recorded facts alone."""

import json
import math
from typing import Any

from siaga.judge.timeline import Timeline
from siaga.judge.verdict import Verdict
from siaga.observe.series import Series
from siaga.record.fault_span import FaultSpan, fault_spans
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.report.badge import badge
from siaga.report.counted import counted
from siaga.report.junit import junit
from siaga.report.page import Facts, page
from siaga.report.step_table import step_rows
from siaga.report.summary import summary
from siaga.report.whole_file import write_whole
from siaga.scenario.model import Scenario


def render(
    folder: RunFolder,
    scenario: Scenario,
    run: RunRecord,
    plan: PlanRecord | None,
    verdict: Verdict,
    timeline: Timeline,
    series: Series,
) -> None:
    """Write verdict.json, timeline.csv, junit.xml, summary.md, badge.svg and report.html, in this order.

    The same run gives the same bytes: nothing here looks at a clock or draws at random.

    Args:
        folder: the run; its tallies and latency logs are read.
        scenario: the resolved scenario.
        run: what was started.
        plan: what the generator set out to do; None if it never got that far.
        verdict: what was decided.
        timeline: the run second by second.
        series: what the site showed, in run seconds.

    Raises:
        OSError: a report cannot be written; the one before is whole.
    """
    totals = counted(folder)
    steps = step_rows(totals, folder.latency_logs())
    facts = Facts(
        scenario=scenario,
        run=run,
        plan=plan,
        verdict=verdict,
        timeline=timeline,
        series=series,
        totals=totals,
        steps=steps,
        faults=_faults(folder),
    )
    _write(folder, facts)


def _faults(folder: RunFolder) -> tuple[FaultSpan, ...]:
    """Give what harmed the site; a damaged file shows nothing, and the evidence tells of it."""
    try:
        return fault_spans(folder.faults)
    except ValueError:
        return ()


def verdict_json(verdict: Verdict) -> str:
    """Write verdict.json, schema 1; a number that is not finite is written as null."""
    return json.dumps(_finite(verdict.as_json()), indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def _finite(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, list | tuple) else value


def _write(folder: RunFolder, facts: Facts) -> None:
    """Write the page last: whoever waits for it finds the others written."""
    write_whole(folder.verdict, verdict_json(facts.verdict))
    write_whole(folder.timeline, facts.timeline.as_csv())
    write_whole(folder.junit, junit(facts.run, facts.verdict))
    write_whole(folder.summary, summary(facts.run, facts.verdict))
    write_whole(folder.badge, badge(facts.run, facts.verdict))
    write_whole(folder.report, page(facts))
