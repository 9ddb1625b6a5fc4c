"""The confidence of a measurement: one-sided 95 % bounds of ratios, rates and quantiles."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from siaga.judge.distribution import (
    binomial_quantile,
    binomial_share,
    gamma_quantile,
    normal_quantile,
)

LEVEL = 0.95
MOST = 10**12
"""No run has more events."""


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
    if share.hits == (share.of if upper else 0):
        return 1.0 if upper else 0.0
    of, ratio = share.of, share.hits / share.of
    z = normal_quantile(LEVEL)
    whole = 2 * (of + z**2)
    middle = (2 * of * ratio + z**2) / whole
    half = z / whole * math.sqrt(4 * of * ratio * (1 - ratio) + z**2)
    return middle + half if upper else middle - half


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
        rank = _fewest(LEVEL, of, quantile) + 1
        return rank if rank <= of else None
    rank = _fewest(1 - LEVEL, of, quantile)
    return rank if rank >= 1 else None


def _fewest(level: float, of: int, ratio: float) -> int:
    """Give the smallest number that a binomial one of so many does not exceed with a probability."""
    if of == 0:
        return 0
    number = max(0, math.floor(binomial_quantile(level, of, ratio)) - 1)
    while binomial_share(number, of, ratio) < level:
        number += 1
    return number


def samples_for(quantile: float, *, upper: bool) -> int:
    """Give how many samples the bound of a quantile needs at least.

    ln 0.05 / ln q for the upper one, which the slowest sample gives; ln 0.05 / ln (1 - q) for the lower.
    """
    rest = np.log(quantile) if upper else np.log1p(-quantile)
    return int(np.ceil(np.log(1 - LEVEL) / rest))


def rate_bound(events: int, over_s: float, *, upper: bool) -> float:
    """Give the 95 % bound of a rate per second of events that come one by one.

    The exact bound of Garwood (1936), by the gamma distribution, one side of it.

    Args:
        events: how many there were, 0 or more.
        over_s: in how many seconds, above 0.
        upper: whether the rate is to lie below the bound.
    """
    if upper:
        return gamma_quantile(LEVEL, events + 1) / over_s
    return gamma_quantile(1 - LEVEL, events) / over_s if events else 0.0


def events_needed(ratio: float, limit: float) -> int | None:
    """Give how many events of a ratio put its bound on the ratio's own side of a limit.

    Wilson's bound is the limit where |ratio - limit| is z standard errors of the limit; solved for n.

    Args:
        ratio: as measured, 0 to 1.
        limit: 0 to 1.

    Returns:
        None where no number does: the ratio is the limit.
    """
    if ratio == limit:
        return None
    z = normal_quantile(LEVEL)
    return int(np.floor(z * z * limit * (1 - limit) / (ratio - limit) ** 2)) + 1


def samples_needed(quantile: float, below: float, of: int, *, upper: bool) -> int | None:
    """Give how many samples bound a quantile on the right side of a limit.

    Args:
        quantile: above 0, below 1.
        below: share of the samples below the limit, 0 to 1; at it, where that side is the right one.
        of: how many samples there are; so many are not enough.
        upper: whether the limit is an upper one.

    Returns:
        None where no number does: the quantile is the limit.
    """

    def keeps(many: int) -> bool:
        """Tell whether the rank of the bound lies on the right side of the limit."""
        rank = quantile_rank(many, quantile, upper=upper)
        return rank is not None and (rank <= below * many if upper else rank > below * many)

    return smallest(keeps, of)


def smallest(keeps: Callable[[int], bool], not_at: int) -> int | None:
    """Find the smallest number above one that is too small; None beyond `MOST`.

    Args:
        keeps: tells whether a number is large enough, and then every larger one, too.
        not_at: a number that is not, 1 or more.
    """
    low, high = not_at, 2 * not_at
    while not keeps(high):
        if high >= MOST:
            return None
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if keeps(middle) else (middle, high)
    return high if high <= MOST else None
