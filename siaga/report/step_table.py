"""The step table: how often each step ended, how, and how long it took."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from siaga.judge.expression import ExpressionError, parse
from siaga.judge.latencies import Latencies
from siaga.judge.measures import Subject, subject
from siaga.record.pool import Pool
from siaga.record.tally import StepCount
from siaga.report.counted import Counted
from siaga.scenario.objective import Objective

NEVER = StepCount()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Latencies put together, at least one, and quantiles in seconds to three digits; inf is never.

    Attributes:
        pool: the latencies.
        p50_s: half of them took no longer.
        p90_s: nine in ten took no longer.
        p99_s: 99 in 100 took no longer.
        p999_s: 999 in 1,000 took no longer.
        max_s: the longest.
    """

    pool: Pool
    p50_s: float
    p90_s: float
    p99_s: float
    p999_s: float
    max_s: float

    @classmethod
    def of(cls, pool: Pool) -> Self | None:
        """Give the quantiles of a pool; None of an empty one."""
        total = pool.total
        if not total:
            return None
        return cls(
            pool=pool,
            p50_s=pool.at_rank(max(-(-total // 2), 1)),
            p90_s=pool.at_rank(-(-total * 90 // 100)),
            p99_s=pool.at_rank(-(-total * 99 // 100)),
            p999_s=pool.at_rank(-(-total * 999 // 1000)),
            max_s=pool.at_rank(total),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step.

    Attributes:
        step: its name.
        key: whether a key objective is about it.
        good: samples that ended as the journey expects.
        failed: all other samples.
        intended: latencies from the intended start; None where none was recorded.
        service: latencies from the real start; None where none was recorded.
    """

    step: str
    key: bool
    good: int
    failed: int
    intended: Quantiles | None
    service: Quantiles | None

    @property
    def told(self) -> Quantiles | None:
        """The latencies by which the step is judged: a closed model has service time alone."""
        return self.intended or self.service

    @property
    def never(self) -> int:
        """Visitors who were to begin with the step, and were never served."""
        return self.intended.pool.never if self.intended else 0

    @property
    def count(self) -> int:
        """All samples."""
        return self.good + self.failed


def step_rows(
    totals: Counted, latencies: Latencies, objectives: Sequence[Objective] = ()
) -> tuple[StepRow, ...]:
    """Give a row for each step: first those that key objectives are about, then the most frequent."""
    names = set(totals.steps) | set(latencies.steps)
    key = _key_steps(objectives)
    rows = [_row(name, totals, latencies, key=name in key) for name in names]
    return tuple(sorted(rows, key=lambda row: (not row.key, -row.count, row.step)))


def _row(name: str, totals: Counted, latencies: Latencies, *, key: bool) -> StepRow:
    count = totals.steps.get(name, NEVER)
    return StepRow(
        step=name,
        key=key,
        good=count.good,
        failed=count.failed,
        intended=None if latencies.closed else Quantiles.of(latencies.pool(name)),
        service=Quantiles.of(latencies.pool(name, service=True)),
    )


def _key_steps(objectives: Sequence[Objective]) -> frozenset[str]:
    subjects = [_subject(text) for one in objectives if one.key for text in one.expressions]
    return frozenset(one.name for one in subjects if one is not None and one.kind == "step")


def _subject(text: str) -> Subject | None:
    """Give whose samples an expression is about; None of nobody's, or of one that cannot be read."""
    try:
        return subject(parse(text).measure)
    except ExpressionError:
        return None
