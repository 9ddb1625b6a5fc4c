"""The rendering of a run: every report written into its folder, from recorded facts alone."""

import json
import math
from collections.abc import Sequence
from typing import Any

from siaga.judge.counts import Counts, WorkerTallies
from siaga.judge.fault_course import fault_courses
from siaga.judge.latencies import Latencies
from siaga.judge.recorded import Recorded
from siaga.judge.run import Judgement
from siaga.judge.verdict import Verdict
from siaga.record.fault_span import FaultSpan, fault_spans
from siaga.record.run_folder import RunFolder
from siaga.report.badge import badge
from siaga.report.counted import counted
from siaga.report.junit import junit
from siaga.report.locust_count import LocustCount, locust_count
from siaga.report.locust_csv import failures_csv, stats_csv
from siaga.report.locust_history import history_csv
from siaga.report.page import Facts, page
from siaga.report.source import sources
from siaga.report.step_table import step_rows
from siaga.report.summary import summary
from siaga.report.vitals import vitals
from siaga.report.whole_file import write_whole


def render(folder: RunFolder, judgement: Judgement) -> None:
    """Write verdict.json, CSV, junit.xml, summary.md, badge.svg and report.html, in this order.

    The CSV are timeline.csv and those of Locust: locust_stats, locust_failures, locust_stats_history.
    The same run gives the same bytes: nothing here looks at a clock or draws at random.

    Args:
        folder: the run; its tallies and latency logs are read.
        judgement: what came of it.

    Raises:
        OSError: a report cannot be written; the one before is whole.
    """
    recorded = judgement.facts
    workers = _workers(folder, recorded)
    totals = counted(workers)
    latencies = _latencies(folder, recorded)
    facts = Facts(
        scenario=recorded.scenario,
        run=recorded.run,
        plan=recorded.plan,
        verdict=judgement.verdict,
        timeline=judgement.timeline,
        series=recorded.series,
        totals=totals,
        steps=step_rows(totals, latencies, recorded.scenario.objectives),
        faults=_faults(folder),
        courses=fault_courses(recorded),
        vitals=vitals(workers),
        files=sources(folder),
        latencies=latencies,
    )
    _write(folder, facts, locust_count(workers, closed=latencies.closed))


def _workers(folder: RunFolder, recorded: Recorded) -> Sequence[WorkerTallies]:
    """Give what the judge has read; where a file is damaged that is nothing, and here what is whole."""
    return recorded.counts.workers or Counts.readable(folder.tally_files()).workers


def _latencies(folder: RunFolder, recorded: Recorded) -> Latencies:
    """Give what the judge has read; where a log is damaged that is nothing, and here what is whole."""
    if recorded.latencies.steps:
        return recorded.latencies
    return Latencies.readable(folder.latency_logs(), closed=recorded.latencies.closed)


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


def _write(folder: RunFolder, facts: Facts, count: LocustCount) -> None:
    """Write the page last: whoever waits for it finds the others written."""
    t0_s = None if facts.plan is None else facts.plan.t0_s
    write_whole(folder.verdict, verdict_json(facts.verdict))
    write_whole(folder.timeline, facts.timeline.as_csv())
    write_whole(folder.locust_stats, stats_csv(count, facts.latencies))
    write_whole(folder.locust_failures, failures_csv(count, t0_s))
    write_whole(folder.locust_history, history_csv(count, facts.latencies, t0_s))
    write_whole(folder.junit, junit(facts.run, facts.verdict))
    write_whole(folder.summary, summary(facts.run, facts.verdict))
    write_whole(folder.badge, badge(facts.run, facts.verdict))
    write_whole(folder.report, page(facts))
