"""Claims about lines: told apart by more than a colour, and never longer than their times."""

import math

import pytest

from siaga.report.charts.line import Line, drawable, limit_line


def _line(**look: object) -> Line:
    given = {"label": "p99", "tone": "p99", "at_s": (0, 1), "values": (1.0, None)}
    return Line(**{**given, **look})  # type: ignore[arg-type]


def test_values_without_times_are_refused() -> None:
    """A line has as many values as times."""
    with pytest.raises(ValueError, match="values: 1 for 2 times; as many are allowed"):
        _line(values=(1.0,))


def test_a_line_without_any_value_is_not_known() -> None:
    """Zero is a value; unknown is none."""
    assert _line(values=(None, 0.0)).known
    assert not _line(values=(None, None)).known


def test_a_whole_line_has_no_dashes() -> None:
    """Dashes tell lines apart where colours cannot."""
    assert "strokeDash" not in _line().mark()
    assert _line(dash=(6, 3)).mark()["strokeDash"] == [6, 3]
    assert _line(dash=(6, 3)).dashes == "6 3"


def test_a_filled_line_is_an_area_with_its_own_stroke() -> None:
    """The stroke stays visible over the filling."""
    mark = _line(filled=True, stepped=True).mark()
    assert (mark["type"], mark["interpolate"]) == ("area", "step-after")
    assert mark["line"] == {"stroke": "var(--p99)", "strokeWidth": 2.0, "strokeCap": "round"}


def test_a_limit_crosses_the_whole_chart_in_dashes() -> None:
    """It is named in words and has a colour of its own."""
    line = limit_line(0.25, "limit 250 ms", 180.0)
    assert (line.at_s, line.values, line.label) == ((0, 180.0), (0.25, 0.25), "limit 250 ms")
    assert line.colour == "var(--limit)"
    assert line.dashes


def test_what_is_infinite_interrupts_a_line() -> None:
    """As what is not known does."""
    assert drawable((1.0, math.inf, None, 0.0)) == (1.0, None, None, 0.0)
