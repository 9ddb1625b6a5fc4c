"""A pair of days: two runs over one time axis, the earlier one dashed and the later one whole."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from siaga.judge.amount import clock, count, duration, number, seconds, share
from siaga.judge.timeline import Timeline
from siaga.report.charts.chart import Chart, Table, chart
from siaga.report.charts.day import Day
from siaga.report.charts.latency import unserved
from siaga.report.charts.line import Line, drawable
from siaga.report.charts.thinning import POINTS, ROWS, Fold, Known, folded, last, mean, width_s

BEFORE, AFTER = "A", "B"
"""What the runs are called, in the order in which they are named."""

LOOKS = ((BEFORE, "planned", (6, 4)), (AFTER, "arrived", ()))
"""Name, colour and dashes of either run, in every chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that both days tell of.

    Attributes:
        name: of its chart.
        title: one line.
        values: takes it from a timeline.
        fold: how several seconds become one value.
        write: how a value is written.
        sum_up: says it of one day in a clause.
        unit: of the value axis.
        stepped: whether a value holds until the next one.
    """

    name: str
    title: str
    values: Callable[[Timeline], Known]
    fold: Fold
    write: Callable[[float], str]
    sum_up: Callable[[Timeline], str]
    unit: str = "count"
    stepped: bool = False


def pair_charts(before: Timeline, after: Day) -> tuple[Chart, ...]:
    """Draw arrivals, latency, failures and seats of two runs.

    Args:
        before: the earlier run.
        after: the later one, with phases, faults and the end of the time axis for both.
    """
    shown = [one for one in TOLD if not (after.closed and one.name in {"arrivals", "seats"})]
    return tuple(_drawn(one, (before, after.timeline), after) for one in shown)


def _drawn(told: Told, both: tuple[Timeline, Timeline], day: Day) -> Chart:
    length = max(len(one.second) for one in both)
    values = [_padded(told.values(one), length) for one in both]
    return chart(
        day.frame(unit=told.unit, logarithmic=told.unit == "s"),
        # The dashes come last: they are to be seen where both runs are alike.
        [_line(told, *look, column) for look, column in zip(LOOKS, values, strict=True)][::-1],
        name=told.name,
        title="p99 of all requests" if told.name == "latency" and day.closed else told.title,
        text=" ".join(f"{look[0]}: {told.sum_up(one)}." for look, one in zip(LOOKS, both, strict=True)),
        table=_table(told, values, length),
    )


def _line(told: Told, label: str, tone: str, dash: tuple[int, ...], values: Known) -> Line:
    width = width_s(len(values), POINTS)
    return Line(
        label=label,
        tone=tone,
        dash=dash,
        at_s=range(0, len(values), width),
        values=drawable(folded(values, width, told.fold)),
        stepped=told.stepped,
    )


def _padded(values: Known, length: int) -> Known:
    """Lengthen the shorter run: nothing is known of it when it is over."""
    return (*values, *(None,) * (length - len(values)))


def _table(told: Told, values: list[Known], length: int) -> Table:
    width = width_s(length, ROWS)
    cells = [
        ["—" if one is None else told.write(one) for one in folded(column, width, told.fold)]
        for column in values
    ]
    times = [clock(at_s) for at_s in range(0, length, width)]
    return Table(
        headings=("Time", BEFORE, AFTER),
        rows=tuple(zip(times, *cells, strict=True)),
        note=f"One row is {duration(width)}; timeline.csv of each run has every second.",
    )


def _came(timeline: Timeline) -> str:
    most = max(timeline.arrived, default=0)
    return f"{count(sum(timeline.arrived))} came, at most {count(most)} in one second"


def _worst(timeline: Timeline) -> str:
    known = [one for one in timeline.p99_s if one is not None and math.isfinite(one)]
    worst = f"the worst second's p99 was {seconds(max(known))}" if known else ""
    return ", ".join(filter(None, (worst, unserved(timeline)))) or "no sample was recorded"


def _failed(timeline: Timeline) -> str:
    failed = sum(timeline.failed)
    samples = failed + sum(timeline.good)
    if not samples:
        return "no sample was recorded"
    return f"{count(failed)} of {count(samples)} samples failed, {share(failed / samples)}"


def _left(timeline: Timeline) -> str:
    known = [one for one in timeline.seats_left if one is not None]
    return f"{count(known[-1])} seats were left in the end" if known else "the site shows no such metric"


TOLD = (
    Told(
        name="arrivals",
        title="Arrivals per second",
        values=lambda one: one.arrived,
        fold=mean,
        write=number,
        sum_up=_came,
    ),
    Told(
        name="latency",
        title="p99 from the intended start, all steps",
        values=lambda one: one.p99_s,
        fold=max,
        write=seconds,
        sum_up=_worst,
        unit="s",
    ),
    Told(
        name="failures",
        title="Failed samples per second",
        values=lambda one: one.failed,
        fold=mean,
        write=number,
        sum_up=_failed,
        stepped=True,
    ),
    Told(
        name="seats",
        title="Seats left",
        values=lambda one: one.seats_left,
        fold=last,
        write=count,
        sum_up=_left,
        stepped=True,
    ),
)
