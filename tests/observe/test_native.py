"""Claims about native histograms: they hold the same latencies as the pool that they were made of."""

import math
from collections import Counter

from hdrh.histogram import HdrHistogram
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.samples import BucketSpan, NativeHistogram

from siaga.observe.native import SCHEMA, LatencyFamily, native
from siaga.record.latency import Interval, histogram, never, record
from siaga.record.pool import Heap, Pool
from siaga.record.slots import Slots


def pooled(latencies: HdrHistogram) -> Pool:
    """Give a histogram as a pool."""
    heap = Heap()
    heap.add(Slots.of(Interval(second=0, step="home", intended=True, latencies=latencies)))
    return heap.pool()


def of(*latencies_s: float) -> Pool:
    """Give latencies as a pool."""
    made = histogram()
    for one in latencies_s:
        record(made, one)
    return pooled(made)


def taken_apart(given: NativeHistogram) -> dict[int, int]:
    """Give how many are in each bucket, as a reader of the format finds it."""
    found: dict[int, int] = {}
    deltas = iter(given.pos_deltas or ())
    index, count = 0, 0
    for span in given.pos_spans or ():
        index += span.offset
        for _ in range(span.length):
            count += next(deltas)
            found[index] = count
            index += 1
    return found


def test_buckets_stand_in_spans_and_each_tells_the_difference_to_the_one_before() -> None:
    """Three at 1 s are in bucket 0, one at 1.04 s in the next, two at 4 s in that of 2^2."""
    made = native(of(1.0, 1.0, 1.0, 1.04, 4.0, 4.0))
    assert (made.count_value, made.schema, made.zero_count) == (6, 4, 0)
    assert made.pos_spans == [BucketSpan(0, 2), BucketSpan(30, 1)]
    assert made.pos_deltas == [3, -2, 1]
    assert math.isclose(made.sum_value, 12.04, rel_tol=1e-3)


def test_latencies_below_a_second_are_in_buckets_below_zero() -> None:
    """Half a second is 2^-1, sixteen buckets below that of a second."""
    assert native(of(0.5)).pos_spans == [BucketSpan(-16, 1)]


def test_nothing_has_no_bucket() -> None:
    """A reader tells it from a classic histogram by the width of its zero bucket."""
    made = native(of())
    assert (made.count_value, made.pos_spans, made.pos_deltas) == (0, [], [])
    assert made.zero_threshold > 0


@given(st.lists(st.integers(1, 3_600_000_000), max_size=30))
def test_every_latency_is_in_the_bucket_whose_bounds_are_around_it(latencies_us: list[int]) -> None:
    """Counted one by one, by the least latency that the histogram cannot tell from each."""
    told = histogram()
    least_us = [told.get_lowest_equivalent_value(one) for one in latencies_us]
    expected = Counter(math.ceil(math.log2(max(one, 1) / 1e6) * 2**SCHEMA) for one in least_us)
    made = native(of(*(one / 1e6 for one in latencies_us)))
    assert taken_apart(made) == expected
    assert made.count_value == len(latencies_us)


def test_a_family_has_both_kinds_of_each_step() -> None:
    """The classic one is in its samples, the native one beside them."""
    family = LatencyFamily("latency", "How long.", ["step"])
    family.add(["home"], of(0.3))
    family.add(["join"], of(0.3, 2.0))
    counts = {one.labels["step"]: one.value for one in family.samples if one.name == "latency_count"}
    assert counts == {"home": 1, "join": 2}
    assert {labels: one.count_value for labels, one in family.natives.items()} == {
        ("home",): 1,
        ("join",): 2,
    }


def test_who_was_never_served_is_in_the_bucket_above_every_number() -> None:
    """That of the largest float is 16,384, as 2^1024 would be; the sum has nothing of them."""
    made = native(pooled(never(5)))
    assert (made.count_value, made.sum_value) == (5, 0.0)
    assert taken_apart(made) == {16_385: 5}
