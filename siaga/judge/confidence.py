"""The confidence of a measurement: one-sided 95 % bounds of ratios and quantiles, from scipy."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many; `hits` is 0 to `of`."""

    hits: int
    of: int

    def __post_init__(self) -> None:
        """Refuse a share that is none."""
        if not 0 <= self.hits <= self.of:
            raise ValueError(f"share: {self.hits} of {self.of} is none; 0 to all of them is allowed")

    @property
    def ratio(self) -> float | None:
        """The ratio, 0 to 1; None of nothing."""
        return self.hits / self.of if self.of else None


def ratio_bound(share: Share, *, upper: bool) -> float | None:
    """Give the 95 % bound of a ratio; None of nothing.

    The score interval of Wilson (1927), one side of it.
    """
    if share.of == 0:
        return None
    both_sides = 2 * LEVEL - 1
    interval = stats.binomtest(share.hits, share.of).proportion_ci(both_sides, method="wilson")
    return float(interval.high if upper else interval.low)


def none_seen_bound(of: int) -> float | None:
    """Give the 95 % upper bound of a ratio of which no case was seen among so many; None of nothing.

    The bound of Clopper and Pearson (1934), 1 - 0.05^(1/n); for large n about 3/n.
    """
    return float(-np.expm1(np.log(1 - LEVEL) / of)) if of else None


def quantile_rank(of: int, quantile: float, *, upper: bool) -> int | None:
    """Give the rank, 1 to `of`, of the sample that bounds a quantile with 95 % confidence.

    Order statistics: the k-th of n samples is above the quantile q with the probability that a
    binomial number of n and q is below k.

    Args:
        of: how many samples.
        quantile: above 0, below 1.
        upper: whether the quantile is to lie below the bound.

    Returns:
        None where there are too few samples for any bound.
    """
    if upper:
        rank = int(stats.binom.ppf(LEVEL, of, quantile)) + 1
        return rank if rank <= of else None
    rank = int(stats.binom.ppf(1 - LEVEL, of, quantile))
    return rank if rank >= 1 else None


def samples_for(quantile: float, *, upper: bool) -> int:
    """Give how many samples the bound of a quantile needs at least.

    ln 0.05 / ln q for the upper one, which the slowest sample gives; ln 0.05 / ln (1 - q) for the lower.
    """
    rest = np.log(quantile) if upper else np.log1p(-quantile)
    return int(np.ceil(np.log(1 - LEVEL) / rest))
