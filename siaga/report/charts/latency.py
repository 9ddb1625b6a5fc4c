"""The chart of latency: how long steps took, counted from when they should have started."""

from siaga.judge.amount import clock, seconds
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


def _text(day: Day) -> str:
    known = [
        (value, at_s)
        for at_s, value in zip(day.timeline.second, day.timeline.p99_s, strict=True)
        if value is not None
    ]
    if not known:
        return "No sample was recorded, so nothing is known of latency."
    worst_s, at_s = max(known)
    return f"The worst second's p99 was {seconds(worst_s)}, at {clock(at_s)}; logarithmic."
