"""Claims about thinning: fewer values, none of them made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.report.charts.thinning import folded, last, mean, width_s


@pytest.mark.parametrize(
    ("seconds", "most", "width"),
    [(0, 60, 1), (60, 60, 1), (61, 60, 2), (900, 600, 2), (86400, 600, 144)],
)
def test_folds_are_as_narrow_as_they_may_be(seconds: int, most: int, width: int) -> None:
    """Whole seconds, at least one."""
    assert width_s(seconds, most) == width


def test_no_folds_at_all_hold_nothing() -> None:
    """The number of folds has to be 1 or more."""
    with pytest.raises(ValueError, match="most: 0 folds hold nothing; 1 or more do"):
        width_s(10, 0)


def test_what_is_unknown_is_left_out_of_its_fold() -> None:
    """A fold of nothing but unknown seconds is unknown itself, never zero."""
    values = (1.0, None, 3.0, None, None, 6.0)
    assert folded(values, 2, max) == (1.0, 3.0, 6.0)
    assert folded((1.0, None, None, None, 5.0), 2, mean) == (1.0, None, 5.0)
    assert folded(values, 4, last) == (3.0, 6.0)


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(1, 50))
def test_thinning_keeps_the_worst_and_the_sum(values: list[int], width: int) -> None:
    """The greatest value survives a fold by max; means times widths are still the sum."""
    worst = folded(values, width, max)
    means = folded(values, width, mean)
    widths = [len(values[start : start + width]) for start in range(0, len(values), width)]
    assert max(one for one in worst if one is not None) == max(values)
    total = sum(one * many for one, many in zip(means, widths, strict=True) if one is not None)
    assert total == pytest.approx(sum(values))
