"""The launch at a glance: everything that happened to visitors, stacked over one time axis."""

from siaga.report.charts.arrivals import arrivals
from siaga.report.charts.chart import Chart
from siaga.report.charts.day import Day
from siaga.report.charts.failures import failures
from siaga.report.charts.latency import latency
from siaga.report.charts.seats import seats
from siaga.report.charts.served import served
from siaga.report.charts.stack import Stack, stack
from siaga.report.charts.visitors import visitors
from siaga.report.charts.waiting import waiting


def glance(day: Day, quota: int | None) -> Stack:
    """Draw the whole launch.

    Args:
        day: what was recorded.
        quota: how many seats there are; None if there is no limit.
    """
    if day.closed:
        return stack(day, _closed(day, quota), name="launch", title="The run, second by second")
    panels = [
        arrivals(day),
        served(day),
        latency(day),
        failures(day),
        seats(day, quota),
        waiting(day),
        visitors(day),
    ]
    return stack(day, panels, name="launch", title="The launch, second by second")


def _closed(day: Day, quota: int | None) -> list[Chart]:
    """Give what a closed model shows: nobody was planned to arrive, and few sites tell of seats."""
    told = [
        (day.timeline.seats_left, seats(day, quota)),
        (day.timeline.waiting, waiting(day)),
    ]
    shown = [drawn for values, drawn in told if any(one is not None for one in values)]
    return [visitors(day), served(day), latency(day), failures(day), *shown]
