"""A track: values that were not taken every second, folded for a line and for a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from siaga.judge.amount import clock
from siaga.report.charts.chart import Table
from siaga.report.charts.line import Line
from siaga.report.charts.thinning import POINTS, ROWS, Fold, Known, folded, width_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Values over time.

    Attributes:
        label: its name in legend and table.
        at_s: run seconds, in order.
        values: as many; None where nothing is known.
        fold: how several values become one.
        write: how a value is written.
    """

    label: str
    at_s: Sequence[float]
    values: Known
    fold: Fold
    write: Callable[[float], str]

    def within(self, end_s: float) -> "Track":
        """Give what lies between the beginning of the run and `end_s`."""
        pairs = zip(self.at_s, self.values, strict=True)
        inside = [(at_s, value) for at_s, value in pairs if 0 <= at_s <= end_s]
        return Track(
            label=self.label,
            at_s=tuple(at_s for at_s, _value in inside),
            values=tuple(value for _at_s, value in inside),
            fold=self.fold,
            write=self.write,
        )

    def line(self, tone: str, **look: Any) -> Line:  # noqa: ANN401 - passed on to Line
        """Give it as a line of at most 600 points."""
        width = width_s(len(self.at_s), POINTS)
        values = folded(self.values, width, self.fold)
        return Line(label=self.label, tone=tone, at_s=self.at_s[::width], values=values, **look)

    def rows(self, width: int, many: int) -> list[str]:
        """Give as many cells, each of so many seconds."""
        grouped: dict[int, list[float]] = {}
        for at_s, value in zip(self.at_s, self.values, strict=True):
            if value is not None:
                grouped.setdefault(int(at_s) // width, []).append(value)
        return [self.write(self.fold(grouped[row])) if row in grouped else "—" for row in range(many)]


def table(tracks: Sequence[Track], end_s: float, source: str) -> Table:
    """Give tracks as a table of at most 60 rows from the beginning of the run to `end_s`.

    Args:
        tracks: its columns.
        end_s: above 0.
        source: the file that has every value.
    """
    length = max(-int(-end_s // 1), 1)
    width = width_s(length, ROWS)
    times = [clock(at_s) for at_s in range(0, length, width)]
    columns = [one.rows(width, len(times)) for one in tracks]
    return Table(
        headings=("Time", *(one.label for one in tracks)),
        rows=tuple(zip(times, *columns, strict=True)),
        note=f"One row is {width} s; {source} has every value.",
    )
