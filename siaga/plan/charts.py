"""The charts of a plan: the law beside what was measured, and the queue of each rush over its day."""

import math

import numpy as np

from siaga.judge.amount import clock, count, number
from siaga.plan.fit import Fit
from siaga.plan.interval import ends
from siaga.plan.load_frame import LoadFrame
from siaga.plan.row import span, wait
from siaga.plan.rush import Rush
from siaga.report.charts.band import bands
from siaga.report.charts.chart import Chart, Table, chart
from siaga.report.charts.frame import Frame
from siaga.report.charts.line import Line
from siaga.scenario.curve import Floats
from siaga.scenario.traffic import Traffic

STEPS = 120
"""Points of a curve."""

ROWS = 30
"""Rows of the table behind a queue."""

EDGE = (4, 3)


def law_chart(fit: Fit, step: str | None) -> Chart:
    """Draw the law, its 95 % band and the points."""
    loads = np.linspace(0.0, fit.most_load * 1.1, STEPS + 1)[1:]
    drawn = np.array([one.per_s(loads) for one in fit.draws])
    low, high = ends(drawn)
    lines = [
        _line("the law", "arrived", loads, fit.law.per_s(loads)),
        _line("95 % of the laws that might be: at least", "planned", loads, low, EDGE),
        _line("at most", "p50", loads, high, EDGE),
    ]
    text = (
        f"{step or 'All requests'} that ended well per second, over requests under way. Each point is"
        f" 5 s of a run. Contention {number(fit.law.contention)}, coherence {number(fit.law.coherence)}."
    )
    by_load = sorted(fit.points, key=lambda one: one.load)
    told = tuple(
        (number(one.load), number(one.per_s), clock(one.second), str(one.run + 1)) for one in by_load
    )
    table = Table(
        headings=("Under way", "Per second", "Run time", "Run"),
        rows=told,
        note="One row is 5 s of a run.",
    )
    frame = LoadFrame(points=fit.points, end=float(loads[-1]))
    return chart(
        frame, lines, name="law", title="What was measured, and the law", text=text, table=table
    )


def queue_chart(rush: Rush, traffic: Traffic) -> Chart:
    """Draw the people in the queue over the day."""
    worst = f"at worst {count(rush.worst.value)} wait, at {wait(rush.worst_at_s)}"
    between = span(rush.worst, count)
    text = f"{count(rush.visitors)} visitors; {worst}{f' ({between})' if between else ''}."
    title = "The day as forecast" if rush.times == 1 else f"{number(rush.times)} times the forecast"
    lines = [
        _line("people waiting", "arrived", rush.moments_s, rush.waiting),
        _line("95 %: at least", "planned", rush.moments_s, rush.fewest, EDGE),
        _line("at most", "p50", rush.moments_s, rush.most, EDGE),
    ]
    shown = slice(None, None, math.ceil(rush.moments_s.size / ROWS))
    columns = (rush.waiting[shown], rush.fewest[shown], rush.most[shown])
    rows = tuple(
        (clock(at_s), *map(count, values))
        for at_s, *values in zip(rush.moments_s[shown], *columns, strict=True)
    )
    table = Table(
        headings=("Time", "Waiting", "At least", "At most"), rows=rows, note="95 % of what might be."
    )
    frame = Frame(bands=bands(traffic), end_s=max(float(rush.moments_s[-1]), 1.0))
    drawn = lines if rush.most.any() else []
    return chart(frame, drawn, name=f"queue-{rush.times:g}", title=title, text=text, table=table)


def _line(label: str, tone: str, at: Floats, values: Floats, dash: tuple[int, ...] = ()) -> Line:
    return Line(
        label=label,
        tone=tone,
        at_s=at.tolist(),
        values=values.tolist(),
        dash=dash,
        width_px=1.5 if dash else 2.0,
    )
