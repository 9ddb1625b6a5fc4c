"""Runs of a site that obeys a known law: folders of facts, written by the real writers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import product
from pathlib import Path

import numpy as np
from hdrh.histogram import HdrHistogram

from siaga.observe.scrape import SeriesKey
from siaga.observe.series import SeriesLog
from siaga.plan.law import Law
from siaga.plan.load_point import BLOCK_S, LoadPoint
from siaga.record.json_lines import JsonLines
from siaga.record.latency import HIGHEST_US, Interval, LatencyLog, histogram
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.tally import StepCount, Tally

T0_S = 1_800_000_000.0

DAY = """
name: measured
description: A day that a test makes by hand.
seed: 1
locustfile: opening_day.py
traffic:
  arrivals: even
  phases:
    - {name: doors-open, for: 60 s, rate: 300/s}
    - {name: evening, for: 60 s, rate: 20/s}
  populations:
    - {name: visitors, journey: visitor}
objectives:
  - {id: errors, expect: error ratio <= 5 %}
"""


def usl(rate_per_s: float, contention: float, coherence: float) -> Law:
    """Give a law by its usual coefficients g, s and k; s is at least k, and at most 1."""
    return Law(
        alone=(1 - contention) / rate_per_s,
        shared=(contention - coherence) / rate_per_s,
        agreed=coherence / rate_per_s,
    )


def best_load(law: Law) -> float:
    """Give at how much at once most gets done, sqrt(a / c); infinite where more is never less."""
    return float(np.sqrt(law.alone / law.agreed)) if law.agreed else float("inf")


LAW = usl(100, 0.2, 0.002)
"""The law of the site: its ceiling is 359.7 a second."""

STAIRS = np.geomspace(0.5, 60, 12).tolist()
"""Requests under way, a block of seconds each."""

PER_VISITOR = 2
"""Requests of each visitor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What is special about a run.

    Attributes:
        seed: of the noise.
        failed: failed requests for each good one.
        cpu_s: CPU time of the worker for a request.
        idle: share of a core that the worker takes anyhow.
        late_s: by how much the worker was late all the time.
        lines: put to the end of the scenario.
        scale_planned: how many visitors were planned for each that came.
        scale_came: how many visitors came for two requests.
        also: a step that goes well as often as home does.
        torn: whether the latency log is damaged.
        populations: planned people; None: all of them are visitors.
        build: labels by which the site says what it is; None: it does not.
    """

    seed: int = 0
    failed: float = 0.0
    cpu_s: float = 0.001
    idle: float = 0.02
    late_s: float = 0.0
    lines: str = ""
    scale_planned: int = 1
    scale_came: int = 1
    also: str = ""
    torn: bool = False
    populations: Mapping[str, int] | None = None
    build: Mapping[str, str] | None = None


def measured_run(folder: Path, law: Law, loads: Sequence[float], **changed: object) -> Path:
    """Write a run in which a site has each load for one block of seconds, and give its folder.

    Args:
        folder: where to; it is made.
        law: that the site obeys, but for three percent.
        loads: requests under way in each block.
        changed: what is special, by its name in `Making`; anything else changes run.json.
    """
    names = {one.name for one in fields(Making)}
    how = Making(**{name: value for name, value in changed.items() if name in names})  # type: ignore[arg-type]
    told = {name: value for name, value in changed.items() if name not in names}
    run = RunFolder(folder)
    run.path.mkdir(parents=True)
    run.scenario.write_text(_scenario(BLOCK_S * len(loads), how.lines), encoding="utf-8")
    dice = np.random.default_rng(how.seed)
    per_s = law.per_s(np.array(loads)) * np.exp(0.03 * dice.standard_normal(len(loads)))
    good = np.maximum(np.round(per_s).astype(int), 1).repeat(BLOCK_S).tolist()
    tallies = [_tally(second, well, how, last=len(good) - 1) for second, well in enumerate(good)]
    lines = JsonLines(run.tallies(0))
    for tally in tallies:
        lines.append(tally.as_json())
    lines.close()
    _latencies(run, good, loads, how)
    if how.build is not None:
        scrapes = SeriesLog(run.scrapes)
        scrapes.append(T0_S, up=True, samples={SeriesKey.of("site_build_info", how.build): 1.0})
        scrapes.close()
    plan = PlanRecord(
        t0_s=T0_S,
        workers=1,
        duration_s=float(len(good)),
        planned=tuple(how.scale_planned * one.arrived for one in tallies),
        populations=how.populations or {"visitors": sum(one.arrived for one in tallies)},
    )
    plan.write(run.plan)
    _record({"run_id": f"measured/{folder.name}", **told}).write(run.run)
    return folder


def _scenario(length_s: int, lines: str) -> str:
    phase = f"    - {{name: stairs, for: {length_s} s, rate: 10/s}}\n"
    begun, rest = DAY.index("    - {name: doors-open"), DAY.index("  populations:")
    return DAY[:begun] + phase + DAY[rest:] + lines


def _tally(second: int, good: int, how: Making, *, last: int) -> Tally:
    failed = round(good * how.failed)
    steps = {"home": StepCount(good=good, failed=failed)}
    if how.also:
        steps[how.also] = StepCount(good=good)
    return Tally(
        second=second,
        arrived=max(how.scale_came * (good + failed) // PER_VISITOR, 1),
        sent=good + failed,
        lateness_s=how.late_s,
        cpu_ratio=min(how.idle + how.cpu_s * (good + failed), 1.0),
        steps=steps,
        closed=second == last,
    )


def _latencies(run: RunFolder, good: Sequence[int], loads: Sequence[float], how: Making) -> None:
    log = LatencyLog(run.latency(0), T0_S)
    for second, well in enumerate(good):
        took = _took(well, loads[second // BLOCK_S] / well)
        for step, intended in product(("home", how.also) if how.also else ("home",), (True, False)):
            log.append(Interval(second=second, step=step, intended=intended, latencies=took))
    log.close()
    if how.torn:
        run.latency(0).write_text("Tag=home.service,0.000,1.000,0.1,nonsense\n", encoding="utf-8")


def _record(told: Mapping[str, object]) -> RunRecord:
    given: dict[str, object] = {
        "scenario": "measured",
        "started_at": "2027-01-15T08:00:00.000+00:00",
        "host": "http://127.0.0.1:1",
        "seed": 1,
        "epoch": 1,
        "scale": 1.0,
        "time_scale": 1.0,
        "workers": 1,
        "owned_site": False,
    }
    return RunRecord(**{**given, **told})  # type: ignore[arg-type]


def _took(many: int, each_s: float) -> HdrHistogram:
    made = histogram()
    made.record_value(min(max(round(each_s * 1e6), 1), HIGHEST_US), many)
    return made


def points(law: Law, at: Sequence[float], *, noise: float, seed: int, runs: int = 3) -> list[LoadPoint]:
    """Give points of a law, off by chance."""
    load = np.array(at)
    per_s = law.per_s(load) * np.exp(noise * np.random.default_rng(seed).standard_normal(load.size))
    return [
        LoadPoint(
            run=place % runs,
            second=place * BLOCK_S,
            load=float(under_way),
            per_s=float(done),
            asked_per_s=float(done),
            events=100_000,
        )
        for place, (under_way, done) in enumerate(zip(load, per_s, strict=True))
    ]
