"""A quantile curve: the latency at each percentile, as far as samples lie beyond it."""

import math
from collections.abc import Mapping

from siaga.record.pool import Pool

PER_DECADE = 12
"""Points of a curve from each nine to the next."""

MOST = 5
"""Nines that a curve reaches at most: 99.999 %."""


def quantile_curve(pool: Pool, nines: float = MOST) -> Mapping[float, float]:
    """Give latencies in seconds by quantile, 0 to below 1, at even steps of a percentile axis.

    The curve ends where only those are left who were never served.
    """
    steps = (1 - 10 ** (-one / PER_DECADE) for one in range(math.ceil(nines * PER_DECADE) + 1))
    known = ((quantile, known_quantile(pool, quantile)) for quantile in steps)
    return {one: value for one, value in known if value is not None and math.isfinite(value)}


def known_quantile(pool: Pool, quantile: float) -> float | None:
    """Give a quantile in seconds, inf for never; None where no sample lies beyond: it says nothing."""
    # Without the rounding 1 - 0.999 of a thousand would be a trifle less than one sample.
    return pool.quantile(quantile) if round((1 - quantile) * pool.total, 6) >= 1 else None
