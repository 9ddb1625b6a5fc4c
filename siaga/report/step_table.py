"""The step table: how often each step ended, how, and how long it took."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hdrh.histogram import HdrHistogram

from siaga.record.latency import histogram, intervals
from siaga.report.counted import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """Quantiles of latencies in seconds, to three significant digits."""

    p50_s: float
    p90_s: float
    p99_s: float
    p999_s: float
    max_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step.

    Attributes:
        step: its name.
        good: samples that ended as the journey expects.
        failed: all other samples.
        intended: latencies from the intended start; None where none was recorded.
        service: latencies from the real start; None where none was recorded.
    """

    step: str
    good: int
    failed: int
    intended: Quantiles | None
    service: Quantiles | None

    @property
    def count(self) -> int:
        """All samples."""
        return self.good + self.failed


def step_rows(totals: Counted, logs: Iterable[Path]) -> tuple[StepRow, ...]:
    """Give a row for each step, in order of name; damaged logs give what was whole before."""
    merged: defaultdict[tuple[str, bool], HdrHistogram] = defaultdict(histogram)
    for path in logs:
        _merge(path, merged)
    names = sorted(set(totals.steps) | {step for step, _intended in merged})
    quantiles = {key: _quantiles(latencies) for key, latencies in merged.items()}
    return tuple(
        StepRow(
            step=name,
            good=totals.steps[name].good if name in totals.steps else 0,
            failed=totals.steps[name].failed if name in totals.steps else 0,
            intended=quantiles.get((name, True)),
            service=quantiles.get((name, False)),
        )
        for name in names
    )


def _merge(path: Path, merged: defaultdict[tuple[str, bool], HdrHistogram]) -> None:
    try:
        for interval in intervals([path]):
            merged[interval.step, interval.intended].add(interval.latencies)
    except ValueError:
        return


def _quantiles(latencies: HdrHistogram) -> Quantiles | None:
    if latencies.get_total_count() == 0:
        return None
    p50_s, p90_s, p99_s, p999_s = (
        latencies.get_value_at_percentile(percent) / 1e6 for percent in (50, 90, 99, 99.9)
    )
    return Quantiles(
        p50_s=p50_s, p90_s=p90_s, p99_s=p99_s, p999_s=p999_s, max_s=latencies.get_max_value() / 1e6
    )
