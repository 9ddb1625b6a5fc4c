"""Claims about the chart of arrivals: who was planned, who came, who could not be sent."""

from dataclasses import replace

from siaga.report.charts.arrivals import arrivals
from siaga.report.charts.day import Day
from tests.report.rehearsal import Rehearsal, columns


def _day(planned: tuple[int, ...], arrived: tuple[int, ...], dropped: tuple[int, ...]) -> Day:
    second = tuple(range(len(planned)))
    line = columns(second=second, planned=planned, arrived=arrived, dropped=dropped)
    return Day(timeline=line, bands=(), end_s=float(max(len(planned), 1)))


def test_what_came_is_told_beside_what_was_planned() -> None:
    """Sums, the busiest second and what was dropped stand in one sentence."""
    drawn = arrivals(_day((5, 9, 6), (5, 7, 6), (0, 2, 0)))
    assert drawn.text == (
        "18 of 20 planned visitors came, at most 7 in one second, at 0:01; 2 were dropped."
    )
    assert drawn.table is not None
    assert drawn.table.rows[1] == ("0:01", "9", "7", "2")


def test_dropped_arrivals_have_a_line_only_where_there_are_any() -> None:
    """A day without them shows planned and arrived alone."""
    assert [one.label for one in arrivals(_day((5, 9), (5, 7), (0, 2))).lines] == [
        "arrived",
        "planned",
        "dropped",
    ]
    assert [one.label for one in arrivals(_day((5, 9), (5, 9), (0, 0))).lines] == ["arrived", "planned"]


def test_lines_are_told_apart_without_colours() -> None:
    """No two have the same dashes."""
    lines = arrivals(_day((5, 9), (5, 7), (0, 2))).lines
    assert len({one.dash for one in lines}) == len(lines)


def test_nobody_at_all_is_a_sentence(empty: Rehearsal) -> None:
    """There is nothing to draw."""
    drawn = arrivals(empty.day())
    assert (drawn.text, drawn.wide) == ("Nobody was planned and nobody came.", None)


def test_a_plan_of_which_nobody_came_is_drawn(go: Rehearsal) -> None:
    """That the site never saw a visitor is the most telling chart there is."""
    timeline = replace(go.timeline, arrived=(0,) * 180)
    drawn = arrivals(replace(go, timeline=timeline).day())
    assert drawn.text == "0 of 10,000 planned visitors came, at no time any; 0 were dropped."
    assert drawn.wide is not None
