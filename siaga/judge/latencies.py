"""The Latencies of a run: every recorded interval, kept sparse, and pools of them with quantiles."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siaga.record.latency import Interval, histogram
from siaga.record.slots import Slots, slots

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

    def below(self, limit_s: float, *, inclusive: bool) -> int:
        """Count the latencies below a limit in seconds, those at it counted or not."""
        slot = np.searchsorted(highest_s(), limit_s, side="right" if inclusive else "left")
        return int(self.counts[: int(slot)].sum())

    def quantile(self, quantile: float) -> float | None:
        """Give a quantile, 0 to 1, in seconds; None of nothing."""
        if self.total == 0:
            return None
        return self.at_rank(max(int(np.ceil(quantile * self.total)), 1))


_Key = tuple[str, str, bool]
"""Step, population, and whether from the intended start."""


class Latencies:
    """Latencies by step, population and second, from the intended start and from the real one.

    Args:
        kept: intervals in any order.
    """

    def __init__(self, kept: Iterable[Interval]) -> None:
        self._kept: dict[_Key, dict[int, list[Slots]]] = {}
        self._keep(map(Slots.of, kept))

    @classmethod
    def read(cls, paths: Iterable[Path]) -> "Latencies":
        """Read the logs of every worker.

        Raises:
            ValueError: a log is damaged.
        """
        read = cls(())
        read._keep(slots(paths))
        return read

    @classmethod
    def readable(cls, paths: Iterable[Path]) -> "Latencies":
        """Read the logs of every worker; of a damaged one, what is whole before the damage."""
        read = cls(())
        for path in paths:
            with suppress(ValueError):
                read._keep(slots([path]))
        return read

    @property
    def steps(self) -> list[str]:
        """Names of the steps, sorted."""
        return sorted({step for step, _population, intended in self._kept if intended})

    def pool(
        self,
        step: str | None = None,
        during: Collection[int] | None = None,
        *,
        populations: Collection[str] | None = None,
        service: bool = False,
    ) -> Pool:
        """Put together what a step, or every step, took in some seconds, or in all of them.

        Args:
            step: which; None for every step.
            during: run seconds that alone count; None for all.
            populations: whose samples alone count; None for everybody's.
            service: whether the time from the real start counts instead of that from the intended one.
        """
        counts = np.zeros_like(_highest_us())
        for (name, population, intended), seconds in self._kept.items():
            if intended is service or (step is not None and name != step):
                continue
            if populations is None or population in populations:
                _add(counts, seconds, during)
        return Pool(counts=counts)

    def _keep(self, fresh: Iterable[Slots]) -> None:
        for one in fresh:
            seconds = self._kept.setdefault((one.step, one.population, one.intended), {})
            seconds.setdefault(one.second, []).append(one)


def _add(counts: Counts, seconds: Mapping[int, Sequence[Slots]], during: Collection[int] | None) -> None:
    for second in seconds if during is None else during:
        for one in seconds.get(second, ()):
            counts[one.places] += one.counts


def highest_s() -> NDArray[np.float64]:
    """Give the highest latency that falls into each slot of a histogram, in seconds, shape (slots,)."""
    return _highest_us() / 1e6


@lru_cache(maxsize=1)
def _highest_us() -> NDArray[np.int64]:
    """Give the highest latency that falls into each slot, in microseconds."""
    empty = histogram()
    lowest_us = [empty.get_value_from_index(slot) for slot in range(len(empty.counts))]
    return np.array([empty.get_highest_equivalent_value(one) for one in lowest_us], dtype=np.int64)
