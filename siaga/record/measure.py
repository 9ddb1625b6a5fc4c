"""The Measure: one HdrHistogram that is filled with one lot of latencies after the other.

A new histogram has 23,000 counts to set to zero, and one value costs the library eight microseconds: a
worker with thirty steps would spend a part of its core on nothing else.
"""

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from hdrh.histogram import HdrHistogram
from numpy.typing import NDArray

from siaga.record.latency import HIGHEST_US, histogram


class Measure:
    """Fills its histogram anew for each lot."""

    def __init__(self) -> None:
        self._histogram = histogram()
        self._counts = np.frombuffer(self._histogram.counts, dtype=np.int64)
        self._lowest_us = _lowest_us()
        self._used = slice(0)

    def of(self, latencies_s: Sequence[float]) -> HdrHistogram:
        """Give the histogram of some latencies in seconds, at least one; it holds until the next lot.

        Below 1 µs counts as 1 µs, above an hour as an hour, as `siaga.record.latency.record` has it.

        Raises:
            ValueError: one is not finite; it has no place in a histogram.
        """
        if not np.isfinite(latencies_s).all():
            odd = next(one for one in latencies_s if not math.isfinite(one))
            raise ValueError(f"latency: {odd} is none; finite seconds are allowed")
        self._counts[self._used] = 0
        us = np.clip(np.rint(np.multiply(latencies_s, 1e6)), 1, HIGHEST_US).astype(np.int64)
        places = np.searchsorted(self._lowest_us, us, side="right") - 1
        np.add.at(self._counts, places, 1)
        self._used = slice(int(places.min()), int(places.max()) + 1)
        self._histogram.total_count = len(us)
        self._histogram.min_value, self._histogram.max_value = int(us.min()), int(us.max())
        return self._histogram


@cache
def _lowest_us() -> NDArray[np.int64]:
    """Give the lowest value of each place of a histogram, in their order.

    It is the library's `get_value_from_index` for all places at once: asked for each, that takes long.
    """
    empty = histogram()
    bits, half = empty.sub_bucket_half_count_magnitude, empty.sub_bucket_half_count
    places = np.arange(len(empty.counts), dtype=np.int64)
    buckets = np.maximum((places >> bits) - 1, 0)
    inside = (places & (half - 1)) + np.where(places >= half, half, 0)
    lowest: NDArray[np.int64] = inside << buckets
    return lowest
