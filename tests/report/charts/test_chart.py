"""Claims about charts: a picture in two widths where there is something to draw, else words alone."""

from siaga.report.charts.chart import Chart, Table, chart
from siaga.report.charts.frame import Frame
from siaga.report.charts.line import Line

FRAME = Frame(bands=(), end_s=60)
TABLE = Table(headings=("Time", "a"), rows=(("0:00", "1"),), note="One row is 1 s.")
KNOWN = Line(label="a", tone="p50", at_s=(0, 1), values=(1.0, 2.0))
UNKNOWN = Line(label="b", tone="p99", at_s=(0, 1), values=(None, None))


def _chart(*lines: Line) -> Chart:
    return chart(FRAME, lines, name="some", title="Some", text="What it shows.", table=TABLE)


def test_a_chart_is_drawn_for_wide_and_for_narrow_screens() -> None:
    """Both pictures and the numbers behind them are there."""
    drawn = _chart(KNOWN)
    assert "some-wide-title" in str(drawn.wide)
    assert "some-narrow-title" in str(drawn.narrow)
    assert drawn.table == TABLE


def test_a_line_without_a_value_is_not_drawn() -> None:
    """The legend names only what can be seen."""
    assert _chart(KNOWN, UNKNOWN).lines == (KNOWN,)


def test_a_chart_of_nothing_is_its_sentence() -> None:
    """No empty axes, no empty table."""
    assert _chart(UNKNOWN) == Chart(name="some", title="Some", text="What it shows.")
