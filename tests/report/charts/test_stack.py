"""Claims about stacks: panels over one time axis, and one table behind them."""

import pytest

from siaga.report.charts.chart import Chart, Table
from siaga.report.charts.day import Day
from siaga.report.charts.stack import joined, stack
from tests.report.rehearsal import columns

DAY = Day(timeline=columns(second=(0, 1)), bands=(), end_s=2.0)


def _table(label: str, note: str = "One row is 1 s.") -> Table:
    return Table(headings=("Time", label), rows=(("0:00", label), ("0:01", label)), note=note)


def test_tables_of_the_same_times_are_one() -> None:
    """The times stand once, every note once."""
    assert joined([_table("a"), _table("b"), _table("c", "Else.")]) == Table(
        headings=("Time", "a", "b", "c"),
        rows=(("0:00", "a", "b", "c"), ("0:01", "a", "b", "c")),
        note="One row is 1 s. Else.",
    )


def test_tables_of_other_times_are_refused() -> None:
    """Their rows would stand beside what they have nothing to do with."""
    with pytest.raises(ValueError, match="2 different columns of times; one is allowed"):
        joined([_table("a"), Table(headings=("Time",), rows=(("0:09",),), note="")])


def test_panels_have_times_above_and_below_and_their_numbers_together() -> None:
    """A panel of words alone adds no column."""
    panels = [
        Chart(name="a", title="A", text="A.", table=_table("a")),
        Chart(name="b", title="B", text="B."),
    ]
    whole = stack(DAY, panels, name="some", title="Some")
    assert (whole.panels, whole.table) == (tuple(panels), _table("a"))
    assert whole.strip is not None
    assert "some-strip-wide-title" in str(whole.strip.wide)
    assert "some-ruler-title" in str(whole.ruler)


def test_words_alone_have_no_time_axis() -> None:
    """Where nothing is drawn there is nothing to measure by."""
    whole = stack(DAY, [Chart(name="b", title="B", text="B.")], name="some", title="Some")
    assert (whole.strip, whole.ruler, whole.table) == (None, None, None)
