"""The Latencies of a run: every recorded interval, kept sparse, and pools of them with quantiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siaga.record.latency import DIGITS, Interval, histogram, intervals

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Latencies put together.

    Attributes:
        counts: how many fell into each slot of the histograms, shape (slots,).
    """

    counts: Counts

    @property
    def total(self) -> int:
        """How many there are."""
        return int(self.counts.sum())

    def at_rank(self, rank: int) -> float:
        """Give the latency of a rank, the fastest being 1, in seconds to three digits.

        Raises:
            ValueError: there is no such rank.
        """
        if not 1 <= rank <= self.total:
            raise ValueError(f"rank: {rank} of {self.total}; 1 to all of them is allowed")
        slot = int(np.searchsorted(np.cumsum(self.counts), rank))
        return float(_highest_us()[slot]) / 1e6

    def quantile(self, quantile: float) -> float | None:
        """Give a quantile, 0 to 1, in seconds; None of nothing."""
        if self.total == 0:
            return None
        return self.at_rank(max(int(np.ceil(quantile * self.total)), 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """One interval's slots that are not empty."""

    slots: NDArray[np.int64]
    counts: Counts


class Latencies:
    """Latencies from the intended start, by step and second.

    Args:
        kept: intervals in any order; those from the real start are passed over.
    """

    def __init__(self, kept: Iterable[Interval]) -> None:
        self._kept: dict[str, dict[int, list[_Kept]]] = {}
        for one in kept:
            if one.intended:
                seconds = self._kept.setdefault(one.step, {})
                seconds.setdefault(one.second, []).append(_sparse(one))

    @classmethod
    def read(cls, paths: Iterable[Path]) -> "Latencies":
        """Read the logs of every worker.

        Raises:
            ValueError: a log is damaged.
        """
        return cls(intervals(paths))

    @property
    def steps(self) -> list[str]:
        """Names of the steps, sorted."""
        return sorted(self._kept)

    def pool(self, step: str | None = None, during: range | None = None) -> Pool:
        """Put together what a step, or every step, took in some seconds, or in all of them."""
        counts = np.zeros_like(_highest_us())
        for name in self.steps if step is None else [step]:
            seconds = self._kept.get(name, {})
            for second in seconds if during is None else during:
                for one in seconds.get(second, ()):
                    counts[one.slots] += one.counts
        return Pool(counts=counts)


def _sparse(interval: Interval) -> _Kept:
    counts = np.frombuffer(interval.latencies.counts, dtype=np.int64)
    if (interval.latencies.significant_figures, counts.size) != (DIGITS, _highest_us().size):
        raise ValueError(f"latencies of {interval.step}: have another range; the log is damaged")
    slots = np.flatnonzero(counts)
    return _Kept(slots=slots, counts=counts[slots])


@lru_cache(maxsize=1)
def _highest_us() -> NDArray[np.int64]:
    """Give the highest latency that falls into each slot, in microseconds."""
    empty = histogram()
    lowest_us = [empty.get_value_from_index(slot) for slot in range(len(empty.counts))]
    return np.array([empty.get_highest_equivalent_value(one) for one in lowest_us], dtype=np.int64)
