"""The page: report.html, one file that needs nothing but a browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from siaga.judge import amount
from siaga.judge.timeline import Timeline
from siaga.judge.verdict import Verdict
from siaga.observe.series import Series
from siaga.record.fault_span import FaultSpan
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.report.case_row import case_rows
from siaga.report.charts.arrivals import arrivals
from siaga.report.charts.band import bands
from siaga.report.charts.day import Day
from siaga.report.charts.failures import failures
from siaga.report.charts.latency import latency
from siaga.report.charts.seats import seats
from siaga.report.charts.shadow import shadows
from siaga.report.charts.visitors import visitors
from siaga.report.charts.watched import watched
from siaga.report.compared_row import compared_rows
from siaga.report.count_row import count_rows
from siaga.report.counted import Counted, error_rows
from siaga.report.funnel import funnel_rows
from siaga.report.gate import gates
from siaga.report.glossary import TERMS
from siaga.report.harm_row import harm_rows
from siaga.report.mark import DECISIONS, state_mark
from siaga.report.moment import moment
from siaga.report.promise_count import promise_counts
from siaga.report.repetition import repetition
from siaga.report.step_table import StepRow
from siaga.report.witness import replay_command, shown_witness
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

    @property
    def end_s(self) -> float:
        """End of the time axis: that of the last phase, or of what was recorded after it."""
        recorded = self.timeline.second[-1] + 1 if self.timeline.second else 0
        return max(self.scenario.traffic.curve.duration_s, float(recorded))


def page(facts: Facts) -> str:
    """Write report.html; the same facts give the same bytes."""
    return _environment().get_template("report.html.j2").render(_context(facts))


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("siaga.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "count": amount.count,
        "number": amount.number,
        "seconds": amount.seconds,
        "duration": amount.duration,
        "share": amount.share,
        "mark": state_mark,
        "moment": moment,
        "shown_witness": shown_witness,
    }
    environment.globals |= {"amount": amount.amount, "terms": TERMS, "style": _style()}
    return environment


def _style() -> Markup:
    """Give the style sheet; it is the package's own, so it may stand in the page as it is."""
    text = resources.files("siaga.report").joinpath("templates/style.css").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - a file of this package


def _context(facts: Facts) -> Mapping[str, Any]:
    day = Day(
        timeline=facts.timeline,
        bands=bands(facts.scenario.traffic),
        shadows=shadows(facts.faults, facts.end_s),
        end_s=facts.end_s,
    )
    verdict, plan = facts.verdict, facts.plan
    people = plan.populations if plan else {}
    return {
        "scenario": facts.scenario,
        "run": facts.run,
        "verdict": verdict,
        "load": verdict.load,
        "audit": verdict.audit,
        "decision": DECISIONS[verdict.decision],
        "gates": gates(verdict),
        "bands": day.bands,
        "harm": harm_rows(facts.faults),
        "ill_will": case_rows(verdict.ill_will),
        "charts": _charts(day, facts.scenario.site.quota),
        "unjudged": sum(rule.state == "unknown" for rule in verdict.audit.rules),
        "promise_counts": promise_counts(verdict.audit),
        "replays": _replays(facts),
        "count_rows": count_rows(verdict.audit.counts) if verdict.audit.counts else (),
        "watched": _watched(facts, day),
        "compared": compared_rows(verdict.comparison) if verdict.comparison else (),
        "steps": facts.steps,
        "samples": sum(one.count for one in facts.steps),
        "failed": sum(one.failed for one in facts.steps),
        "errors": error_rows(facts.totals),
        "funnel": funnel_rows(facts.scenario, people, facts.totals.reached),
        "repetition": repetition(facts.run),
    }


def _replays(facts: Facts) -> Mapping[str, str]:
    """Give the command that replays each finding, by its rule."""
    audit = facts.verdict.audit
    return {one.rule: replay_command(facts.run, one) for one in (*audit.findings, *audit.warnings)}


def _charts(day: Day, quota: int | None) -> tuple[Any, ...]:
    return (arrivals(day), latency(day), failures(day), seats(day, quota), visitors(day))


def _watched(facts: Facts, day: Day) -> list[tuple[Any, tuple[Any, ...]]]:
    """Give each objective that looks at scraped series with its charts."""
    pairs = ((one, watched(one, day, facts.series)) for one in facts.verdict.objectives)
    return [(objective, drawn) for objective, drawn in pairs if drawn]
