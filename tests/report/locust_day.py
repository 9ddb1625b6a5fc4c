"""A day by hand as two workers write it, with latencies that a histogram keeps to the microsecond."""

from collections.abc import Mapping, Sequence

from siaga.judge.counts import Counts
from siaga.judge.latencies import Latencies
from siaga.record.call_count import CallCount
from siaga.record.json_lines import JsonLines
from siaga.record.latency import Interval, LatencyLog
from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount, Tally
from siaga.report.locust_count import LocustCount, locust_count
from tests.judge.histograms import recorded

T0_S = 1_800_000_000.25
"""2027-01-15T08:00:00Z, and a bit."""

HOME = Tally(
    second=0,
    active=2,
    steps={"home": StepCount(good=2)},
    calls={"home": {"GET": CallCount(good=2, received_bytes=300)}},
)
JOIN = Tally(
    second=2,
    steps={"join": StepCount(failed=1)},
    calls={"join": {"POST": CallCount(failed=1, received_bytes=0, errors={"timeout": 1})}},
    errors={"join timeout": 1},
    closed=True,
)
TURNED_AWAY = Tally(
    second=1,
    active=1,
    steps={"home": StepCount(good=1, failed=1)},
    calls={
        "home": {
            "GET": CallCount(failed=1, received_bytes=90, errors={"status 503": 1}),
            "HEAD": CallCount(good=1, received_bytes=0),
        }
    },
    errors={"home status 503": 1},
    closed=True,
)

TALLIES: Sequence[Sequence[Tally]] = ((HOME, JOIN), (TURNED_AWAY,))
TIMES_S: Sequence[Mapping[tuple[int, str], tuple[float, ...]]] = (
    {(0, "home"): (0.001, 0.002), (2, "join"): (0.002,)},
    {(1, "home"): (0.001, 0.002)},
)
"""Latencies of each worker by second and step, from the intended start; the real one is 50 µs ago."""


def write_day(folder: RunFolder) -> None:
    """Write what the workers write."""
    for rank, (tallies, times_s) in enumerate(zip(TALLIES, TIMES_S, strict=True)):
        lines, log = JsonLines(folder.tallies(rank)), LatencyLog(folder.latency(rank), T0_S)
        for tally in tallies:
            lines.append(tally.as_json())
        for (second, step), took_s in times_s.items():
            for intended, each_s in ((True, took_s), (False, (0.000_05,) * len(took_s))):
                latencies = recorded(each_s)
                log.append(Interval(second=second, step=step, intended=intended, latencies=latencies))
        lines.close()
        log.close()


def read_day(folder: RunFolder, *, closed: bool = False) -> tuple[LocustCount, Latencies]:
    """Read it back as the report does."""
    count = locust_count(Counts.read(folder.tally_files()).workers, closed=closed)
    return count, Latencies.read(folder.latency_logs(), closed=closed)
