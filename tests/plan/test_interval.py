"""Claims about an interval: it holds its value, and 95 % of what might be."""

import numpy as np
import pytest

from siaga.plan.interval import Interval, ends, upper_end


def test_an_interval_of_draws_leaves_out_one_in_forty_at_each_end() -> None:
    """Of 0 to 1,000 evenly: 25 and 975."""
    found = Interval.of(480.0, np.arange(1001.0))
    assert found.as_json() == pytest.approx({"value": 480.0, "low": 25.0, "high": 975.0})


def test_each_place_of_several_rows_of_draws_has_ends_of_its_own() -> None:
    """Of 0 to 1,000 evenly, and of ten times that."""
    draws = np.arange(1001.0)[:, np.newaxis] * np.array([1.0, 10.0])
    low, high = ends(draws)
    assert low.tolist() == pytest.approx([25.0, 250.0])
    assert high.tolist() == pytest.approx([975.0, 9750.0])


def test_the_upper_end_is_a_draw_and_may_be_infinite() -> None:
    """Where it were between two draws, one of which is infinite, it would be no number."""
    assert upper_end(np.array([*np.arange(39.0), np.inf])) == np.inf
    assert upper_end(np.arange(1001.0)) == 975.0


def test_a_value_outside_of_its_draws_is_in_its_interval_all_the_same() -> None:
    """Draws may all be larger, or all be smaller."""
    assert Interval.of(1.0, np.array([2.0, 3.0])).low == 1.0
    assert Interval.of(9.0, np.array([2.0, 3.0])).high == 9.0


def test_a_rising_function_changes_both_ends() -> None:
    """And an exact value stays one."""
    assert Interval(value=2, low=1, high=3).map(lambda one: 10 * one) == Interval(
        value=20, low=10, high=30
    )
    assert Interval.exactly(4.0).map(lambda one: one + 1) == Interval.exactly(5.0)


def test_an_interval_without_its_value_is_refused() -> None:
    """By all three numbers."""
    with pytest.raises(ValueError, match=r"interval: 5 is not in 1 to 3"):
        Interval(value=5, low=1, high=3)
