"""The history of Locust: its statistics second by second, in the form of its `--csv`."""

from collections.abc import Iterator, Sequence

import numpy as np

from siaga.judge.latencies import Latencies
from siaga.record.pool import Pool
from siaga.report.locust_count import LocustCount, LocustSum
from siaga.report.locust_csv import AGGREGATED, READABLE, Cell, percentiles, size_bytes, times, written

HISTORY = (
    *("Timestamp", "User Count", "Type", "Name", "Requests/s", "Failures/s"),
    *READABLE,
    *("Total Request Count", "Total Failure Count", "Total Median Response Time"),
    *("Total Average Response Time", "Total Min Response Time", "Total Max Response Time"),
    "Total Average Content Size",
)

CURRENT_S = 10
"""Seconds of which Locust's current figures are the mean."""

NOTHING = LocustSum()


def history_csv(count: LocustCount, latencies: Latencies, t0_s: float | None) -> str:
    """Write what Locust calls `<prefix>_stats_history.csv`: a row at the end of each run second.

    As in Locust's, requests and failures a second are those of the last ten seconds, and everything
    else, percentiles too, is of the run so far.

    Args:
        count: of the run.
        latencies: of the run.
        t0_s: wall time of the first phase, Unix seconds; None: not known, and nothing can be dated.
    """
    rows: list[Sequence[Cell]] = [HISTORY]
    if t0_s is not None:
        rows += _rows(count, latencies, int(t0_s))
    return written(rows)


def _rows(count: LocustCount, latencies: Latencies, t0_s: int) -> Iterator[tuple[Cell, ...]]:
    so_far = LocustSum()
    seen = np.zeros_like(latencies.pool(during=range(0)).counts)
    for second, visitors in enumerate(count.visitors):
        new = count.seconds.get(second, NOTHING)
        so_far.add(new.requests, new.failures, new.received_bytes)
        seen += latencies.pool(during=range(second, second + 1)).counts
        pool = Pool(counts=seen)
        yield (
            t0_s + second + 1,
            visitors,
            "",
            AGGREGATED,
            *_each_s(count, second),
            *percentiles(pool),
            so_far.requests,
            so_far.failures,
            *times(so_far.requests, pool),
            size_bytes(so_far),
        )


def _each_s(count: LocustCount, second: int) -> tuple[str, str]:
    """Give requests and failures a second, of late, in Locust's own number format."""
    late = range(max(second + 1 - CURRENT_S, 0), second + 1)
    sums = [count.seconds.get(one, NOTHING) for one in late]
    requests, failures = sum(one.requests for one in sums), sum(one.failures for one in sums)
    return f"{requests / len(late):2f}", f"{failures / len(late):2f}"
