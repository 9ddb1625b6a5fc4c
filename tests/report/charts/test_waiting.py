"""Claims about the chart of the waiting room: drawn where somebody had to wait."""

import pytest

from siaga.report.charts.day import Day
from siaga.report.charts.waiting import waiting
from tests.report.rehearsal import columns


@pytest.mark.parametrize(
    ("people", "text", "drawn"),
    [
        ((None, 3.0, 9.0, 9.0), "At most 9 waited at once, at 0:02.", True),
        ((0.0, None, 0.0, 0.0), "Nobody had to wait.", False),
        ((None,) * 4, "The site shows no metric of a waiting room.", False),
    ],
)
def test_who_waits_is_drawn_or_said(people: tuple[float | None, ...], text: str, *, drawn: bool) -> None:
    """The first second with the most is told; none waiting and not knowing differ."""
    line = columns(second=(0, 1, 2, 3), waiting=people)
    chart = waiting(Day(timeline=line, bands=(), end_s=4.0))
    assert (chart.text, chart.wide is not None) == (text, drawn)
