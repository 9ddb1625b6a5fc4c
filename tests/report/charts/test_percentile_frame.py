"""Claims about the frame of quantiles: the slowest samples have as much room as all the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.report.charts.line import Line
from siaga.report.charts.percentile_frame import PercentileFrame, place
from siaga.report.charts.size import NARROW
from siaga.report.charts.svg import svg

LINE = Line(label="a", tone="p50", at_s=(0.0, 1.0, 2.0), values=(0.01, 0.02, 0.4))


def test_nine_tenths_of_what_is_left_take_the_same_room() -> None:
    """The axis of HdrHistogram's plots."""
    assert [place(one) for one in (0.0, 0.9, 0.99, 0.999)] == [0.0, 1.0, 2.0, 3.0]


@given(st.floats(0, 0.999999), st.floats(0, 0.999999))
def test_a_higher_quantile_lies_never_further_left(one: float, other: float) -> None:
    """Order is kept."""
    assert (place(one) <= place(other)) == (one <= other) or place(one) == place(other)


@pytest.mark.parametrize("quantile", [-0.1, 1.0, 2.0])
def test_a_quantile_that_lies_nowhere_is_refused(quantile: float) -> None:
    """The slowest of all lies infinitely far away."""
    with pytest.raises(ValueError, match="lies nowhere; from 0 to below 1 is allowed"):
        place(quantile)


def test_the_axis_names_the_quantiles_as_far_as_it_goes() -> None:
    """No 99.9 % where there are a few hundred samples."""
    drawn = str(
        svg(PercentileFrame(end=0.995).spec([LINE], NARROW), name="q", title="t", description="d")
    )
    assert [one in drawn for one in (">50 %<", ">90 %<", ">99 %<", ">99.9 %<")] == [True] * 3 + [False]
    assert ">400 ms<" not in drawn
    assert ">500 ms<" in drawn
