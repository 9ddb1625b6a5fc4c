"""The chart of the waiting room: how many people had to wait before they might come in."""

from siaga.judge.amount import clock, count
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Column, Day
from siaga.report.charts.size import NARROW_PANEL, PANEL
from siaga.report.charts.thinning import last


def waiting(day: Day) -> Chart:
    """Draw who waits; without such a metric, or where nobody had to, there is only a sentence."""
    column = Column(label="waiting", values=day.timeline.waiting, fold=last, write=count)
    known = [
        (many, -at_s)
        for at_s, many in zip(day.timeline.second, day.timeline.waiting, strict=True)
        if many is not None
    ]
    most, at_s = max(known, default=(0.0, 0))
    text = "Nobody had to wait." if known else "The site shows no metric of a waiting room."
    if most:
        text = f"At most {count(most)} waited at once, at {clock(-at_s)}."
    return chart(
        day.frame(),
        [day.line(column, "planned", filled=True, stepped=True)] if most else [],
        name="waiting",
        title="Waiting room",
        text=text,
        table=day.table(column),
        sizes=(PANEL, NARROW_PANEL),
    )
