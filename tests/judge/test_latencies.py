"""Claims about latencies: pools of what was recorded, however it was spread over logs."""

import gc
import tracemalloc
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hdrh.histogram import HdrHistogram

from siaga.judge.latencies import Latencies
from siaga.record.latency import Interval, LatencyLog, histogram, record


def interval(second: int, step: str, latencies_s: Iterable[float], *, intended: bool = True) -> Interval:
    """Make an interval of latencies in seconds."""
    into = histogram()
    for latency_s in latencies_s:
        record(into, latency_s)
    return Interval(second=second, step=step, intended=intended, latencies=into)


def same_rank(values: Iterable[float], quantile: float) -> float:
    """Give the quantile as numpy finds it among the values themselves."""
    return float(np.quantile(list(values), quantile, method="inverted_cdf"))


def test_merged_workers_equal_one_worker(tmp_path: Path) -> None:
    """The same latencies in two logs and in one give the same pools, second by second."""
    draws = np.random.default_rng(3).lognormal(-2, 1, size=(2, 4, 200))
    paths = [tmp_path / f"worker-{rank}.hlog" for rank in range(3)]
    logs = [LatencyLog(path, 1.8e9) for path in paths]
    for second in range(4):
        for worker in (0, 1):
            logs[worker].append(interval(second, "join", draws[worker, second]))
        logs[2].append(interval(second, "join", draws[:, second].ravel()))
    for log in logs:
        log.close()
    two, one = Latencies.read(paths[:2]), Latencies.read(paths[2:])
    for during in (None, range(4), range(1, 3), range(3, 9)):
        assert np.array_equal(two.pool("join", during).counts, one.pool("join", during).counts)
    assert two.pool("join").total == 1_600
    assert two.pool("join").quantile(0.99) == pytest.approx(same_rank(draws.ravel(), 0.99), rel=1e-3)


def test_a_pool_holds_the_steps_and_seconds_that_are_asked_for() -> None:
    """From the intended start only; what was not recorded is nothing."""
    kept = Latencies(
        [
            interval(0, "home", [0.1]),
            interval(0, "home", [0.001], intended=False),
            interval(2, "home", [0.3]),
            interval(2, "join", [0.9, 0.9]),
        ]
    )
    assert kept.steps == ["home", "join"]
    totals = {
        "all": kept.pool().total,
        "home": kept.pool("home").total,
        "second 2": kept.pool(during=range(2, 3)).total,
        "home in second 2": kept.pool("home", range(2, 3)).total,
        "second 1": kept.pool(during=range(1, 2)).total,
        "no such step": kept.pool("login").total,
    }
    assert totals == {
        "all": 4,
        "home": 2,
        "second 2": 3,
        "home in second 2": 1,
        "second 1": 0,
        "no such step": 0,
    }
    assert kept.pool("home").quantile(0.0) == pytest.approx(0.1, rel=1e-3)
    assert kept.pool("login").quantile(0.5) is None


def test_an_interval_takes_room_only_for_what_it_holds() -> None:
    """A histogram takes well over a hundred thousand bytes; a day has one a second and step."""
    tracemalloc.start()
    try:
        kept = Latencies(interval(second, "join", [0.1, 0.2]) for second in range(100))
        gc.collect()
        room_bytes, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept.pool().total == 200
    assert room_bytes < 100 * 10_000


def test_histograms_of_another_range_are_refused() -> None:
    """Their slots mean other latencies; counted as ours they would be wrong silently."""
    other = HdrHistogram(1, 3_600_000_000, 2)
    other.record_value(1000)
    with pytest.raises(ValueError, match="latencies of join: have another range; the log is damaged"):
        Latencies([Interval(second=0, step="join", intended=True, latencies=other)])


def test_a_pool_may_be_of_some_people_and_from_the_real_start() -> None:
    """By population, and by the start that is asked for; of everybody without a name."""
    kept = [
        replace(interval(0, "join", [0.1] * 2), population="a"),
        replace(interval(0, "join", [0.2] * 3), population="b"),
        replace(interval(0, "join", [0.3] * 4, intended=False), population="a"),
        replace(interval(1, "home", [0.4] * 5), population="a"),
        interval(0, "join", [0.5] * 6),
    ]
    latencies = Latencies(kept)
    assert latencies.steps == ["home", "join"]
    assert latencies.pool().total == 16
    assert latencies.pool("join").total == 11
    assert latencies.pool(populations=("a",)).total == 7
    assert latencies.pool("join", populations=("a", "b")).total == 5
    assert latencies.pool(populations=()).total == 0
    assert latencies.pool("join", service=True).total == 4
    assert latencies.pool(during=range(1, 2), populations=("a",)).total == 5


def test_a_damaged_log_is_readable_up_to_the_damage(tmp_path: Path) -> None:
    """And so are the others."""
    paths = [tmp_path / f"worker-{rank}.hlog" for rank in range(2)]
    for path in paths:
        log = LatencyLog(path, 0.0)
        log.append(interval(0, "join", [0.1, 0.2]))
        log.close()
    with paths[0].open("a", encoding="utf-8") as file:
        file.write("Tag=join.intended,1.000,1.000,9.0,no-histogram\n")
    with pytest.raises(ValueError, match=r"worker-0\.hlog"):
        Latencies.read(paths)
    assert Latencies.readable(paths).pool().total == 4
