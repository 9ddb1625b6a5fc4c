"""The page: report.html, one file that needs nothing but a browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from siaga.judge.closed_model import unsaid
from siaga.judge.fault_course import FaultCourse
from siaga.judge.latencies import Latencies
from siaga.judge.timeline import Timeline
from siaga.judge.verdict import Verdict
from siaga.observe.series import Series
from siaga.record.fault_span import FaultSpan
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.report.case_row import case_rows
from siaga.report.charts.band import bands
from siaga.report.charts.day import Day
from siaga.report.charts.generator import generator
from siaga.report.charts.glance import glance
from siaga.report.charts.recovery import recoveries
from siaga.report.charts.said import said
from siaga.report.charts.shadow import shadows
from siaga.report.charts.size import STEPS_S
from siaga.report.charts.stack import Stack
from siaga.report.charts.stretch import stretches
from siaga.report.charts.thinning import POINTS
from siaga.report.charts.watched import watched
from siaga.report.compared_row import compared_rows
from siaga.report.count_row import count_rows
from siaga.report.counted import Counted
from siaga.report.error_group import error_groups
from siaga.report.funnel import funnel_rows
from siaga.report.gate import gates
from siaga.report.harm_row import harm_rows
from siaga.report.latency_view import LatencyView, latency_view
from siaga.report.mark import DECISIONS
from siaga.report.promise_count import promise_counts
from siaga.report.repetition import repetition
from siaga.report.step_table import StepRow
from siaga.report.template import template
from siaga.report.vitals import Vitals
from siaga.report.witness import replay_command
from siaga.scenario.model import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a report shows.

    Attributes:
        scenario: what was to happen.
        run: what was started.
        plan: what the generator set out to do; None if it never got that far.
        verdict: what was decided.
        timeline: the run second by second.
        series: what the site showed of itself, in run seconds.
        totals: what the workers counted.
        steps: the table of steps.
        faults: what harmed the site.
        courses: what became of each fault.
        vitals: how the workers were.
        files: what is beside the report, by its path from the run folder on.
        latencies: how long steps took.
    """

    scenario: Scenario
    run: RunRecord
    plan: PlanRecord | None
    verdict: Verdict
    timeline: Timeline
    series: Series
    totals: Counted
    steps: tuple[StepRow, ...]
    faults: tuple[FaultSpan, ...] = ()
    courses: tuple[FaultCourse, ...] = ()
    vitals: Vitals = field(default_factory=Vitals)
    files: frozenset[str] = frozenset()
    latencies: Latencies = field(default_factory=lambda: Latencies(()))

    @property
    def end_s(self) -> float:
        """End of the time axis: that of the last phase, or of what was recorded after it."""
        recorded = self.timeline.second[-1] + 1 if self.timeline.second else 0
        return max(self.scenario.traffic.curve.duration_s, float(recorded))


def page(facts: Facts) -> str:
    """Write report.html; the same facts give the same bytes."""
    return template("report.html.j2").render(_context(facts))


def _context(facts: Facts) -> Mapping[str, Any]:
    day, verdict, plan = _day(facts), facts.verdict, facts.plan
    people = plan.populations if plan else {}
    return {
        "scenario": facts.scenario,
        "run": facts.run,
        "verdict": verdict,
        "unsaid": unsaid(verdict),
        "load": verdict.load,
        "audit": verdict.audit,
        "decision": DECISIONS[verdict.decision],
        "gates": gates(verdict),
        "bands": day.bands,
        "closed": facts.scenario.traffic.closed,
        "zoom": {"stretches": stretches(day), "steps_s": STEPS_S, "points": POINTS},
        "harm": harm_rows(facts.faults),
        "ill_will": case_rows(verdict.ill_will),
        "launch": glance(day, facts.scenario.site.quota),
        "recoveries": recoveries(facts.courses, day),
        "said": said(day, facts.series, facts.vitals),
        "generator": _generator(facts, day),
        "files": facts.files,
        "unjudged": sum(rule.state == "unknown" for rule in verdict.audit.rules),
        "promise_counts": promise_counts(verdict.audit),
        "replays": _replays(facts),
        "count_rows": count_rows(verdict.audit.counts) if verdict.audit.counts else (),
        "watched": _watched(facts, day),
        "compared": compared_rows(verdict.comparison) if verdict.comparison else (),
        "steps": facts.steps,
        "latency": _latency(facts, day),
        "samples": sum(one.count for one in facts.steps),
        "failed": sum(one.failed for one in facts.steps),
        "totals": facts.totals,
        "errors": error_groups(facts.totals, facts.timeline.phase),
        "funnel": funnel_rows(facts.scenario, people, facts.totals),
        "repetition": repetition(facts.run),
    }


def _day(facts: Facts) -> Day:
    return Day(
        timeline=facts.timeline,
        bands=bands(facts.scenario.traffic),
        shadows=shadows(facts.faults, facts.end_s),
        end_s=facts.end_s,
        closed=facts.scenario.traffic.is_closed,
    )


def _replays(facts: Facts) -> Mapping[str, str]:
    """Give the command that replays each finding, by its rule."""
    audit = facts.verdict.audit
    return {one.rule: replay_command(facts.run, one) for one in (*audit.findings, *audit.warnings)}


def _latency(facts: Facts, day: Day) -> LatencyView:
    asked = facts.scenario.objectives
    return latency_view(facts.steps, facts.totals, facts.latencies, asked, day)


def _generator(facts: Facts, day: Day) -> Stack:
    limits = facts.scenario.evidence
    return generator(day, facts.vitals, late_s=limits.loop_lag_s, cpu_ratio=limits.cpu)


def _watched(facts: Facts, day: Day) -> list[tuple[Any, tuple[Any, ...]]]:
    """Give each objective that looks at scraped series with its charts."""
    pairs = ((one, watched(one, day, facts.series)) for one in facts.verdict.objectives)
    return [(objective, drawn) for objective, drawn in pairs if drawn]
