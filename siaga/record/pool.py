"""A Pool of latencies: those of many seconds put together, and the quantiles of all of them.

Who was never served is in it, above every latency: a quantile that falls there is infinite.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from siaga.record.latency import histogram
from siaga.record.slots import Slots

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Latencies put together.

    Attributes:
        counts: how many fell into each slot of the histograms, shape (slots,); the last slot has those
            who were never served.
        ranks: how many fell into each slot or one before it, shape (slots,).
    """

    counts: Counts
    ranks: Counts = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Count up once what every quantile is looked up in."""
        object.__setattr__(self, "ranks", np.cumsum(self.counts))

    @property
    def total(self) -> int:
        """How many there are, those who were never served included."""
        return int(self.ranks[-1])

    @property
    def never(self) -> int:
        """How many were never served."""
        return int(self.counts[-1])

    @property
    def served(self) -> Counts:
        """How many of the others fell into each slot but the last, shape (slots - 1,)."""
        return self.counts[:-1]

    @property
    def sent(self) -> "Pool":
        """The same without those who were never served."""
        return Pool(counts=np.append(self.served, 0)) if self.never else self

    def at_rank(self, rank: int) -> float:
        """Give the latency of a rank, the fastest being 1, in seconds to three digits; inf is never.

        Raises:
            ValueError: there is no such rank.
        """
        if not 1 <= rank <= self.total:
            raise ValueError(f"rank: {rank} of {self.total}; 1 to all of them is allowed")
        slot = int(self.ranks.searchsorted(rank))
        return float(highest_s()[slot])

    def below(self, limit_s: float, *, inclusive: bool) -> int:
        """Count the latencies below a limit in seconds, those at it counted or not."""
        slot = np.searchsorted(highest_s(), limit_s, side="right" if inclusive else "left")
        return int(self.ranks[slot - 1]) if slot else 0

    def quantile(self, quantile: float) -> float | None:
        """Give a quantile, 0 to 1, in seconds; inf if it falls on the never served, None of nothing."""
        if self.total == 0:
            return None
        return self.at_rank(max(int(np.ceil(quantile * self.total)), 1))

    def sum_s(self) -> float:
        """Give the sum of all latencies, each as the middle of its slot: right to three digits.

        Who was never served has none, and adds nothing.
        """
        places = np.flatnonzero(self.counts)  # few of 23,000 slots hold anything
        return float(self.counts[places] @ _middles_s()[places])


class Heap:
    """Latencies that are put together as they come."""

    def __init__(self) -> None:
        self._counts = np.zeros(_highest_us().size, dtype=np.int64)

    def add(self, slots: Slots) -> None:
        """Put those of an interval to the others."""
        self._counts[slots.places] += slots.counts

    def pool(self) -> Pool:
        """Give all that have come so far; what comes later is not in it."""
        return Pool(counts=self._counts.copy())


@lru_cache(maxsize=1)
def highest_s() -> NDArray[np.float64]:
    """Give the highest latency that falls into each slot of a histogram, in seconds, shape (slots,).

    That of the last one is infinite.
    """
    highest = _highest_us() / 1e6
    highest[-1] = np.inf
    highest.flags.writeable = False
    return highest


@lru_cache(maxsize=1)
def _middles_s() -> NDArray[np.float64]:
    """Give the middle of each slot, in seconds, shape (slots,); 0 of the last, which has no latency."""
    ends_us = _highest_us()
    begins_us = np.concatenate(([0], ends_us[:-1] + 1))
    middles = np.asarray((begins_us + ends_us) / 2e6, dtype=np.float64)
    middles[-1] = 0.0
    middles.flags.writeable = False
    return middles


@lru_cache(maxsize=1)
def _highest_us() -> NDArray[np.int64]:
    """Give the highest latency that falls into each slot, in microseconds."""
    empty = histogram()
    lowest_us = [empty.get_value_from_index(slot) for slot in range(len(empty.counts))]
    return np.array([empty.get_highest_equivalent_value(one) for one in lowest_us], dtype=np.int64)
