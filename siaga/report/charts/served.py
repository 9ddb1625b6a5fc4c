"""The chart of what was served: samples that ended each second, and those of them that ended well."""

from siaga.judge.amount import clock, count, number
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Column, Day
from siaga.report.charts.size import NARROW_PANEL, PANEL
from siaga.report.charts.thinning import mean


def served(day: Day) -> Chart:
    """Draw served samples and goodput per second; where they part, samples failed."""
    timeline = day.timeline
    all_of_them = [good + bad for good, bad in zip(timeline.good, timeline.failed, strict=True)]
    every = Column(label="served", values=all_of_them, fold=mean, write=number)
    good = Column(label="goodput", values=timeline.good, fold=mean, write=number)
    most = max(timeline.good, default=0)
    text = "No sample ended well."
    if most:
        at_s = timeline.second[list(timeline.good).index(most)]
        text = f"At most {count(most)} samples ended well in one second, at {clock(at_s)}."
    return chart(
        day.frame(),
        [day.line(good, "good", filled=True), day.line(every, "planned", dash=(6, 4))]
        if any(all_of_them)
        else [],
        name="served",
        title="Samples served per second",
        text=text,
        table=day.table(every, good),
        sizes=(PANEL, NARROW_PANEL),
    )
