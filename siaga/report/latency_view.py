"""The latency view: what the page shows of how long steps took, beside their table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from siaga.judge.expression import Expression, ExpressionError, parse
from siaga.judge.latencies import Latencies
from siaga.report.charts.chart import Chart
from siaga.report.charts.day import Day
from siaga.report.charts.heat import heats
from siaga.report.charts.heat_map import SHADES, heat_map
from siaga.report.charts.quantiles import end_of, limits_of, quantiles
from siaga.report.charts.size import SMALL, Size
from siaga.report.counted import Counted
from siaga.report.part_row import PartRow, part_rows
from siaga.report.step_table import StepRow
from siaga.scenario.objective import Objective

MOST_STEPS = 24
"""How many steps are drawn, the first of the table."""

OPEN = 3
"""How many quantile charts are unfolded at least; those of key objectives always are."""

WIDE_MAP = Size(width=1060, height=230, ticks=12)
NARROW_MAP = Size(width=290, height=200, ticks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyView:
    """Charts and rows of one run.

    Attributes:
        parts: where the time of each step went; none where it was not recorded.
        heat: latencies of all steps over time; None where there are none.
        shades: what its shades stand for, from the lightest.
        shown: quantiles of the steps that matter most.
        folded: quantiles of the others.
        heats: latencies of each step over time; none where there is only one step.
        left_out: how many steps are not drawn.
    """

    parts: tuple[PartRow, ...]
    heat: Chart | None
    shades: tuple[str, ...]
    shown: tuple[Chart, ...]
    folded: tuple[Chart, ...]
    heats: tuple[Chart, ...]
    left_out: int


def latency_view(
    steps: Sequence[StepRow],
    totals: Counted,
    latencies: Latencies,
    objectives: Sequence[Objective],
    day: Day,
) -> LatencyView:
    """Draw the latencies of a run.

    Args:
        steps: the rows of the table, in its order.
        totals: what the workers counted.
        latencies: of the run.
        objectives: of its scenario.
        day: phases and faults behind the heat maps.
    """
    timed = [one for one in steps if one.told]
    drawn = timed[:MOST_STEPS]
    curves = _curves(drawn, objectives)
    opened = max(sum(one.key for one in drawn), OPEN)
    whole, each = _heats(latencies, timed, day)
    return LatencyView(
        parts=part_rows(totals.splits, steps),
        heat=whole,
        shades=SHADES,
        shown=curves[:opened],
        folded=curves[opened:],
        heats=each,
        left_out=len(timed) - len(drawn),
    )


def _curves(drawn: Sequence[StepRow], objectives: Sequence[Objective]) -> tuple[Chart, ...]:
    asked, end = _expressions(objectives), end_of(drawn)
    return tuple(
        quantiles(f"quantiles-{place}", row, end, limits_of(row.step, asked))
        for place, row in enumerate(drawn, start=1)
    )


def _heats(
    latencies: Latencies, timed: Sequence[StepRow], day: Day
) -> tuple[Chart | None, tuple[Chart, ...]]:
    if not timed:
        return None, ()
    found = heats(latencies, [one.step for one in timed], max(int(day.end_s), 1))
    whole = heat_map(
        "heat", "Latency of all steps over time", reduce(add, found.values()), day, WIDE_MAP, NARROW_MAP
    )
    one_is_all = len(timed) == 1
    each = [] if one_is_all else [one.step for one in timed[:MOST_STEPS]]
    return whole, tuple(
        heat_map(f"heat-{place}", step, found[step], day, SMALL) for place, step in enumerate(each, 1)
    )


def _expressions(objectives: Sequence[Objective]) -> list[Expression]:
    found = []
    for objective in objectives:
        for text in objective.expressions:
            try:
                found.append(parse(text))
            except ExpressionError:
                continue
    return found
