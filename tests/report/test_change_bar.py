"""Claims about change bars: what matters is drawn, measure beside measure, in one unit."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.report.change_bar import WIDTH, ChangeBar, change_bar
from tests.report.comparisons import OPEN, SAME, WORSE


def test_a_change_lies_as_far_from_none_as_it_matters() -> None:
    """Twice the smallest change that matters is half way to the right edge from the middle."""
    assert change_bar(WORSE) == ChangeBar(
        low=145.0, high=155.0, change=150.0, trifle_from=75.0, trifle_to=125.0, beyond=False
    )


def test_what_reaches_too_far_is_cut_and_says_so() -> None:
    """At the edge."""
    bar = change_bar(replace(WORSE, low=-0.1, high=9.0, change=0.3))
    assert bar is not None
    assert (bar.low, bar.high, bar.change, bar.beyond) == (75.0, WIDTH, 175.0, True)


@pytest.mark.parametrize("missing", ["change", "low", "high", "smallest"])
def test_what_nobody_can_tell_has_no_bar(missing: str) -> None:
    """Nor has a measure without any change."""
    assert change_bar(OPEN) is None
    assert change_bar(replace(SAME, **{missing: None})) is None  # type: ignore[arg-type]


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(1e-6, 1e6))
def test_every_bar_lies_inside_its_drawing(
    change: float, below: float, above: float, smallest: float
) -> None:
    """In the order of lower bound, change and upper bound."""
    one = replace(WORSE, change=change, low=change - below, high=change + above, smallest=smallest)
    bar = change_bar(one)
    assert bar is not None
    assert 0 <= bar.low <= bar.change <= bar.high <= WIDTH
