"""Two Runs to be compared: recorded facts with just what a test names, without a folder."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from siaga.judge.comparison import Compared
from siaga.judge.comparison_pair import Pair
from siaga.judge.comparison_run import compare
from siaga.judge.counts import Counts, WorkerTallies
from siaga.judge.latencies import Latencies
from siaga.judge.recorded import Recorded
from siaga.observe.series import Series
from siaga.record.latency import Interval, histogram, record
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.tally import PopulationCount, StepCount, Tally
from siaga.scenario.baseline import Baseline
from siaga.scenario.load import loads

_Value = TypeVar("_Value")

SECONDS, PER_S = 20, 100

SCENARIO = loads(
    f"""
name: two-runs
description: Joins at one rate.
seed: 1
locustfile: opening_day.py
traffic:
  phases: [{{name: day, for: {SECONDS} s, rate: {PER_S}/s}}]
  populations: [{{name: visitors, journey: visitor}}]
site: {{metrics: null, quota: 10}}
objectives: [{{id: errors, expect: error ratio <= 1 %}}]
""",
    "scenario.yaml",
)

RUN = RunRecord(
    run_id="two-runs/1",
    scenario="two-runs",
    started_at="2027-01-15T08:00:00.000+00:00",
    host="http://127.0.0.1:1",
    seed=1,
    epoch=1,
    scale=1.0,
    time_scale=1.0,
    workers=1,
    owned_site=False,
    cores=2,
    versions={"siaga": "1"},
)

PLAN = PlanRecord(
    t0_s=0.0,
    workers=1,
    duration_s=float(SECONDS),
    planned=(PER_S,) * SECONDS,
    populations={"visitors": PER_S * SECONDS},
)


def spread_s(median_s: float, of: int = PER_S) -> list[float]:
    """Give latencies around a median, in seconds, from a half to twice as long."""
    return [float(one) for one in median_s * 2 ** np.linspace(-1, 1, of)]


def played(
    latencies_s: Mapping[str, Sequence[Sequence[float]]] | None = None,
    *,
    failed: Sequence[int] = (0,),
    lag_s: float = 0.001,
    seconds: int = SECONDS,
    **changed: Sequence[int],
) -> Recorded:
    """Give what was recorded of a run.

    Args:
        latencies_s: of each step, those of each second.
        failed: how many of each step failed in each second, in place of good ones, as far as there were
            any; the last for those after it.
        lag_s: how late the worker's loop was in each second.
        seconds: how many there were.
        changed: `arrived` or `dropped`, or `ended` and `completed` journeys, in each second, the last
            for those after it.
    """
    logs = {"join": [spread_s(0.1)] * seconds} if latencies_s is None else latencies_s
    given = {name: _each(values, seconds) for name, values in changed.items()}
    tallies = [
        Tally(
            second=second,
            arrived=given.get("arrived", [PER_S] * seconds)[second],
            dropped=given.get("dropped", [0] * seconds)[second],
            loop_lag_s=lag_s,
            steps={step: _count(logs[step][second], _each(failed, seconds)[second]) for step in logs},
            populations=_people(given, second),
            closed=second == seconds - 1,
        )
        for second in range(seconds)
    ]
    return Recorded(
        scenario=SCENARIO,
        run=RUN,
        plan=PLAN,
        counts=Counts([WorkerTallies(rank=0, tallies=tuple(tallies))]),
        latencies=Latencies(
            _interval(step, second, of_second)
            for step, by_second in logs.items()
            for second, of_second in enumerate(by_second)
        ),
        series=Series(attempts_s=np.empty(0), up=np.empty(0), failures=(), changes={}),
        readings={},
    )


def joins(*medians_s: float) -> Mapping[str, Sequence[Sequence[float]]]:
    """Give the joins of a day by the median of each second, the last for those after it."""
    return {"join": [spread_s(one) for one in _each(medians_s, SECONDS)]}


def changed_record(facts: Recorded, **changed: object) -> Recorded:
    """Give a run that was started otherwise."""
    return replace(facts, run=replace(facts.run, **changed))  # type: ignore[arg-type]


def pair(before: Recorded, after: Recorded, **least: float) -> Pair:
    """Give a pair with the usual smallest differences, or with others."""
    return Pair(before=before, after=after, least=Baseline.model_validate(least))


def answers(before: Recorded, after: Recorded, **least: float) -> dict[str, str]:
    """Give the answer of each measure."""
    found = compare(pair(before, after, **least)).measures
    return {one.id: one.answer.value for one in found}


def measure(before: Recorded, after: Recorded, name: str, **least: float) -> Compared:
    """Give one measure of two runs."""
    found = compare(pair(before, after, **least)).measures
    return next(one for one in found if one.id == name)


def _each(values: Sequence[_Value], seconds: int) -> list[_Value]:
    return [values[min(second, len(values) - 1)] for second in range(seconds)]


def _count(latencies_s: Sequence[float], failing: int) -> StepCount:
    failed = min(failing, len(latencies_s))
    return StepCount(good=len(latencies_s) - failed, failed=failed)


def _people(given: Mapping[str, Sequence[int]], second: int) -> dict[str, PopulationCount]:
    """Give how the journeys ended, where a test says that they did."""
    if "ended" not in given:
        return {}
    return {
        "visitors": PopulationCount(**{name: given[name][second] for name in ("ended", "completed")})
    }


def _interval(step: str, second: int, latencies_s: Sequence[float]) -> Interval:
    latencies = histogram()
    for latency_s in latencies_s:
        record(latencies, latency_s)
    return Interval(second=second, step=step, intended=True, latencies=latencies)
