"""Claims about pools: quantiles, counts and sums of what was put together, in whatever order it came."""

import gc
import math
import tracemalloc
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.record.latency import Interval, histogram, never, record
from siaga.record.pool import Heap, Pool
from siaga.record.slots import Slots

QUANTILES = (0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0)


def slots(latencies_s: Iterable[float]) -> Slots:
    """Give latencies in seconds as a second of a step."""
    into = histogram()
    for latency_s in latencies_s:
        record(into, latency_s)
    return Slots.of(Interval(second=0, step="join", intended=True, latencies=into))


def pool(*seconds: Iterable[float]) -> Pool:
    """Put together the latencies of some seconds."""
    heap = Heap()
    for latencies_s in seconds:
        heap.add(slots(latencies_s))
    return heap.pool()


@given(st.lists(st.floats(0.0001, 3_000), min_size=1, max_size=60), st.sampled_from(QUANTILES))
@settings(max_examples=60, deadline=None)
def test_a_quantile_is_that_of_the_values_to_three_digits(values: list[float], quantile: float) -> None:
    """Within 0.1 % of numpy's or the rounding to a microsecond, never below it by more than that."""
    found = pool(values[::2], values[1::2]) if values[1:] else pool(values)
    exact = float(np.quantile(values, quantile, method="inverted_cdf"))
    seen = found.quantile(quantile)
    assert seen == pytest.approx(exact, rel=1e-3, abs=0.5e-6)
    assert seen is not None
    assert seen >= exact - 0.5e-6


@given(st.lists(st.floats(0.000_001, 3_600), max_size=40))
@settings(max_examples=60, deadline=None)
def test_the_sum_is_that_of_the_values_to_three_digits(values: list[float]) -> None:
    """And of a billion of them it does not run over."""
    assert (pool(values) if values else pool()).sum_s() == pytest.approx(
        sum(values), rel=1e-3, abs=1e-6 * 41
    )
    counts = np.zeros_like(pool().counts)
    counts[-2] = 10**9
    assert Pool(counts=counts).sum_s() == pytest.approx(4.29e12, rel=0.2)


@pytest.mark.parametrize("latency_s", [0.000_001, 0.001, 0.001_999])
def test_a_latency_below_two_milliseconds_is_known_to_the_microsecond(latency_s: float) -> None:
    """There each slot of the histogram holds one latency."""
    assert pool([latency_s]).at_rank(1) == latency_s


@pytest.mark.parametrize("rank", [0, 4, -1])
def test_a_rank_that_nobody_has_is_refused(rank: int) -> None:
    """The fastest is 1, the slowest is the last."""
    three = pool([0.3, 0.1], [0.2])
    assert [three.at_rank(one) for one in (1, 2, 3)] == pytest.approx([0.1, 0.2, 0.3], rel=1e-3)
    with pytest.raises(ValueError, match=rf"rank: {rank} of 3; 1 to all of them is allowed"):
        three.at_rank(rank)


def test_an_empty_pool_has_no_rank_and_no_quantile() -> None:
    """Not even the first."""
    empty = Pool(counts=np.zeros(3, dtype=np.int64))
    assert (empty.total, empty.quantile(0.5)) == (0, None)
    with pytest.raises(ValueError, match="rank: 1 of 0"):
        empty.at_rank(1)


def test_latencies_below_a_limit_are_counted_with_those_at_it_or_without() -> None:
    """A latency is the highest that falls into its slot."""
    four = pool([0.1, 0.2, 0.2, 0.3])
    at_s = four.at_rank(2)
    assert [four.below(at_s, inclusive=side) for side in (True, False)] == [3, 1]
    assert [four.below(limit_s, inclusive=True) for limit_s in (0.05, 0.25, 9.0)] == [0, 3, 4]


def test_what_comes_later_is_not_in_a_pool_that_was_given() -> None:
    """A scrape shows one moment."""
    heap = Heap()
    heap.add(slots([0.1]))
    before = heap.pool()
    heap.add(slots([0.2, 0.3]))
    assert (before.total, heap.pool().total) == (1, 3)


def test_a_heap_takes_the_room_of_one_histogram_however_much_comes() -> None:
    """A day has one a second and step."""
    each = [slots([0.1, second / 100]) for second in range(200)]
    heap = Heap()
    tracemalloc.start()
    try:
        for one in each:
            heap.add(one)
        gc.collect()
        room_bytes, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert heap.pool().total == 400
    assert room_bytes < 100_000


def test_who_was_never_served_is_above_every_latency() -> None:
    """Of 100 two are never: p98 is an hour still, p99 is never, and no time has them below it."""
    heap = Heap()
    heap.add(slots([0.1] * 97 + [5_000.0]))
    heap.add(Slots.of(Interval(second=0, step="join", intended=True, latencies=never(2))))
    found = heap.pool()
    assert (found.total, found.never, found.served.sum()) == (100, 2, 98)
    assert found.quantile(0.98) == found.at_rank(98) == pytest.approx(3_600.0, rel=1e-3)
    assert [found.quantile(0.99), found.quantile(1.0), found.at_rank(99)] == [math.inf] * 3
    assert found.below(1e9, inclusive=True) == 98


def test_who_was_never_served_adds_nothing_to_the_sum() -> None:
    """Nor is a pool empty that has nobody else."""
    alone = Heap()
    alone.add(Slots.of(Interval(second=0, step="join", intended=True, latencies=never(3))))
    assert (alone.pool().sum_s(), alone.pool().quantile(0.0)) == (0.0, math.inf)
