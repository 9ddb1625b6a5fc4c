"""Claims about growth: what counters have added up, resets and late births allowed for."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.observe.growth import grown, steps, times_s
from siaga.observe.series import SeriesPoints


def series(*points: tuple[float, float]) -> SeriesPoints:
    """Make a series of times and values."""
    at_s, values = zip(*points, strict=True) if points else ((), ())
    return SeriesPoints(at_s=np.array(at_s), values=np.array(values), labels={})


@pytest.mark.parametrize(
    ("values", "added"),
    [([], []), ([7], []), ([1, 1, 4], [0, 3]), ([5, 8, 2, 3], [3, 2, 1]), ([5, 0], [0])],
)
def test_a_counter_that_falls_was_reset(values: list[float], added: list[float]) -> None:
    """What it shows after a fall was added since; to 0 nothing was."""
    assert steps(np.array(values, dtype=float)).tolist() == added


def test_times_are_those_of_any_series_once() -> None:
    """In order, whichever series they come from; of no series there are none."""
    assert times_s([series((2, 0), (3, 0)), series((1, 0), (2, 0))]).tolist() == [1, 2, 3]
    assert times_s([]).tolist() == []


def test_growth_counts_from_the_first_value() -> None:
    """What a counter showed at first was there before; before the first scrape nothing is known."""
    one = series((10, 100), (11, 103), (12, 1), (13, 6))
    assert grown([one], np.array([9.0, 10.0, 10.5, 11.0, 12.0, 99.0])).tolist() == [0, 0, 0, 3, 4, 9]


def test_a_series_that_appears_later_began_at_nought() -> None:
    """Its first value is growth: its first event made it."""
    early, late = series((10, 100), (12, 101)), series((12, 5), (13, 6))
    assert grown([early, late], np.array([11.0, 12.0, 13.0])).tolist() == [0, 6, 7]


def test_a_lone_series_may_appear_later_than_the_site_was_looked_at() -> None:
    """The same holds where nothing else was selected."""
    late = series((12, 5), (13, 6))
    assert grown([late], np.array([12.0, 13.0])).tolist() == [0, 1]
    assert grown([late], np.array([11.0, 12.0, 13.0]), began_s=10.0).tolist() == [0, 5, 6]
    assert grown([late], np.array([12.0, 13.0]), began_s=12.0).tolist() == [0, 1]


def test_series_without_a_value_add_nothing() -> None:
    """Neither alone nor beside another."""
    assert grown([series()], np.array([1.0])).tolist() == [0]
    assert grown([series(), series((0, 1), (1, 3))], np.array([1.0])).tolist() == [2]


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=8), min_size=1, max_size=4))
def test_growth_is_what_a_walk_over_the_scrapes_adds_up(counters: list[list[int]]) -> None:
    """A second way: value by value, over counters that are all there from the first scrape."""
    expected = 0
    for values in counters:
        for before, after in pairwise(values):
            expected += after - before if after >= before else after
    points = [series(*((float(at), float(value)) for at, value in enumerate(one))) for one in counters]
    assert grown(points, np.array([100.0])).tolist() == [expected]
