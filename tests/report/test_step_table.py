"""Claims about the step table: quantiles of all workers together, as close as the logs keep them."""

from pathlib import Path

import numpy as np
import pytest

from siaga.record.latency import Interval, LatencyLog, histogram, record
from siaga.record.tally import StepCount
from siaga.report.counted import Counted
from siaga.report.step_table import Quantiles, step_rows

NOTHING = Counted(steps={}, errors={}, reached={})


def _log(path: Path, step: str, latencies_s: list[float], *, intended: bool = True) -> Path:
    log = LatencyLog(path, 0.0)
    for second, start in enumerate(range(0, len(latencies_s), 500)):
        latencies = histogram()
        for latency_s in latencies_s[start : start + 500]:
            record(latencies, latency_s)
        log.append(Interval(second=second, step=step, intended=intended, latencies=latencies))
    log.close()
    return path


def test_quantiles_are_those_of_all_samples_within_a_thousandth(tmp_path: Path) -> None:
    """Two workers' logs, second by second, give what numpy gives for all values at once."""
    values = np.random.default_rng(1).lognormal(-3, 0.8, 20_000)
    logs = [
        _log(tmp_path / f"worker-{rank}.hlog", "join", [float(one) for one in values[rank::2]])
        for rank in range(2)
    ]
    (row,) = step_rows(NOTHING, logs)
    expected = np.quantile(values, (0.5, 0.9, 0.99, 0.999, 1.0), method="inverted_cdf")
    found = row.intended
    assert found is not None
    assert (found.p50_s, found.p90_s, found.p99_s, found.p999_s, found.max_s) == pytest.approx(
        tuple(expected), rel=0.001
    )


def test_both_latencies_are_kept_apart(tmp_path: Path) -> None:
    """A wait before the start is in the one and not in the other."""
    logs = [
        _log(tmp_path / "worker-0.hlog", "home", [1.0]),
        _log(tmp_path / "worker-1.hlog", "home", [0.25], intended=False),
    ]
    (row,) = step_rows(NOTHING, logs)
    same_s = {"p50_s": 1.0, "p90_s": 1.0, "p99_s": 1.0, "p999_s": 1.0, "max_s": 1.0}
    assert row.intended is not None
    assert row.service is not None
    for name, value_s in same_s.items():
        assert getattr(row.intended, name) == pytest.approx(value_s, rel=0.001)
        assert getattr(row.service, name) == pytest.approx(value_s / 4, rel=0.001)


def test_a_step_without_a_latency_has_its_counts(tmp_path: Path) -> None:
    """Steps are those counted and those timed, in order of name."""
    totals = Counted(steps={"join": StepCount(good=3, failed=2)}, errors={}, reached={})
    rows = step_rows(totals, [_log(tmp_path / "worker-0.hlog", "home", [0.1])])
    assert [(row.step, row.count, row.intended is None) for row in rows] == [
        ("home", 0, False),
        ("join", 5, True),
    ]
    assert rows[0].service is None


def test_a_damaged_log_gives_what_was_whole_before(tmp_path: Path) -> None:
    """Other logs are read all the same."""
    damaged = _log(tmp_path / "worker-0.hlog", "home", [0.1])
    with damaged.open("a", encoding="utf-8") as file:
        file.write("Tag=home.intended,1.000,1.000,9.0,no-histogram\n")
    whole = _log(tmp_path / "worker-1.hlog", "home", [0.4])
    (row,) = step_rows(NOTHING, [damaged, whole])
    assert row.intended is not None
    assert row.intended.max_s == pytest.approx(0.4, rel=0.001)
    assert row.intended.p50_s == pytest.approx(0.1, rel=0.001)


def test_no_logs_and_no_counts_give_no_rows() -> None:
    """An empty run has an empty table."""
    assert step_rows(NOTHING, []) == ()


def test_quantiles_are_in_order(tmp_path: Path) -> None:
    """No higher quantile is below a lower one."""
    values = [float(one) for one in np.random.default_rng(2).lognormal(-4, 1.5, 700)]
    (row,) = step_rows(NOTHING, [_log(tmp_path / "worker-0.hlog", "a", values)])
    assert isinstance(row.intended, Quantiles)
    names = ("p50_s", "p90_s", "p99_s", "p999_s", "max_s")
    found = [getattr(row.intended, name) for name in names]
    assert found == sorted(found)
    assert len(set(found)) == len(found)
