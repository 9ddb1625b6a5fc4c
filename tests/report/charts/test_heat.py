"""Claims about heat: every latency is counted once, at its time and in the bucket that holds it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.judge.latencies import Latencies
from siaga.record.latency import Interval, never
from siaga.report.charts.heat import COLUMNS, Heat, heats
from tests.judge.histograms import recorded


def _interval(second: int, step: str, *latencies_s: float, intended: bool = True) -> Interval:
    return Interval(second=second, step=step, intended=intended, latencies=recorded(latencies_s))


def test_each_latency_is_counted_at_its_time_and_in_its_bucket() -> None:
    """Steps apart, all over the same buckets; from the intended start only."""
    kept = [
        _interval(0, "home", 0.012, 0.012, 0.04),
        _interval(2, "home", 0.012),
        _interval(1, "join", 0.06),
        _interval(1, "join", 0.06, intended=False),
    ]
    found = heats(Latencies(kept), ["home", "join"], 3)
    edges_s = (0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1)
    assert [one.edges_s for one in found.values()] == [edges_s, edges_s]
    assert found["home"].counts.tolist() == [[2, 0, 0, 1, 0, 0], [0] * 6, [1, 0, 0, 0, 0, 0]]
    assert found["join"].counts.tolist() == [[0] * 6, [0, 0, 0, 0, 1, 0], [0] * 6]
    together = found["home"] + found["join"]
    assert together.samples.tolist() == [3, 1, 1]
    assert together.shares()[0].tolist() == pytest.approx([2 / 3, 0, 0, 1 / 3, 0, 0])


def test_a_latency_on_an_edge_is_in_the_lower_bucket() -> None:
    """As far as three digits tell it."""
    (found,) = heats(Latencies([_interval(0, "a", 0.001, 0.0015)]), ["a"], 1).values()
    assert found.counts.sum() == 2
    assert found.counts[0, 0] == 2


def test_a_long_run_has_sixty_stretches_and_many_powers_of_ten_have_coarse_buckets() -> None:
    """Microseconds to an hour fit the chart."""
    kept = [_interval(0, "a", 1e-6), _interval(3_599, "a", 3_600.0)]
    (found,) = heats(Latencies(kept), ["a"], 3_600).values()
    assert (found.column_s, found.counts.shape[0]) == (60, COLUMNS)
    assert {f"{edge_s:e}"[0] for edge_s in found.edges_s} == {"1", "2", "5"}
    assert (found.counts[0, 0], found.counts[-1, -1], found.counts.sum()) == (1, 1, 2)


def test_fewer_stretches_hold_the_same_samples() -> None:
    """Neighbours are put together; what was recorded after the end of the axis is not."""
    kept = [_interval(second, "a", *[0.1] * (second + 1)) for second in range(10)]
    (found,) = heats(Latencies(kept), ["a"], 8).values()
    few = found.fewer(3)
    assert (few.column_s, few.samples.tolist()) == (3, [1 + 2 + 3, 4 + 5 + 6, 7 + 8])


def test_a_run_without_latencies_has_no_heat() -> None:
    """The buckets are some, and hold nothing."""
    (found,) = heats(Latencies(()), ["a"], 2).values()
    assert found.counts.shape == (2, len(found.edges_s) - 1)
    assert not found.counts.any()
    assert not found.shares().any()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 199), st.floats(1e-6, 3_000)), min_size=1, max_size=20))
def test_no_sample_is_lost(samples: list[tuple[int, float]]) -> None:
    """Whatever it took, and whenever it was."""
    kept = [_interval(second, "a", latency_s) for second, latency_s in samples]
    (found,) = heats(Latencies(kept), ["a"], 200).values()
    assert found.samples.sum() == len(samples)
    assert list(found.edges_s) == sorted(set(found.edges_s))
    for second, latency_s in samples:
        low = np.searchsorted(found.edges_s, latency_s * 0.999, side="right") - 1
        high = np.searchsorted(found.edges_s, latency_s * 1.001, side="left") - 1
        column = found.counts[second // found.column_s]
        assert column[max(low, 0) : high + 1].any()


def test_heats_of_one_shape_add_up() -> None:
    """Bucket by bucket."""
    one = Heat(column_s=1, edges_s=(0.1, 0.2), counts=np.array([[3]]))
    assert (one + one).counts.tolist() == [[6]]


def test_who_was_never_served_is_in_no_bucket_and_counted() -> None:
    """Whatever is made of the heat: they are no slowest samples."""
    lost = Interval(second=1, step="home", intended=True, latencies=never(3))
    found = heats(Latencies([_interval(0, "home", 0.012), lost]), ["home"], 2)["home"]
    assert (found.samples.tolist(), found.never, found.edges_s[-1]) == ([1, 0], 3, 0.02)
    assert ((found + found).never, found.fewer(1).never) == (6, 3)
