"""The latencies of two runs: a quantile of each step, and how far chance and the generator move it."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from siaga.judge.comparison_blocks import blocks, error, quantiles
from siaga.judge.comparison_change import Change
from siaga.judge.comparison_pair import Measured, Pair, too_short
from siaga.judge.recorded import Recorded
from siaga.record.pool import Pool, highest_s

QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}

BEYOND = 10
"""Samples beyond a quantile that each run needs: 1,000 for a p99."""

RESOLUTION = 0.001
"""Histograms have three digits: no error is smaller, relative to the latency."""

RUN_TO_RUN = 1.5
"""Runs differ by more than their seconds do: errors are taken to be so many times as large."""

Counts = NDArray[np.int64]


def latencies(pair: Pair, step: str) -> Iterator[Measured]:
    """Measure each quantile of a step, from the intended start."""
    parts = blocks(
        pair.seconds(lambda run, one: run.counts.good(step, one) + run.counts.failed(step, one))
    )
    counts = [_counts(run, step, parts) for run in pair.both]
    for name, quantile in QUANTILES.items():
        yield _measured(pair, f"{name} of {step}", quantile, counts)


def _counts(run: Recorded, step: str, parts: list[range]) -> Counts:
    """Count the samples of each block, shape (blocks, slots of a histogram)."""
    rows = [run.latencies.pool(step, part).counts for part in parts]
    return np.array(rows, dtype=np.int64).reshape(len(parts), highest_s().size)


def _measured(pair: Pair, name: str, quantile: float, counts: list[Counts]) -> Measured:
    before, after = (Pool(counts=one.sum(axis=0)).quantile(quantile) for one in counts)
    why = _too_few(quantile, counts) or _endless(before, after) or too_short(len(counts[0]))
    change = None
    if before is not None and after is not None and not why:
        noise = _error(quantile, counts)
        change = None if noise is None else _change(pair, quantile, before, after, noise, len(counts[0]))
        why = "" if change is not None else "its samples are of too few seconds"
    return Measured(id=name, kind="latency", unit="s", values=(before, after), change=change, why=why)


def _too_few(quantile: float, counts: list[Counts]) -> str:
    fewest, needed = min(int(one.sum()) for one in counts), round(BEYOND / (1 - quantile))
    if fewest >= needed:
        return ""
    return f"a run has {fewest:,} samples of it, and {needed:,} are needed"


def _endless(before: float | None, after: float | None) -> str:
    """Say that a quantile falls on visitors who were never served: no wait is so many times as long."""
    if math.inf not in {before, after}:
        return ""
    return "never cannot be held against a time; see the dropped arrivals"


def _error(quantile: float, counts: list[Counts]) -> float | None:
    """Give the standard error of the logarithm of the later quantile by the earlier one."""
    used = np.flatnonzero(sum(one.sum(axis=0) for one in counts))
    values = highest_s()[used]
    before, after = (np.log(quantiles(one[:, used], values, quantile)) for one in counts)
    with np.errstate(invalid="ignore"):  # of a draw in which both are never nothing is known
        return error(after - before, len(counts[0]))


def _change(
    pair: Pair, quantile: float, before: float, after: float, noise: float, parts: int
) -> Change:
    lag_s = max(_lag_s(run, quantile) for run in pair.both)
    matters = max(pair.least.change, pair.least.latency_s / before)
    beyond = max(matters, lag_s / before)
    return Change(
        estimate=math.log(after / before),
        error=max(noise * RUN_TO_RUN, RESOLUTION),
        freedom=parts - 1,
        worse_from=math.log1p(matters),
        better_from=_less(matters),
        worse_beyond=math.log1p(beyond),
        better_beyond=_less(beyond),
    )


def _less(share: float) -> float:
    """Give the logarithm of what is left of a latency that loses a share; nothing loses all of it."""
    return math.log1p(-share) if share < 1 else -math.inf


def _lag_s(run: Recorded, quantile: float) -> float:
    """Give a quantile of how late the workers' loops were, the worst of each second.

    Latencies count from the intended start, so what a worker was late is in them: a difference that is
    no greater may be the generator's own.
    """
    lags_s = [tally.loop_lag_s for worker in run.counts.workers for tally in worker.tallies]
    return float(np.quantile(lags_s, quantile)) if lags_s else 0.0
