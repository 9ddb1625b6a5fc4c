"""The chart of arrivals: how many visitors were planned each second, and how many came."""

from siaga.judge.amount import clock, count, number
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Column, Day
from siaga.report.charts.size import NARROW_PANEL, PANEL
from siaga.report.charts.thinning import mean


def arrivals(day: Day) -> Chart:
    """Draw arrivals planned, begun and dropped, per second."""
    timeline = day.timeline
    planned = Column(label="planned", values=timeline.planned, fold=mean, write=number)
    arrived = Column(label="arrived", values=timeline.arrived, fold=mean, write=number)
    dropped = Column(label="dropped", values=timeline.dropped, fold=mean, write=number)
    lines = [
        day.line(arrived, "arrived", filled=True),
        day.line(planned, "planned", dash=(6, 4)),
    ]
    if any(timeline.dropped):
        lines.append(day.line(dropped, "failed", dash=(2, 3)))
    return chart(
        day.frame(),
        lines,
        name="arrivals",
        title="Arrivals per second",
        text=_text(day),
        table=day.table(planned, arrived, dropped),
        sizes=(PANEL, NARROW_PANEL),
    )


def _text(day: Day) -> str:
    timeline = day.timeline
    if not any(timeline.planned) and not any(timeline.arrived):
        return "Nobody was planned and nobody came."
    came = f"{count(sum(timeline.arrived))} of {count(sum(timeline.planned))} planned visitors came"
    most = max(timeline.arrived)
    at_s = timeline.second[list(timeline.arrived).index(most)]
    peak = f"at most {count(most)} in one second, at {clock(at_s)}" if most else "at no time any"
    return f"{came}, {peak}; {count(sum(timeline.dropped))} were dropped."
