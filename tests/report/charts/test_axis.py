"""Claims about the axis of values: it holds every value and names few of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.report.charts.axis import MOST_TICKS, around, named, scale
from siaga.report.charts.line import Line


def _line(*values: float | None) -> Line:
    return Line(label="a", tone="p50", at_s=range(len(values)), values=values)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.03, 0.4], [0.02, 0.05, 0.1, 0.2, 0.5]),
        ([0.1], [0.1, 0.2]),
        ([0.1, 0.2], [0.1, 0.2]),
        ([], [1.0, 2.0]),
        ([0.0, 3.0], [2.0, 5.0]),
    ],
)
def test_a_logarithmic_axis_goes_from_a_round_number_to_a_round_number(
    values: list[float], ticks: list[float]
) -> None:
    """Ones, twos and fives; what is not above zero has no place on it."""
    assert around(values) == ticks


@given(st.lists(st.floats(min_value=1e-6, max_value=1e6), min_size=1))
def test_a_logarithmic_axis_holds_every_value(values: list[float]) -> None:
    """No value lies outside, and the axis is not wider than it has to be."""
    ticks = around(values)
    assert ticks[0] <= min(values) < ticks[1] or min(values) == ticks[0]
    assert ticks[-1] >= max(values)
    assert len(ticks) == 2 or ticks[-2] < max(values)


def test_a_wide_logarithmic_axis_names_powers_of_ten_alone() -> None:
    """Beside each other labels would not be readable."""
    assert named([_line(0.0002, 40.0)]) == [0.001, 0.01, 0.1, 1.0, 10.0]
    assert len(named([_line(0.01, 1.0)])) == MOST_TICKS


def test_a_linear_axis_begins_at_zero() -> None:
    """A chart of counts is not cut off below."""
    assert scale([_line(5.0, None, 9.0)], logarithmic=False) == {"zero": True, "nice": True}


def test_a_line_of_zeros_lies_on_the_floor() -> None:
    """Without any value above zero the axis would have no length."""
    assert scale([_line(0.0, 0.0)], logarithmic=False) == {"domain": [0, 1], "nice": False}


def test_a_logarithmic_axis_spans_all_lines() -> None:
    """The least and the greatest value may be in different lines."""
    assert scale([_line(0.03), _line(0.4, None)], logarithmic=True)["domain"] == [0.02, 0.5]
