"""Claims about the day: a timeline thinned so far that it can be drawn and read."""

import pytest

from siaga.report.charts.day import Column, Day
from siaga.report.charts.thinning import mean
from tests.report.rehearsal import columns


def _day(seconds: int) -> Day:
    return Day(timeline=columns(second=tuple(range(seconds))), bands=(), end_s=float(seconds))


def _column(seconds: int) -> Column:
    return Column(label="a", values=tuple(float(one) for one in range(seconds)), fold=mean, write=str)


@pytest.mark.parametrize(("seconds", "points", "rows"), [(60, 60, 60), (180, 180, 60), (1300, 434, 60)])
def test_a_long_day_is_thinned(seconds: int, points: int, rows: int) -> None:
    """At most 600 points and 60 rows, at even times from the first second on."""
    day, column = _day(seconds), _column(seconds)
    line, table = day.line(column, "p50"), day.table(column)
    assert (len(line.values), len(table.rows)) == (points, rows)
    assert line.at_s[:2] == (0, -(-seconds // 600))


def test_a_table_says_what_a_row_stands_for() -> None:
    """Its first column is the time, and unknown values are dashes."""
    column = Column(label="p99", values=(1.0, None, 3.0), fold=max, write=lambda one: f"{one:g} s")
    table = _day(3).table(column)
    assert table.headings == ("Time", "p99")
    assert table.rows == (("0:00", "1 s"), ("0:01", "—"), ("0:02", "3 s"))
    assert table.note == "One row is 1 s; timeline.csv has every second."
