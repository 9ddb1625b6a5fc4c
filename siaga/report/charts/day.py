"""The day: the timeline of a run, thinned so far that it can be drawn and read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from siaga.judge.amount import clock, duration
from siaga.judge.timeline import Timeline
from siaga.report.charts.band import Band
from siaga.report.charts.chart import Table
from siaga.report.charts.frame import Frame
from siaga.report.charts.line import Line, drawable
from siaga.report.charts.shadow import Shadow
from siaga.report.charts.thinning import POINTS, ROWS, Fold, Known, folded, width_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the timeline.

    Attributes:
        label: its name in legend and table.
        values: one value a second.
        fold: how several seconds become one value.
        write: how a value is written.
    """

    label: str
    values: Known
    fold: Fold
    write: Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What the charts over time share.

    Attributes:
        timeline: the columns.
        bands: the phases.
        shadows: the times of faults.
        end_s: end of the time axis in run seconds, above 0.
        closed: whether a stock Locust file was played, whose arrivals nobody plans.
    """

    timeline: Timeline
    bands: Sequence[Band]
    shadows: Sequence[Shadow] = ()
    end_s: float
    closed: bool = False

    def frame(self, **look: Any) -> Frame:  # noqa: ANN401 - passed on to Frame, which types them
        """Give a frame over the whole day."""
        return Frame(bands=self.bands, shadows=self.shadows, end_s=self.end_s, **look)

    def line(self, column: Column, tone: str, **look: Any) -> Line:  # noqa: ANN401 - passed on to Line
        """Give a column as a line of at most 600 points."""
        width = width_s(len(self.timeline.second), POINTS)
        values = drawable(folded(column.values, width, column.fold))
        at_s = self.timeline.second[::width]
        return Line(label=column.label, tone=tone, at_s=at_s, values=values, **look)

    def table(self, *columns: Column) -> Table:
        """Give columns as a table of at most 60 rows."""
        width = width_s(len(self.timeline.second), ROWS)
        cells = [
            [_cell(one, column) for one in folded(column.values, width, column.fold)]
            for column in columns
        ]
        times = [clock(at_s) for at_s in self.timeline.second[::width]]
        return Table(
            headings=("Time", *(column.label for column in columns)),
            rows=tuple(zip(times, *cells, strict=True)),
            note=f"One row is {duration(width)}; timeline.csv has every second.",
        )


def _cell(value: float | None, column: Column) -> str:
    return "—" if value is None else column.write(value)
