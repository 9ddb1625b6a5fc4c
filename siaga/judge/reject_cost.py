"""The Reject cost of a site: the CPU time of an answer that turns away, by that of one that serves.

Nobody sees what one answer costs. Of many spans of a run it is known how much CPU time the site took and
how many answers of each kind it gave: `CPU = a * served + b * rejected + c * others + d * time`, none of
them below 0 (Lawson and Hanson, Solving Least Squares Problems, 1974). The cost is b / a. Its bounds are
quantiles over fits to blocks of spans drawn with replacement (Künsch, The Jackknife and the Bootstrap
for General Stationary Observations, 1989), since neighbouring spans are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siaga.judge.confidence import LEVEL

DRAWS = 500
BLOCK = 3
"""Spans in a block: what disturbs a machine does so for a few seconds."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectCost:
    """CPU time of a rejected answer by that of a served one.

    Attributes:
        step: whose answers are told apart; None: those of all steps together.
    """

    step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """What a site did in many spans of time, shape (n,) each.

    Attributes:
        cpu_s: CPU time that it took.
        served: answers that served.
        rejected: answers that turned away.
        others: further columns, of answers of other steps and of time, one at least.
    """

    cpu_s: Floats
    served: Floats
    rejected: Floats
    others: tuple[Floats, ...]

    @property
    def columns(self) -> Floats:
        """What the CPU time is explained by, shape (n, k)."""
        return np.column_stack((self.served, self.rejected, *self.others))


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What answers cost.

    Attributes:
        served_s: CPU time of one that serves; 0 where none could be seen.
        rejected_s: CPU time of one that turns away.
        low: that the ratio of the two is at least, with 95 % confidence.
        high: that it is at most, with 95 % confidence; infinite where nobody can tell.
    """

    served_s: float
    rejected_s: float
    low: float
    high: float

    @property
    def ratio(self) -> float | None:
        """One by the other; None where serving cost nothing that could be seen."""
        return self.rejected_s / self.served_s if self.served_s else None


def costs(spans: Spans, seed: int) -> Costs:
    """Fit the costs, and draw blocks for their bounds.

    Args:
        spans: two blocks at least, in order.
        seed: of the draws, so that a run that is judged again gets the same bounds.
    """
    columns, cpu_s = spans.columns, spans.cpu_s
    served_s, rejected_s = _fitted(columns, cpu_s)
    dice = np.random.default_rng(seed)
    blocks = np.array_split(np.arange(cpu_s.size), cpu_s.size // BLOCK)
    # Fewer than there are, by what is fitted: so few blocks would else be too sure of themselves.
    rows_of = _drawn(blocks, max(len(blocks) - columns.shape[1], 1), dice)
    ratios = [_ratio(*_fitted(columns[rows], cpu_s[rows])) for rows in rows_of]
    low, high = np.quantile(ratios, [1 - LEVEL, LEVEL], method="nearest")
    return Costs(served_s=served_s, rejected_s=rejected_s, low=float(low), high=float(high))


def own_share(column: Floats, others: Sequence[Floats], time_s: Floats) -> float:
    """Give the share of a column's rise and fall that does not follow the others', 0 to 1.

    It is 1 - R^2, the reciprocal of the variance inflation factor; 0 of a column that is steady.
    """
    left = _unexplained(column, [time_s])
    return _unexplained(column, [*others, time_s]) / left if left > 0 else 0.0


def _unexplained(column: Floats, by: Sequence[Floats]) -> float:
    columns = np.column_stack(by)
    fitted, *_rest = np.linalg.lstsq(columns, column)
    left = float(np.square(column - columns @ fitted).sum())
    # What rounding leaves over is nothing.
    return left if left > np.finfo(float).eps * float(np.square(column).sum()) else 0.0


def _fitted(columns: Floats, cpu_s: Floats) -> tuple[float, float]:
    """Fit each column in its own unit: a second is much beside an answer."""
    sizes = np.maximum(columns.max(axis=0), np.finfo(float).tiny)
    from scipy.optimize import nnls  # noqa: PLC0415 - half a second in every process, of which few ask for it

    fitted, _rest = nnls(columns / sizes, cpu_s)
    served_s, rejected_s = (fitted / sizes)[:2]
    return float(served_s), float(rejected_s)


def _drawn(
    blocks: Sequence[NDArray[np.int64]], many: int, dice: np.random.Generator
) -> list[NDArray[np.int64]]:
    every = dice.integers(len(blocks), size=(DRAWS, many))
    return [np.concatenate([blocks[one] for one in draw]) for draw in every]


def _ratio(served_s: float, rejected_s: float) -> float:
    return rejected_s / served_s if served_s else float("inf")
