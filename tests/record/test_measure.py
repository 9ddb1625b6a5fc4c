"""Claims about the measure: it records a lot of latencies as the library would one by one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.record.latency import histogram, record
from siaga.record.measure import Measure

LATENCIES = st.lists(st.floats(min_value=-1.0, max_value=10_000.0), min_size=1, max_size=50)


@given(lots=st.lists(LATENCIES, min_size=1, max_size=4))
def test_each_lot_is_what_the_library_records_one_by_one(lots: list[list[float]]) -> None:
    """Counts, total, least, largest and the encoded line; nothing of the lot before is left."""
    measure = Measure()
    for lot in lots:
        expected = histogram()
        for latency_s in lot:
            record(expected, latency_s)
        found = measure.of(lot)
        assert list(found.counts) == list(expected.counts)
        assert found.encode() == expected.encode()
        assert found.get_max_value() == expected.get_max_value()
        assert found.get_min_value() == expected.get_min_value()


def test_beyond_its_range_a_latency_counts_as_the_end_of_it() -> None:
    """Below a microsecond, above an hour."""
    found = Measure().of([0.0, 9_999.0])
    assert (found.get_min_value(), found.total_count) == (1, 2)
    assert found.values_are_equivalent(found.get_max_value(), 3_600_000_000)


@pytest.mark.parametrize("latency_s", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused_and_leaves_nothing_behind(latency_s: float) -> None:
    """It has no place in a histogram: put in somewhere, it would be in every lot after it."""
    measure = Measure()
    measure.of([0.5])
    with pytest.raises(ValueError, match=f"{latency_s} is none; finite seconds are allowed"):
        measure.of([0.25, latency_s])
    expected = histogram()
    record(expected, 0.25)
    assert measure.of([0.25]).encode() == expected.encode()
