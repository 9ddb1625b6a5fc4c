"""The CSV of Locust: final statistics and failures in the form of its `--csv`, for what reads that."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from siaga.judge.latencies import Latencies
from siaga.record.pool import Pool
from siaga.report.locust_count import LocustCount, LocustSum

PERCENTILES = (5_000, 6_600, 7_500, 8_000, 9_000, 9_500, 9_800, 9_900, 9_990, 9_999, 10_000)
"""Those that Locust reports, in 10,000th."""

READABLE = tuple(f"{one / 100:g}%" for one in PERCENTILES)

STATS = (
    *("Type", "Name", "Request Count", "Failure Count"),
    *("Median Response Time", "Average Response Time", "Min Response Time", "Max Response Time"),
    *("Average Content Size", "Requests/s", "Failures/s"),
    *READABLE,
)
FAILURES = ("Method", "Name", "Error", "Occurrences", "First Seen", "Last Seen")

AGGREGATED = "Aggregated"
UNKNOWN = "N/A"
"""Locust's word for what is not known; it has none for a visitor who was never served."""

Cell = str | int | float


def stats_csv(count: LocustCount, latencies: Latencies) -> str:
    """Write what Locust calls `<prefix>_stats.csv`: a row for each method and name, and one for all.

    Latencies are kept by step: rows of a step that was asked for with several methods have the same.

    Args:
        count: of the run.
        latencies: of the run; a row without any has N/A.
    """
    rows: list[Sequence[Cell]] = [STATS]
    for one in count.rows:
        pool = latencies.pool(one.step)
        rows.append(_stats(one.method, one.name, one.total, pool, count.length_s))
    rows.append(_stats("", AGGREGATED, count.total, latencies.pool(), count.length_s))
    return written(rows)


def failures_csv(count: LocustCount, t0_s: float | None) -> str:
    """Write what Locust calls `<prefix>_failures.csv`: a row for each method, name and error.

    Args:
        count: of the run.
        t0_s: wall time of the first phase, Unix seconds; None: not known, and neither is any other.
    """
    rows: list[Sequence[Cell]] = [FAILURES]
    for one in count.errors:
        seen = (_moment(t0_s, one.first_s), _moment(t0_s, one.last_s))
        rows.append((one.method, one.name, one.error, one.occurrences, *seen))
    return written(rows)


def times(requests: int, pool: Pool) -> tuple[Cell, Cell, Cell, Cell]:
    """Give median, mean, lowest and highest latency in milliseconds; of no request 0, as Locust does.

    What visitors who were never served make infinite is N/A.
    """
    if not pool.total:
        return (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN) if requests else (0, 0.0, 0, 0)
    median = _percentile_ms(pool, PERCENTILES[0])
    mean_s = math.inf if pool.never else pool.sum_s() / pool.total
    return median, _ms(mean_s), _ms(pool.at_rank(1)), _ms(pool.at_rank(pool.total))


def percentiles(pool: Pool) -> tuple[Cell, ...]:
    """Give the percentiles of latencies in whole milliseconds; N/A of none, and for never."""
    if not pool.total:
        return (UNKNOWN,) * len(PERCENTILES)
    return tuple(_percentile_ms(pool, one) for one in PERCENTILES)


def size_bytes(total: LocustSum) -> Cell:
    """Give the mean size of answers; of no request 0, as Locust does."""
    if total.received_bytes is None:
        return UNKNOWN
    return total.received_bytes / total.requests if total.requests else 0


def written(rows: Iterable[Iterable[Cell]]) -> str:
    """Write rows in Python's usual form of CSV, which is Locust's."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _stats(method: str, name: str, total: LocustSum, pool: Pool, length_s: int) -> tuple[Cell, ...]:
    each_s = (total.requests / length_s, total.failures / length_s) if length_s else (0.0, 0.0)
    return (
        method,
        name,
        total.requests,
        total.failures,
        *times(total.requests, pool),
        size_bytes(total),
        *each_s,
        *percentiles(pool),
    )


def _percentile_ms(pool: Pool, of_10_000: int) -> Cell:
    """Give a percentile by the rank that the report counts by, too."""
    value_s = pool.at_rank(max(-(-pool.total * of_10_000 // 10_000), 1))
    return round(value_s * 1000) if math.isfinite(value_s) else UNKNOWN


def _ms(value_s: float) -> Cell:
    return round(value_s * 1000, 3) if math.isfinite(value_s) else UNKNOWN


def _moment(t0_s: float | None, second: int) -> str:
    if t0_s is None:
        return ""
    return datetime.fromtimestamp(int(t0_s + second), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
