"""Blocks of seconds: what two runs did in the same seconds, drawn again and again as whole blocks.

Requests of one second share their fate, and so do seconds that follow each other. So not requests are
drawn again, but blocks of seconds (Künsch 1989), and the same blocks of both runs: what the day does
to every run, such as its rush, does not count as chance.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

MOST_BLOCKS = 30
"""The more blocks, the shorter they are, and the less they know of slow changes; 30 are enough for t."""

FEWEST_BLOCKS = 5
"""Fewer say nothing about chance."""

DRAWS = 1_000
SEED = 1
"""Always the same draws, so that the same two runs give the same answer."""

Floats = NDArray[np.float64]


def blocks(seconds: Sequence[int]) -> list[range]:
    """Cut some seconds, in order, into at most `MOST_BLOCKS` runs of equally many; none lies in two."""
    if not seconds:
        return []
    length = -(-len(seconds) // MOST_BLOCKS)
    starts = range(0, len(seconds), length)
    parts = [seconds[start : start + length] for start in starts]
    return [range(part[0], part[-1] + 1) for part in parts]


@lru_cache(maxsize=MOST_BLOCKS)
def draws(of: int) -> Floats:
    """Give how often each of so many blocks is drawn, shape (DRAWS, of); each row adds up to `of`."""
    dice = np.random.default_rng(SEED)
    return dice.multinomial(of, np.full(of, 1 / of), size=DRAWS).astype(float)


def quantiles(counts: NDArray[np.int64], values: Floats, quantile: float) -> Floats:
    """Give a quantile of each draw of blocks.

    Args:
        counts: how many samples of each block have each value, shape (blocks, values).
        values: in rising order, shape (values,).
        quantile: above 0, below 1.

    Returns:
        Shape (DRAWS,); not a number for a draw that has no sample.
    """
    below = np.cumsum(draws(len(counts)) @ counts, axis=1)
    total = below[:, -1]
    rank = np.ceil(quantile * total)
    place = np.minimum((below < rank[:, np.newaxis]).sum(axis=1), values.size - 1)
    return np.where(total > 0, values[place], np.nan)


def sums(counts: NDArray[np.int64]) -> Floats:
    """Give the sum of each draw of blocks, shape (DRAWS,), from that of each block, shape (blocks,)."""
    drawn: Floats = draws(counts.size) @ counts
    return drawn


def error(drawn: Floats, of: int) -> float | None:
    """Give the standard error from draws of so many blocks; None where most draws say nothing.

    Few blocks drawn with replacement differ too little: the factor is that of a sample's variance.
    """
    told = drawn[np.isfinite(drawn)]
    if told.size < DRAWS / 2:
        return None
    return float(np.std(told)) * float(np.sqrt(of / (of - 1)))
