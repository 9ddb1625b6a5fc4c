"""Made-up runs: latencies whose seconds hang together, and whose level differs from run to run."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from siaga.judge.comparison import Comparison
from siaga.judge.comparison_pair import Pair
from siaga.judge.comparison_run import compare
from siaga.judge.counts import Counts, WorkerTallies
from siaga.judge.latencies import Latencies
from siaga.judge.recorded import Recorded
from siaga.observe.series import Series
from siaga.record.latency import Interval, histogram, record
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.tally import StepCount, Tally
from siaga.scenario.load import loads

SECONDS, PER_S = 20, 1_000
MEDIAN_S, SPREAD = 0.05, 0.5
RUN_NOISE, SECOND_NOISE, KEPT = 0.01, 0.03, 0.7
"""Of the logarithm of a latency: from run to run, from second to second, and how much a second keeps of
the one before it."""

SCENARIO = f"""
name: made-up
description: Joins at one rate.
seed: 1
locustfile: opening_day.py
traffic:
  phases: [{{name: day, for: {SECONDS} s, rate: {PER_S}/s}}]
  populations: [{{name: visitors, journey: visitor}}]
site: {{metrics: null}}
objectives: [{{id: errors, expect: error ratio <= 1 %}}]
"""


def made_up(pairs: int, slower: float) -> Iterator[Comparison]:
    """Make up pairs of runs, the second with joins that take so many times as long, and compare them."""
    dice = np.random.default_rng(2)
    for _ in range(pairs):
        before, after = (_run(dice, factor) for factor in (1.0, slower))
        yield compare(Pair(before=before, after=after, least=before.scenario.baseline))


def _run(dice: np.random.Generator, slower: float) -> Recorded:
    level, drift = dice.normal(0.0, RUN_NOISE), dice.normal(0.0, SECOND_NOISE)
    seconds = []
    for second in range(SECONDS):
        median_s = MEDIAN_S * slower * float(np.exp(level + drift))
        seconds.append(_interval(second, median_s * dice.lognormal(0.0, SPREAD, PER_S)))
        drift = KEPT * drift + dice.normal(0.0, SECOND_NOISE * np.sqrt(1 - KEPT**2))
    return _recorded(seconds)


def _interval(second: int, latencies_s: NDArray[np.float64]) -> Interval:
    latencies = histogram()
    for latency_s in latencies_s:
        record(latencies, float(latency_s))
    return Interval(second=second, step="join", intended=True, latencies=latencies)


def _recorded(seconds: list[Interval]) -> Recorded:
    """Give the facts of a run in which nothing but the latencies is uncertain."""
    every = StepCount(good=PER_S)
    tallies = tuple(
        Tally(second=one.second, arrived=PER_S, steps={"join": every}, closed=one is seconds[-1])
        for one in seconds
    )
    place = {"host": "http://127.0.0.1:1", "owned_site": False, "workers": 1}
    part = {"seed": 1, "epoch": 1, "scale": 1.0, "time_scale": 1.0, "started_at": ""}
    return Recorded(
        scenario=loads(SCENARIO, "scenario"),
        run=RunRecord(run_id="made-up", scenario="made-up", **part, **place),
        plan=PlanRecord(
            t0_s=0.0,
            workers=1,
            duration_s=float(SECONDS),
            planned=(PER_S,) * SECONDS,
            populations={"visitors": SECONDS * PER_S},
        ),
        counts=Counts([WorkerTallies(rank=0, tallies=tallies)]),
        latencies=Latencies(seconds),
        series=Series(attempts_s=np.empty(0), up=np.empty(0), failures=(), changes={}),
        readings={},
    )
