"""Claims about Locust's table: told a second at once, it says what it would one by one."""

import json

import pytest

from tests.crowd.locust_run import run_script

SCRIPT = """
import json
import time

from locust.exception import CatchResponseError
from locust.stats import RequestStats

from siaga.crowd.locust_table import tell
from siaga.crowd.sample import Sample

SAMPLES = [
    Sample("home", "GET", 1.0, 1.0, 1.0 + took_s, reason, 100, "visitors")
    for took_s, reason in ((0.0034, ""), (0.147, ""), (3.432, ""), (58.76, "timeout"), (0.0, ""))
]
SAMPLES += [Sample("join", "POST", 2.0, 2.1, 2.5, "status 500", 7, "registrants")]
NAMES = ("num_requests", "num_failures", "total_response_time", "min_response_time",
         "max_response_time", "total_content_length", "last_request_timestamp", "response_times",
         "num_reqs_per_sec", "num_fail_per_sec")

time.time = lambda: 1_000.25
at_once, one_by_one, nothing = RequestStats(), RequestStats(), RequestStats()
for one in SAMPLES:
    took_ms = (one.ended_s - one.intended_s) * 1000
    one_by_one.log_request(one.method, one.step, took_ms, one.received_bytes)
    if one.reason:
        one_by_one.log_error(one.method, one.step, CatchResponseError(one.reason))
tell(at_once, SAMPLES[:3], time.time)
tell(at_once, SAMPLES[3:], time.time)
tell(nothing, [], time.time)

def told(stats):
    rows = {" ".join(key): entry for key, entry in stats.entries.items()} | {"all": stats.total}
    return {
        "rows": {key: {name: getattr(entry, name) for name in NAMES} for key, entry in rows.items()},
        "errors": sorted((key, one.occurrences) for key, one in stats.errors.items()),
    }

print(json.dumps([told(at_once), told(one_by_one), told(nothing)]))
"""


def test_rows_total_and_errors_are_the_same() -> None:
    """Counts, sums, extremes, percentiles, requests a second; and what failed, and why."""
    at_once, one_by_one, nothing = json.loads(run_script(SCRIPT))
    assert at_once["errors"] == one_by_one["errors"]
    assert set(at_once["rows"]) == set(one_by_one["rows"]) == {"home GET", "join POST", "all"}
    for name, row in one_by_one["rows"].items():
        found = at_once["rows"][name]
        assert found.pop("total_response_time") == pytest.approx(row.pop("total_response_time"))
        assert found == row
    # A second without samples is no request, and no time of one.
    total = nothing["rows"]["all"]
    assert (total["num_requests"], total["last_request_timestamp"]) == (0, None)
