"""The quantiles of a step: how long it took from the fastest to the slowest, over percentiles."""

import math
from collections.abc import Sequence

from siaga.judge.amount import amount, count, seconds
from siaga.judge.expression import Expression
from siaga.judge.measures import Latency
from siaga.report.charts.chart import Chart, Table
from siaga.report.charts.line import Line
from siaga.report.charts.percentile_frame import PercentileFrame, place
from siaga.report.charts.quantile_curve import known_quantile, quantile_curve
from siaga.report.charts.size import Size
from siaga.report.charts.svg import svg
from siaga.report.step_table import Quantiles, StepRow

LEAST, MOST = 2, 4
"""Nines that the axis reaches to, from 99 % to 99.99 %, as far as there are samples."""

BEYOND = 0.25
"""How far the axis goes on beyond its last nine, whose name needs the room."""

SIZE = Size(width=290, height=150, ticks=5)

TABLED = (0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999)
"""Quantiles of the table, as far as some sample lies beyond them."""


def quantiles(name: str, row: StepRow, end: float, asked: Sequence[Expression] = ()) -> Chart:
    """Draw the latency of a step from the intended start and from the real one.

    Args:
        name: unique in the page.
        row: the step.
        end: the highest quantile of the axis.
        asked: what objectives ask of the step's latency.
    """
    lines = [
        _curve("from the intended start", row.intended, "p99", ()),
        _curve("service", row.service, "p50" if row.intended else "p99", (6, 3) if row.intended else ()),
    ]
    drawn = tuple(line for line in lines if line.known)
    text = _text(row)
    if not drawn:
        return Chart(name=name, title=row.step, text=text)
    drawn += tuple(_limit(one, one.measure) for one in asked if isinstance(one.measure, Latency))
    spec = PercentileFrame(end=end).spec(drawn, SIZE)
    return Chart(
        name=name,
        title=row.step,
        text=text,
        lines=drawn,
        wide=svg(spec, name=name, title=f"Latency of {row.step} by percentile", description=text),
        table=_table(row),
    )


def end_of(rows: Sequence[StepRow]) -> float:
    """Give the highest quantile of an axis for all steps."""
    most = max((one.told.pool.total for one in rows if one.told), default=1)
    return 1 - math.pow(10, -min(max(len(str(most)) - 1, LEAST), MOST) - BEYOND)


def limits_of(step: str, expressions: Sequence[Expression]) -> tuple[Expression, ...]:
    """Give those expressions that limit a quantile of a step's latency."""
    return tuple(
        one
        for one in expressions
        if isinstance(one.measure, Latency)
        and (one.measure.of.kind, one.measure.of.name) == ("step", step)
        and one.recovery is None
    )


def _curve(label: str, of: Quantiles | None, tone: str, dash: tuple[int, ...]) -> Line:
    known = quantile_curve(of.pool, MOST + BEYOND) if of else {}
    places = [place(quantile) for quantile in known]
    return Line(label=label, tone=tone, at_s=places, values=tuple(known.values()), dash=dash)


def _limit(asked: Expression, measure: Latency) -> Line:
    """Give a limit as a line up to the quantile that it is for."""
    when = f" {asked.during}" if asked.during else ""
    return Line(
        label=f"limit of p{measure.quantile * 100:.6g}{when}: {amount(asked.limit, asked.unit)}",
        tone="limit",
        at_s=(0.0, place(measure.quantile)),
        values=(asked.limit, asked.limit),
        dash=(2, 3),
    )


def _text(row: StepRow) -> str:
    if row.told is None:
        return "No latency was recorded."
    if row.intended is None:
        return f"{count(row.count)} samples; p99 {seconds(row.told.p99_s)} service time."
    told = f"{count(row.count)} samples; p99 {seconds(row.intended.p99_s)} from the intended start"
    return f"{told}, {seconds(row.service.p99_s)} service." if row.service else f"{told}."


def _table(row: StepRow) -> Table:
    both = [one.pool for one in (row.intended, row.service) if one]
    rows = [
        (f"{quantile * 100:.7g} %", *(seconds(pool.quantile(quantile)) for pool in both))
        for quantile in TABLED
        if all(known_quantile(pool, quantile) is not None for pool in both)
    ]
    heads = [name for name, one in (("intended", row.intended), ("service", row.service)) if one]
    return Table(
        headings=("Faster", *heads),
        rows=(*rows, ("slowest", *(seconds(pool.quantile(1.0)) for pool in both))),
        note="So many samples were at least as fast.",
    )
