"""The Table of Locust: its own statistics, told the samples of a whole second at once.

Locust counts each request twice, in the row of its step and in that of all; told one by one, that took
a tenth of a worker's time.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from locust import stats as locust_stats
from locust.exception import CatchResponseError
from locust.stats import RequestStats, StatsEntry

from siaga.crowd.sample import Sample


def tell(stats: RequestStats, samples: Sequence[Sample], wall: Callable[[], float] = time.time) -> None:
    """Have Locust's statistics count samples, as if each had been logged as it is folded.

    Args:
        stats: of this process.
        samples: that are new.
        wall: Unix seconds.
    """
    now_s, rows = wall(), defaultdict[tuple[str, str], list[Sample]](list)
    for one in samples:
        rows[one.step, one.method].append(one)
        if one.reason:
            stats.log_error(one.method, one.step, CatchResponseError(one.reason))
    for (step, method), row in rows.items():
        entry = _entry(stats, step, method, row, now_s)
        stats.entries[step, method].extend(entry)
        stats.total.extend(entry)


def _entry(
    stats: RequestStats, step: str, method: str, row: Sequence[Sample], now_s: float
) -> StatsEntry:
    """Count the samples of one row; errors are counted where they are kept."""
    entry = StatsEntry(stats, step, method)
    # Locust says that times are whole, and its own clients pass fractions.
    times_ms: list[Any] = [(one.ended_s - one.intended_s) * 1000 for one in row]
    entry.last_request_timestamp = now_s
    entry.num_requests = entry.num_reqs_per_sec[int(now_s)] = len(row)
    entry.total_response_time = sum(times_ms)
    entry.min_response_time, entry.max_response_time = min(times_ms), max(times_ms)
    # Looked up at each call, since Locust's documents have it replaced while it runs.
    entry.response_times = Counter(map(locust_stats.bucket_response_time, times_ms))
    entry.total_content_length = sum(one.received_bytes for one in row)
    return entry
