"""Claims about the chart of seats: when they were given, or how many were left."""

import pytest

from siaga.report.charts.day import Day
from siaga.report.charts.seats import seats
from tests.report.rehearsal import columns


def _day(*left: float | None) -> Day:
    line = columns(second=tuple(range(len(left))), seats_left=left)
    return Day(timeline=line, bands=(), end_s=float(len(left)))


@pytest.mark.parametrize(
    ("left", "quota", "text"),
    [
        ((1648.0, 40.0, 0.0, 0.0), 1648, "All seats of 1,648 were given by 0:02."),
        ((1648.0, 40.0, None), 1648, "40 of 1,648 seats were left at 0:01."),
        ((9.0, 4.0), None, "4 seats were left at 0:01."),
        ((0.0,), None, "All seats were given by 0:00."),
        ((None, None), 1648, "The site shows no metric of the seats left."),
    ],
    ids=["sold-out", "left", "no-quota", "none-from-the-start", "no-metric"],
)
def test_the_sentence_says_what_became_of_the_seats(
    left: tuple[float | None, ...], quota: int | None, text: str
) -> None:
    """The moment the last one was given, or what the last scrape showed."""
    assert seats(_day(*left), quota).text == text


def test_a_site_without_that_metric_has_no_chart() -> None:
    """There is nothing to draw, and nothing is drawn as zero."""
    assert seats(_day(None, None), 10).wide is None


def test_what_is_left_of_several_seconds_is_the_last_of_them() -> None:
    """A row of the table shows the state at its end."""
    left = tuple(float(200 - one) for one in range(120))
    table = seats(_day(*left), 200).table
    assert table is not None
    assert table.rows[0] == ("0:00", "199")
