"""The chart of seats: how many were left, as the site's own metrics say."""

from siaga.judge.amount import clock, count
from siaga.report.charts.chart import Chart, chart
from siaga.report.charts.day import Column, Day
from siaga.report.charts.size import NARROW_PANEL, PANEL
from siaga.report.charts.thinning import last


def seats(day: Day, quota: int | None) -> Chart:
    """Draw the seats left; without such a metric there is only a sentence.

    Args:
        day: what was recorded.
        quota: how many seats there are; None if there is no limit.
    """
    left = Column(label="seats left", values=day.timeline.seats_left, fold=last, write=count)
    return chart(
        day.frame(),
        [day.line(left, "seats", filled=True, stepped=True)],
        name="seats",
        title="Seats left",
        text=_text(day, quota),
        table=day.table(left),
        sizes=(PANEL, NARROW_PANEL),
    )


def _text(day: Day, quota: int | None) -> str:
    known = [
        (at_s, left)
        for at_s, left in zip(day.timeline.second, day.timeline.seats_left, strict=True)
        if left is not None
    ]
    if not known:
        return "The site shows no metric of the seats left."
    of = "" if quota is None else f" of {count(quota)}"
    sold_out = next((at_s for at_s, left in known if left <= 0), None)
    if sold_out is not None:
        return f"All seats{of} were given by {clock(sold_out)}."
    return f"{count(known[-1][1])}{of} seats were left at {clock(known[-1][0])}."
