"""The chart of latency: how long steps took, counted from when they should have started."""

import math

from siaga.judge.amount import clock, count, seconds
from siaga.judge.timeline import Timeline
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Column, Day
from siaga.report.charts.size import NARROW_PANEL, TALL_PANEL


def latency(day: Day) -> Chart:
    """Draw median, 99th percentile and that of a thousand of all steps on a logarithmic axis."""
    timeline = day.timeline
    p50 = Column(label="p50", values=timeline.p50_s, fold=max, write=seconds)
    p99 = Column(label="p99", values=timeline.p99_s, fold=max, write=seconds)
    p999 = Column(label="p99.9", values=timeline.p999_s, fold=max, write=seconds)
    lines = [
        day.line(p999, "failed", dash=(2, 3)),
        day.line(p99, "p99"),
        day.line(p50, "p50", dash=(6, 3)),
    ]
    return chart(
        day.frame(unit="s", logarithmic=True),
        lines,
        name="latency",
        title="Service time of all requests" if day.closed else "Latency of all steps",
        text=_text(day),
        table=day.table(p50, p99, p999),
        sizes=(TALL_PANEL, NARROW_PANEL),
    )


def unserved(timeline: Timeline) -> str:
    """Say in how many seconds p99 fell on visitors who were never served; empty if in none."""
    many = sum(one == math.inf for one in timeline.p99_s)
    when = f"in {count(many)} second{'s' * (many != 1)}"
    return f"{when} p99 was never: visitors were not served" if many else ""


def _text(day: Day) -> str:
    known = [
        (value, at_s)
        for at_s, value in zip(day.timeline.second, day.timeline.p99_s, strict=True)
        if value is not None and math.isfinite(value)
    ]
    never = unserved(day.timeline)
    lost = f"I{never.removeprefix('i')}." if never else ""
    if not known:
        return lost or "No sample was recorded, so nothing is known of latency."
    worst_s, at_s = max(known)
    found = f"The worst second's p99 was {seconds(worst_s)}, at {clock(at_s)}; logarithmic."
    return f"{found} {lost}".strip()
