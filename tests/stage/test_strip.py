"""Claims about the strip: however long a run is, it has a bounded number of columns and loses nobody."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.record.tally import StepCount, Tally
from siaga.stage.strip import Strip


def _tally(second: int, arrived: int) -> Tally:
    steps = {"home": StepCount(good=arrived), "join": StepCount(good=1, failed=arrived)}
    return Tally(second=second, arrived=arrived, steps=steps)


def test_a_short_run_has_a_column_a_second() -> None:
    """Rates, the worst percentile and what the site said last; the plan reaches beyond what is known."""
    strip = Strip(most=4)
    for second, arrived in enumerate((2, 3)):
        strip.count(_tally(second, arrived))
    strip.count(_tally(0, 5))
    strip.at(0).slow(0.25)
    strip.at(1).see(40.0)
    assert strip.shown(2, (7, 3, 1)) == {
        "every_s": 1,
        "planned_per_s": [7.0, 3.0, 1.0],
        "arrived_per_s": [7.0, 3.0],
        "served_per_s": [9.0, 4.0],
        "failed_per_s": [7.0, 3.0],
        "p99_s": [0.25, None],
        "seats_left": [None, 40.0],
    }


def test_a_longer_run_has_wider_columns() -> None:
    """Of two that become one the worst percentile counts and the later number of seats."""
    strip = Strip(most=2)
    for second, (p99_s, seats) in enumerate([(0.5, 9.0), (0.25, 8.0), (None, 7.0), (0.125, None)]):
        strip.count(_tally(second, 2))
        strip.at(second).slow(p99_s)
        strip.at(second).see(seats)
    strip.count(_tally(4, 6))
    assert strip.shown(5, ()) == {
        "every_s": 4,
        "planned_per_s": [],
        "arrived_per_s": [2.0, 6.0],
        "served_per_s": [3.0, 7.0],
        "failed_per_s": [2.0, 6.0],
        "p99_s": [0.5, None],
        "seats_left": [7.0, None],
    }


def test_a_column_that_is_not_over_is_a_rate_of_what_is_known() -> None:
    """A curve does not fall at its end because the last column is new."""
    strip = Strip(most=2)
    for second in range(3):
        strip.count(_tally(second, 5))
    assert strip.shown(3, ())["arrived_per_s"] == [5.0, 5.0]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 500_000), st.integers(0, 50)), min_size=1, max_size=20),
    st.integers(2, 9),
)
def test_no_visitor_is_lost_and_no_column_too_many(counts: list[tuple[int, int]], most: int) -> None:
    """Whatever second they arrived in, in whatever order workers tell of it."""
    strip = Strip(most=most)
    for second, arrived in counts:
        strip.count(_tally(second, arrived))
    # So many seconds that the last column is over.
    seconds = most * strip.every_s
    rates = strip.shown(seconds, ())["arrived_per_s"]
    assert len(rates) == most
    whole = sum(rate * strip.every_s for rate in rates)
    assert whole == pytest.approx(sum(arrived for _, arrived in counts), abs=0.005 * seconds)


def test_a_strip_needs_two_columns() -> None:
    """It could not be folded."""
    with pytest.raises(ValueError, match="most: 1 columns; 2 or more are allowed"):
        Strip(most=1)


def test_a_percentile_that_is_never_is_a_gap() -> None:
    """JSON has no number for it; of two columns that become one it is the worse."""
    strip = Strip(most=2)
    for second, p99_s in enumerate((0.5, math.inf, 0.25)):
        strip.at(second).slow(p99_s)
    assert strip.shown(3, ())["p99_s"] == [None, 0.25]
