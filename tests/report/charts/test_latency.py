"""Claims about the chart of latency: three quantiles, gaps where nothing is known."""

import math

from siaga.report.charts.day import Day
from siaga.report.charts.latency import latency
from tests.report.rehearsal import Rehearsal, columns


def _day(p50_s: tuple[float | None, ...], p99_s: tuple[float | None, ...]) -> Day:
    line = columns(second=tuple(range(len(p50_s))), p50_s=p50_s, p99_s=p99_s, p999_s=p99_s)
    return Day(timeline=line, bands=(), end_s=float(len(p50_s)))


def test_the_worst_second_is_told() -> None:
    """Its latency and its time stand in the sentence; a gap is no zero."""
    drawn = latency(_day((0.01, None, 0.02), (0.05, None, 1.25)))
    assert drawn.text.startswith("The worst second's p99 was 1.25 s, at 0:02;")
    assert [(one.label, one.values) for one in drawn.lines] == [
        ("p99.9", (0.05, None, 1.25)),
        ("p99", (0.05, None, 1.25)),
        ("p50", (0.01, None, 0.02)),
    ]
    assert drawn.table is not None
    assert drawn.table.rows[1] == ("0:01", "—", "—", "—")


def test_the_lines_are_told_apart_without_colours(go: Rehearsal) -> None:
    """One is whole, the others have dashes of their own."""
    assert [one.dash for one in latency(go.day()).lines] == [(2, 3), (), (6, 3)]


def test_no_sample_is_unknown_and_not_zero(empty: Rehearsal) -> None:
    """There is a sentence and no chart."""
    drawn = latency(empty.day())
    assert (drawn.text, drawn.wide) == ("No sample was recorded, so nothing is known of latency.", None)


def test_a_second_that_is_never_over_is_a_gap_and_told() -> None:
    """No axis reaches it; the table has the word, and the worst is of those who were served."""
    drawn = latency(_day((0.01, 0.02, 0.01), (0.05, math.inf, 0.25)))
    assert drawn.text == (
        "The worst second's p99 was 250 ms, at 0:02; logarithmic."
        " In 1 second p99 was never: visitors were not served."
    )
    assert drawn.lines[1].values == (0.05, None, 0.25)
    assert drawn.table is not None
    assert drawn.table.rows[1] == ("0:01", "20 ms", "never", "never")
    alone = latency(_day((0.01, 0.02), (math.inf, math.inf)))
    assert alone.text == "In 2 seconds p99 was never: visitors were not served."
