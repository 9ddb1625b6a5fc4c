"""The comparison page: comparison.html, two runs side by side in one file that needs only a browser."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from siaga.judge.comparison import Answer, Comparison
from siaga.judge.comparison_pair import Pair
from siaga.judge.timeline import timeline
from siaga.record.run_record import RunRecord
from siaga.report.change_bar import WIDTH, ChangeBar, change_bar
from siaga.report.charts.band import bands
from siaga.report.charts.chart import Chart
from siaga.report.charts.day import Day
from siaga.report.charts.day_pair import pair_charts
from siaga.report.charts.quantile_pair import quantile_pairs
from siaga.report.charts.shadow import shadows
from siaga.report.compared_row import ComparedRow, compared_rows
from siaga.report.compared_run import compared_runs
from siaga.report.kept_verdict import KeptVerdict
from siaga.report.mark import state_mark
from siaga.report.setting import played_with, scenario_settings, settings
from siaga.report.template import template

GRAVITY = (Answer.WORSE, Answer.BETTER, Answer.UNKNOWN, Answer.SAME)
"""In which order measures are shown; the last two are folded."""

MOST_OPEN = 12
"""Up to how many measures that nobody can tell are unfolded."""

MOST_KEYS = 60
"""How many keys are shown in which the scenarios differ: those of two scenarios are hundreds."""


MeasuredRow = tuple[ComparedRow, ChangeBar | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """Everything that the page shows.

    Attributes:
        pair: the recorded facts of both runs.
        found: what came of holding them together.
        verdicts: what was decided of either alone; None where nothing was.
        reports: address of either's report as seen from the page; empty where there is none.
    """

    pair: Pair
    found: Comparison
    verdicts: tuple[KeptVerdict | None, KeptVerdict | None] = (None, None)
    reports: tuple[str, str] = ("", "")


def comparison_page(facts: Compare) -> str:
    """Write comparison.html; the same facts give the same bytes."""
    return template("comparison_page.html.j2").render(_context(facts))


def _context(facts: Compare) -> dict[str, Any]:
    pair, found = facts.pair, facts.found
    before, after = (one.run for one in pair.both)
    keys = scenario_settings(pair.before.scenario, pair.after.scenario)
    day, charts = _charts(pair)
    return {
        "found": found,
        "answer": state_mark(found.answer.value),
        "runs": compared_runs((before, after), facts.verdicts, facts.reports),
        "settings": settings(_with_start(before), _with_start(after)),
        "keys": keys[:MOST_KEYS],
        "more_keys": max(len(keys) - MOST_KEYS, 0),
        "tally": [(one.value, len(_measured(found, one))) for one in GRAVITY],
        "told": [row for one in GRAVITY[:2] for row in _measured(found, one)],
        "folds": [(one.value, rows, _is_open(one, rows)) for one, rows in _folded(found)],
        "least": pair.least,
        "width": WIDTH,
        "bands": day.bands,
        "harmed": bool(day.shadows),
        "charts": charts,
        "curves": quantile_pairs(pair),
        "closed": day.closed,
        "command": shlex.join(
            ["siaga", "compare", *(one.folder or one.run_id for one in (before, after))]
        ),
    }


def _charts(pair: Pair) -> tuple[Day, Sequence[Chart]]:
    """Draw both over time, on the axis of the longer one and over the phases of the later one."""
    first, second = (timeline(one) for one in pair.both)
    planned_s = max(one.scenario.traffic.curve.duration_s for one in pair.both)
    end_s = max(planned_s, float(len(first.second)), float(len(second.second)))
    day = Day(
        timeline=second,
        bands=bands(pair.after.scenario.traffic),
        shadows=shadows(pair.after.faults, end_s),
        end_s=end_s,
        closed=pair.after.scenario.traffic.is_closed,
    )
    return day, pair_charts(first, day)


def _with_start(run: RunRecord) -> dict[str, str]:
    return {"scenario": run.scenario, "seed": str(run.seed), **played_with(run)}


def _folded(found: Comparison) -> list[tuple[Answer, Sequence[MeasuredRow]]]:
    return [(one, _measured(found, one)) for one in GRAVITY[2:]]


def _is_open(answer: Answer, rows: Sequence[MeasuredRow]) -> bool:
    return answer is Answer.UNKNOWN and len(rows) <= MOST_OPEN


def _measured(found: Comparison, answer: Answer) -> list[MeasuredRow]:
    """Give the row and the bar of each measure with an answer, in the order of their measuring."""
    pairs = zip(found.measures, compared_rows(found), strict=True)
    return [(row, change_bar(one)) for one, row in pairs if one.answer is answer]
