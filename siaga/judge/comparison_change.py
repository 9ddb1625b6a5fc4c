"""A Change between two runs: an estimate with its error, held against the smallest that matters."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from siaga.judge.comparison import Answer
from siaga.judge.distribution import student_quantile, student_share

ERROR_RATE = 0.05
"""Of all measures of two runs together: how often one may be called worse that is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An estimate of how much worse a measure became.

    Attributes:
        estimate: above 0 is worse; a difference, or the logarithm of a quotient.
        error: its standard error, above 0.
        freedom: degrees of freedom of that error, 1 or more.
        worse_from: the smallest change to the worse that matters, above 0.
        better_from: the smallest to the better, below 0; minus infinity where none can matter.
        worse_beyond: what may have another reason than the site: only beyond it a change is called
            worse; at least `worse_from`.
        better_beyond: the same to the better, at most `better_from`.

    Raises:
        ValueError: one of them is out of its range.
    """

    estimate: float
    error: float
    freedom: int
    worse_from: float
    better_from: float
    worse_beyond: float
    better_beyond: float

    def __post_init__(self) -> None:
        """Refuse an error that is none: it would make every trifle certain."""
        if not (math.isfinite(self.estimate) and 0 < self.error < math.inf and self.freedom >= 1):
            raise ValueError(
                f"change: {self.estimate} with error {self.error} and {self.freedom} degrees of freedom;"
                " finite ones, an error above 0 and 1 degree or more are allowed"
            )
        sides = self.better_beyond <= self.better_from < 0 < self.worse_from <= self.worse_beyond
        if not sides:
            told = (self.better_beyond, self.better_from, self.worse_from, self.worse_beyond)
            raise ValueError(f"change: its limits are {told}; rising ones around 0 are allowed")

    @classmethod
    def plain(cls, estimate: float, error: float, freedom: int, matters: tuple[float, float]) -> Self:
        """Give a change that has no other reason than the site.

        Args:
            estimate: as the attribute.
            error: as the attribute.
            freedom: as the attribute.
            matters: the smallest change to the better and to the worse.
        """
        better, worse = matters
        return cls(
            estimate=estimate,
            error=error,
            freedom=freedom,
            worse_from=worse,
            better_from=better,
            worse_beyond=worse,
            better_beyond=better,
        )

    @property
    def bounds(self) -> tuple[float, float]:
        """The lower and the upper bound, each with 95 % confidence (Student's t)."""
        reach = student_quantile(1 - ERROR_RATE, self.freedom) * self.error
        return self.estimate - reach, self.estimate + reach

    @property
    def p_worse(self) -> float:
        """How likely so bad an estimate is where the true change is `worse_beyond`."""
        return student_share((self.worse_beyond - self.estimate) / self.error, self.freedom)

    @property
    def p_better(self) -> float:
        """How likely so good an estimate is where the true change is `better_beyond`."""
        return student_share((self.estimate - self.better_beyond) / self.error, self.freedom)


def answers(changes: Sequence[Change]) -> list[Answer]:
    """Decide several changes together.

    Worse or better is what a test says against `worse_beyond` and `better_beyond`, corrected for the
    number of measures as by Holm (1979), so that the chance of any false "worse" is at most
    `ERROR_RATE`, however the measures hang together. Same is a change whose bounds both lie within the
    smallest that matters (two one-sided tests, Schuirmann 1987). Everything else is unknown.
    """
    worse = holm([one.p_worse for one in changes])
    better = holm([one.p_better for one in changes])
    return [_answer(*given) for given in zip(changes, worse, better, strict=True)]


def _answer(change: Change, p_worse: float, p_better: float) -> Answer:
    if p_worse <= ERROR_RATE:
        return Answer.WORSE
    if p_better <= ERROR_RATE:
        return Answer.BETTER
    low, high = change.bounds
    within = change.better_from < low and high < change.worse_from
    return Answer.SAME if within else Answer.UNKNOWN


def holm(p_values: Sequence[float]) -> list[float]:
    """Correct p-values for their number, as Holm (1979): step down from the smallest.

    No library that siaga uses has it: scipy controls the false discovery rate, which is another thing.
    """
    if not p_values:
        return []
    given = np.asarray(p_values)
    order = np.argsort(given)
    stepped = np.maximum.accumulate(given[order] * np.arange(given.size, 0, -1))
    corrected = np.empty_like(given)
    corrected[order] = np.minimum(stepped, 1.0)
    return [float(one) for one in corrected]
