"""Claims about the step table: quantiles of all workers together, as close as the logs keep them."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from siaga.judge.latencies import Latencies
from siaga.record.latency import Interval, never
from siaga.record.tally import StepCount
from siaga.report.counted import Counted
from siaga.report.step_table import Quantiles, step_rows
from siaga.scenario.model import Objective
from tests.judge.histograms import recorded

NOTHING = Counted(steps={}, errors={}, reached={})


def _interval(
    step: str, latencies_s: Sequence[float], second: int = 0, *, intended: bool = True
) -> Interval:
    latencies = recorded(tuple(latencies_s))
    return Interval(second=second, step=step, intended=intended, latencies=latencies)


def test_quantiles_are_those_of_all_samples_within_a_thousandth() -> None:
    """Second by second they are what numpy gives for all values at once."""
    values = np.random.default_rng(1).lognormal(-3, 0.8, 4_000)
    seconds = [values[start::4].tolist() for start in range(4)]
    logs = Latencies(_interval("join", one, at) for at, one in enumerate(seconds))
    (row,) = step_rows(NOTHING, logs)
    expected = np.quantile(values, (0.5, 0.9, 0.99, 0.999, 1.0), method="inverted_cdf")
    found = row.intended
    assert found is not None
    assert (found.p50_s, found.p90_s, found.p99_s, found.p999_s, found.max_s) == pytest.approx(
        tuple(expected), rel=0.001
    )


def test_both_latencies_are_kept_apart() -> None:
    """A wait before the start is in the one and not in the other."""
    logs = Latencies([_interval("home", [1.0]), _interval("home", [0.25], intended=False)])
    (row,) = step_rows(NOTHING, logs)
    same_s = {"p50_s": 1.0, "p90_s": 1.0, "p99_s": 1.0, "p999_s": 1.0, "max_s": 1.0}
    assert row.intended is not None
    assert row.service is not None
    for name, value_s in same_s.items():
        assert getattr(row.intended, name) == pytest.approx(value_s, rel=0.001)
        assert getattr(row.service, name) == pytest.approx(value_s / 4, rel=0.001)


def test_a_step_without_a_latency_has_its_counts() -> None:
    """Steps are those counted and those timed."""
    totals = Counted(steps={"join": StepCount(good=3, failed=2)}, errors={}, reached={})
    rows = step_rows(totals, Latencies([_interval("home", [0.1])]))
    assert [(row.step, row.count, row.intended is None) for row in rows] == [
        ("join", 5, True),
        ("home", 0, False),
    ]
    assert rows[1].service is None


def test_steps_of_key_objectives_come_first_then_the_most_frequent() -> None:
    """What an objective is about that is not key, or is no step, has its place by its samples."""
    counts = {"home": 9, "join": 2, "inbox": 9, "log-in": 4, "visitors": 1}
    totals = Counted(
        steps={step: StepCount(good=many) for step, many in counts.items()}, errors={}, reached={}
    )
    objectives = (
        Objective(id="a", expect="p99 of join <= 1 s", key=True),
        Objective(id="b", all=("max(up) >= 1", "availability of log-in >= 99 %"), key=True),
        Objective(id="c", expect="p99 of inbox <= 1 s"),
        Objective(id="d", expect="error ratio of population visitors <= 1 %", key=True),
        Objective(id="e", expect="what nobody can read", key=True),
    )
    rows = step_rows(totals, Latencies(()), objectives)
    assert [(row.step, row.key) for row in rows] == [
        ("log-in", True),
        ("join", True),
        ("home", False),
        ("inbox", False),
        ("visitors", False),
    ]


def test_no_logs_and_no_counts_give_no_rows() -> None:
    """An empty run has an empty table."""
    assert step_rows(NOTHING, Latencies(())) == ()


def test_quantiles_are_in_order() -> None:
    """No higher quantile is below a lower one."""
    values = np.random.default_rng(2).lognormal(-4, 1.5, 1_500).tolist()
    (row,) = step_rows(NOTHING, Latencies([_interval("a", values)]))
    assert isinstance(row.intended, Quantiles)
    names = ("p50_s", "p90_s", "p99_s", "p999_s", "max_s")
    found = [getattr(row.intended, name) for name in names]
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_visitors_who_were_never_served_are_above_every_latency() -> None:
    """Two of a hundred: p99 is never, p90 is not; from the real start there are none of them."""
    lost = Interval(second=0, step="home", intended=True, latencies=never(2))
    served = [_interval("home", [0.1] * 98), _interval("home", [0.1] * 98, intended=False)]
    totals = Counted(steps={"home": StepCount(good=98)}, errors={}, reached={})
    (row,) = step_rows(totals, Latencies([*served, lost]))
    assert (row.count, row.never) == (98, 2)
    assert row.intended is not None
    assert row.service is not None
    assert row.intended.p90_s == row.service.max_s == pytest.approx(0.1, rel=0.001)
    assert (row.intended.p99_s, row.intended.max_s) == (math.inf, math.inf)
