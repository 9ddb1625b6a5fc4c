"""The chart of failures: how many samples failed each second."""

from siaga.judge.amount import count, number, share
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Column, Day
from siaga.report.charts.size import NARROW_PANEL, PANEL
from siaga.report.charts.thinning import mean


def failures(day: Day) -> Chart:
    """Draw failed samples per second; a day without any has only its sentence."""
    failed = Column(label="failed", values=day.timeline.failed, fold=mean, write=number)
    lines = [day.line(failed, "failed", filled=True, stepped=True)] if any(day.timeline.failed) else []
    return chart(
        day.frame(),
        lines,
        name="failures",
        title="Failed samples per second",
        text=_text(sum(day.timeline.failed), sum(day.timeline.good)),
        table=day.table(failed),
        sizes=(PANEL, NARROW_PANEL),
    )


def _text(failed: int, good: int) -> str:
    samples = failed + good
    if not samples:
        return "No sample was recorded, so nothing is known of failures."
    if not failed:
        return f"None of {count(samples)} samples failed."
    return f"{count(failed)} of {count(samples)} samples failed, {share(failed / samples)}."
