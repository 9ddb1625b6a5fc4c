"""The chart of visitors: how many were inside the site at the same time."""

from siaga.judge.amount import clock, count
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Column, Day
from siaga.report.charts.size import NARROW_PANEL, PANEL


def visitors(day: Day) -> Chart:
    """Draw the visitors inside at the end of each second."""
    timeline = day.timeline
    inside = Column(label="visitors inside", values=timeline.active, fold=max, write=count)
    most = max(timeline.active, default=0)
    text = "Nobody was inside at the end of any second."
    if most:
        at_s = timeline.second[list(timeline.active).index(most)]
        text = f"At most {count(most)} were inside at once, at {clock(at_s)}."
    return chart(
        day.frame(),
        [day.line(inside, "inside", filled=True)] if most else [],
        name="visitors",
        title="Visitors inside",
        text=text,
        table=day.table(inside),
        sizes=(PANEL, NARROW_PANEL),
    )
