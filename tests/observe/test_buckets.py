"""Claims about buckets: a classic histogram that agrees with the latencies it was made of."""

from hdrh.histogram import HdrHistogram
from hypothesis import given
from hypothesis import strategies as st

from siaga.observe.buckets import BUCKETS_S, buckets
from siaga.record.latency import Interval, histogram, never, record
from siaga.record.pool import Heap, Pool
from siaga.record.slots import Slots


def pooled(latencies: HdrHistogram) -> Pool:
    """Give a histogram as a pool."""
    heap = Heap()
    heap.add(Slots.of(Interval(second=0, step="home", intended=True, latencies=latencies)))
    return heap.pool()


def test_each_latency_counts_in_its_bucket_and_all_above() -> None:
    """Counts are cumulative; one beyond the last bound counts in "+Inf" alone."""
    latencies = histogram()
    for latency_s in (0.004, 0.004, 0.2, 3.0, 90.0):
        record(latencies, latency_s)
    found = dict(buckets(pooled(latencies)))
    assert list(found) == [*map(str, BUCKETS_S), "+Inf"]
    assert (found["0.005"], found["0.1"], found["0.25"]) == (2, 2, 3)
    assert (found["2.5"], found["5.0"], found["60.0"], found["+Inf"]) == (3, 4, 4, 5)


def test_no_latency_gives_empty_buckets() -> None:
    """Nothing was measured: every count is 0."""
    assert {count for _bound, count in buckets(pooled(histogram()))} == {0}


def test_a_latency_on_the_bound_counts_as_up_to_it() -> None:
    """A bound includes itself, as Prometheus has it."""
    latencies = histogram()
    record(latencies, 1.0)
    assert dict(buckets(pooled(latencies)))["1.0"] == 1
    assert dict(buckets(pooled(latencies)))["0.5"] == 0


@given(st.lists(st.floats(min_value=0.000_001, max_value=3600), max_size=30))
def test_buckets_agree_with_counting(latencies_s: list[float]) -> None:
    """For any latencies, a bucket's count lies between those of bounds 0.1 % below and above."""
    latencies = histogram()
    for latency_s in latencies_s:
        record(latencies, latency_s)
    for bound, count in buckets(pooled(latencies)):
        low, high = float(bound) * 0.999 - 1e-6, float(bound) * 1.001 + 1e-6
        assert sum(one <= low for one in latencies_s) <= count
        assert count <= sum(one <= high for one in latencies_s)


def test_who_was_never_served_is_above_every_bound() -> None:
    """They count in "+Inf" alone."""
    found = dict(buckets(pooled(never(5))))
    assert (found.pop("+Inf"), set(found.values())) == (5, {0})
