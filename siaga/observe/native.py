"""Native: latencies as the native histogram of Prometheus, whose buckets are powers of a base."""

from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.samples import BucketSpan, NativeHistogram

from siaga.observe.buckets import buckets
from siaga.record.pool import Pool, highest_s

SCHEMA: Final = 4
"""Each power of two has 2^4 buckets: a quantile is off by 2.2 % at most."""

NOTHING_S: Final = 2.0**-128
"""What is below counts as zero: no latency does, as a histogram holds none below a microsecond."""

OVERFLOW: Final = 2**10 * 2**SCHEMA + 1
"""Index of the bucket above the largest float, for who was never served."""

LEAST_S: Final = 1e-6
"""From one latency of a histogram to the next, and the least that there is."""

Labels = tuple[str, ...]


class LatencyFamily(HistogramMetricFamily):
    """Latencies of several steps, each as a classic and as a native histogram.

    Formats of text know classic ones alone; whoever asks for protobuf gets both.

    Attributes:
        label_names: names of the labels, in the order of their values.
    """

    def __init__(self, name: str, documentation: str, labels: list[str]) -> None:
        super().__init__(name, documentation, labels=labels)
        self.label_names = tuple(labels)
        self._latencies: dict[Labels, Pool] = {}

    @property
    def natives(self) -> dict[Labels, NativeHistogram]:
        """The native histogram of each set of label values, made for whoever asks."""
        return {labels: native(latencies) for labels, latencies in self._latencies.items()}

    def add(self, labels: list[str], latencies: Pool) -> None:
        """Put in the latencies of one set of label values."""
        self.add_metric(labels, buckets=buckets(latencies), sum_value=latencies.sum_s())
        self._latencies[tuple(labels)] = latencies


def native(latencies: Pool) -> NativeHistogram:
    """Give latencies as a native histogram.

    A bucket holds what is above the bound of the one before and not above its own. A bound is as sharp
    as the histogram of a pool is: three digits.
    """
    counts = np.bincount(_indexes() - _indexes()[0], weights=latencies.counts).astype(np.int64)
    filled = np.flatnonzero(counts)
    deltas = np.diff(counts[filled], prepend=0)
    return NativeHistogram(
        count_value=latencies.total,
        sum_value=latencies.sum_s(),
        schema=SCHEMA,
        zero_threshold=NOTHING_S,
        zero_count=0,
        pos_spans=_spans((filled + _indexes()[0]).tolist()),
        pos_deltas=deltas.tolist(),
    )


def _spans(indexes: list[int]) -> list[BucketSpan]:
    """Give runs of buckets, each by its distance from the end of the one before."""
    starts = [place for place, one in enumerate(indexes) if place == 0 or one != indexes[place - 1] + 1]
    spans, end = [], 0
    for start, following in pairwise([*starts, len(indexes)]):
        spans.append(BucketSpan(offset=indexes[start] - end, length=following - start))
        end = indexes[following - 1] + 1
    return spans


@lru_cache(maxsize=1)
def _indexes() -> NDArray[np.int64]:
    """Give the bucket that each slot of a pool belongs to, shape (slots,), never falling.

    As in a classic histogram, a slot that a bound goes through counts as up to the bound.
    """
    lowest_s = np.concatenate(([LEAST_S], highest_s()[:-1] + LEAST_S))
    indexes: NDArray[np.int64] = np.ceil(np.log2(lowest_s) * 2**SCHEMA).astype(np.int64)
    indexes[-1] = OVERFLOW
    return indexes
