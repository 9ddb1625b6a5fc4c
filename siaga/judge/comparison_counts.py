"""What was counted in two runs: error ratios of steps, dropped arrivals, and the goodput."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siaga.judge.comparison import DROPPED, GOODPUT
from siaga.judge.comparison_blocks import blocks, error, sums
from siaga.judge.comparison_change import Change
from siaga.judge.comparison_latency import RESOLUTION, RUN_TO_RUN
from siaga.judge.comparison_pair import Kind, Measured, Pair, too_short
from siaga.judge.recorded import Recorded

Count = Callable[[Recorded, range], int]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    """Hits and everything of one run by block, each of shape (blocks,)."""

    hits: Counts
    of: Counts

    @property
    def ratio(self) -> float | None:
        """All hits by everything."""
        total = int(self.of.sum())
        return int(self.hits.sum()) / total if total else None

    @property
    def variance(self) -> float:
        """The variance of the ratio were each event on its own; as Agresti and Caffo (2000).

        One hit and one miss are added, so that none seen is not taken for none there.
        """
        of = int(self.of.sum()) + 2
        ratio = (int(self.hits.sum()) + 1) / of
        return ratio * (1 - ratio) / of


def errors(pair: Pair, step: str) -> Measured:
    """Measure the failed samples of a step by all of them."""

    def failed(run: Recorded, during: range) -> int:
        """Count the samples that failed."""
        return run.counts.failed(step, during)

    def every(run: Recorded, during: range) -> int:
        """Count all samples."""
        return run.counts.good(step, during) + run.counts.failed(step, during)

    return _ratio(pair, f"error ratio of {step}", "errors", failed, every)


def unfinished(pair: Pair, population: str) -> Measured:
    """Measure the people of a population who did not walk their journey to its own end."""

    def ended(run: Recorded, during: range) -> int:
        """Count the journeys that ended."""
        return run.counts.of_people([population], "ended", during)

    def broken_off(run: Recorded, during: range) -> int:
        """Count those that ended before their end."""
        return ended(run, during) - run.counts.of_people([population], "completed", during)

    return _ratio(pair, f"unfinished journeys of {population}", "errors", broken_off, ended)


def dropped(pair: Pair) -> Measured:
    """Measure the arrivals that could not be sent by all that were due."""

    def missed(run: Recorded, during: range) -> int:
        """Count the arrivals that were dropped."""
        return run.counts.number("dropped", during)

    def due(run: Recorded, during: range) -> int:
        """Count all arrivals."""
        return run.counts.number("dropped", during) + run.counts.number("arrived", during)

    return _ratio(pair, DROPPED, "dropped", missed, due)


def goodput(pair: Pair) -> Measured:
    """Measure the good samples of all steps in a second, over the seconds in which there was any."""
    seconds = pair.seconds(lambda run, one: run.counts.good(during=one) + run.counts.failed(during=one))
    parts = blocks(seconds)
    good = [_each(run, parts, lambda run, one: run.counts.good(during=one)) for run in pair.both]
    before, after = (int(one.sum()) / len(seconds) if seconds else None for one in good)
    why = too_short(len(parts)) or ("" if before and after else "a run had no good sample")
    change = None if why else _quotient(pair, *good)
    why = why or ("" if change is not None else "its samples are of too few seconds")
    return Measured(
        id=GOODPUT,
        kind="goodput",
        unit="per_s",
        values=(before, after),
        change=change,
        why=why,
        fewer_is_worse=True,
    )


def _quotient(pair: Pair, before: Counts, after: Counts) -> Change | None:
    """Give how much less was good, as the logarithm of a quotient."""
    with np.errstate(divide="ignore", invalid="ignore"):
        noise = error(np.log(sums(before) / sums(after)), before.size)
    if noise is None:
        return None
    least = pair.least.change
    return Change.plain(
        math.log(int(before.sum()) / int(after.sum())),
        max(noise * RUN_TO_RUN, RESOLUTION),
        before.size - 1,
        (-math.log1p(least), -math.log1p(-least) if least < 1 else math.inf),
    )


def _ratio(pair: Pair, name: str, kind: Kind, hits: Count, of: Count) -> Measured:
    parts = blocks(pair.seconds(of))
    before, after = (
        _Shares(hits=_each(run, parts, hits), of=_each(run, parts, of)) for run in pair.both
    )
    values = (before.ratio, after.ratio)
    why = too_short(len(parts)) or ("a run has none of it" if None in values else "")
    change = None if why else _difference(pair, before, after)
    why = why or ("" if change is not None else "its events are of too few seconds")
    return Measured(id=name, kind=kind, unit="ratio", values=values, change=change, why=why)


def _difference(pair: Pair, before: _Shares, after: _Shares) -> Change | None:
    with np.errstate(invalid="ignore"):
        ratios = [sums(one.hits) / sums(one.of) for one in (before, after)]
    noise = error(ratios[1] - ratios[0], before.of.size)
    if noise is None or before.ratio is None or after.ratio is None:
        return None
    return Change.plain(
        after.ratio - before.ratio,
        max(noise * RUN_TO_RUN, math.sqrt(before.variance + after.variance)),
        before.of.size - 1,
        (-pair.least.ratio, pair.least.ratio),
    )


def _each(run: Recorded, parts: list[range], count: Count) -> Counts:
    return np.array([count(run, part) for part in parts], dtype=np.int64)
