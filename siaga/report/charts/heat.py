"""The heat of a run: how many latencies of each size there were at each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from siaga.judge.latencies import Latencies
from siaga.record.pool import highest_s
from siaga.report.charts.axis import around
from siaga.report.charts.thinning import width_s

Counts = NDArray[np.int64]

COLUMNS = 60
"""Most stretches of time."""

FINE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
"""Where the buckets of each power of ten begin; with many powers of ten, only at 1, 2 and 5."""

MOST_BUCKETS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Latencies from the intended start by time and size.

    Attributes:
        column_s: length of a stretch of time, whole seconds.
        edges_s: where the buckets of latencies begin, and where the last one ends.
        counts: samples, shape (stretches, buckets).
        never: visitors who were never served, and are in no bucket.
    """

    column_s: int
    edges_s: tuple[float, ...]
    counts: Counts
    never: int = 0

    def __add__(self, other: Self) -> "Heat":
        """Put two of one shape together."""
        never, counts = self.never + other.never, self.counts + other.counts
        return Heat(column_s=self.column_s, edges_s=self.edges_s, counts=counts, never=never)

    @property
    def samples(self) -> Counts:
        """Samples of each stretch."""
        return np.asarray(self.counts.sum(axis=1), dtype=np.int64)

    def shares(self) -> NDArray[np.float64]:
        """Give the share of the samples of its stretch that each bucket has, 0 where there are none."""
        return self.counts / np.maximum(self.samples, 1)[:, np.newaxis]

    def fewer(self, most: int) -> "Heat":
        """Give the heat with at most so many stretches."""
        times = width_s(len(self.counts), most)
        starts = range(0, len(self.counts), times)
        return Heat(
            column_s=self.column_s * times,
            edges_s=self.edges_s,
            counts=np.add.reduceat(self.counts, starts, axis=0) if starts else self.counts,
            never=self.never,
        )


def heats(latencies: Latencies, steps: Sequence[str], seconds: int) -> Mapping[str, Heat]:
    """Give the heat of each step, all over the same times and with the same buckets.

    Args:
        latencies: of the run.
        steps: their names.
        seconds: length of the run in whole seconds, 1 or more.
    """
    edges_s = _edges_s(latencies)
    column_s = width_s(seconds, COLUMNS)
    # A slot's latency is the highest that falls into it, here as everywhere.
    slots = np.searchsorted(edges_s, highest_s()[:-1], side="left") - 1
    buckets = np.clip(slots, 0, len(edges_s) - 2)
    return {
        step: Heat(
            column_s=column_s,
            edges_s=edges_s,
            counts=_counts(latencies, step, range(0, seconds, column_s), buckets, len(edges_s) - 1),
            never=latencies.pool(step).never,
        )
        for step in steps
    }


def _counts(
    latencies: Latencies, step: str, starts: range, buckets: NDArray[np.int64], many: int
) -> Counts:
    rows = [
        np.bincount(
            buckets,
            weights=latencies.pool(step, range(start, start + starts.step)).served,
            minlength=many,
        )
        for start in starts
    ]
    return np.array(rows, dtype=np.int64).reshape(len(starts), many)


def _edges_s(latencies: Latencies) -> tuple[float, ...]:
    """Give the edges of buckets that hold every latency."""
    used = highest_s()[np.flatnonzero(latencies.pool().served)]
    coarse = around((float(used[0]), float(used[-1])) if used.size else (0.001, 1.0))
    low, high = coarse[0], coarse[-1]
    powers = range(-7, 5)
    fine = [float(f"{digit:g}e{power}") for power in powers for digit in FINE]
    edges = [one for one in fine if low <= one <= high]
    return tuple(edges if len(edges) <= MOST_BUCKETS + 1 else coarse)
