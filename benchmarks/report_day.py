"""A made-up Day of an hour or less: all that a run of a million visitors leaves, but no ledger."""

import json
from dataclasses import dataclass

import numpy as np

from siaga.observe.scrape import SeriesKey
from siaga.observe.series import SeriesLog
from siaga.record.fault_span import FaultSpan
from siaga.record.json_lines import JsonLines
from siaga.record.latency import Interval, LatencyLog, histogram, record
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.tally import PopulationCount, StepCount, Tally
from siaga.scenario.load import Override, dump, loads
from siaga.scenario.model import Scenario

SECONDS, VISITORS, REQUESTS, SEATS = 3_600, 1_000_000, 10_000_000, 164_872
WORKERS = 2
T0_S = 1_700_000_000.0
STEPS = ("reload", "home", *(f"step-{number}" for number in range(1, 17)))
SHARES = np.array([4.0, 3.0, *np.linspace(1.2, 0.4, 16)]) / 22.0
FAULTS = (("hanging", "registry", 900.0, 960.0), ("kill", "worker", 1800.0, 1801.0))
HURT_S = 20.0
"""How long requests go on failing after a fault."""

PAYLOADS = 24
"""Histograms that are used again and again: to make ten million latencies up would take an hour."""

SCENARIO = """
name: made-up-hour
description: A million people in an hour, of whom half sign up.
seed: 1
locustfile: opening_day.py
traffic:
  phases:
    - {name: before-doors, for: 240 s, rate: {from: 0/s, to: 300/s}}
    - {name: doors-open, for: 240 s, rate: 300/s}
    - {name: rush, for: 1200 s, rate: {from: 300/s, to: 280/s}}
    - {name: evening, for: 1920 s, rate: {from: 280/s, to: 260/s}}
  populations:
    - name: registrants
      journey: registrant
      people: 500000
      during: [doors-open, rush, evening]
      funnel: [{name: email-verified, goes_on: 74 %}, {name: joined, goes_on: 45 %}]
    - {name: visitors, journey: visitor}
site: {quota: 1}
objectives:
  - {id: errors, expect: error ratio <= 1 %, key: true}
  - {id: home, expect: p99 of home <= 1 s, key: true}
  - {id: step, expect: availability of step-5 >= 99 %}
  - {id: busy, expect: max(site_http_requests_in_flight) <= 900}
  - {id: back, expect: time to recover after kill <= 60 s}
"""


@dataclass(frozen=True)
class _Encoded:
    """A histogram that is encoded once."""

    text: bytes
    longest_us: int

    def get_total_count(self) -> int:
        """Say that it holds something."""
        return 1

    def get_max_value(self) -> int:
        """Give the longest latency in microseconds."""
        return self.longest_us

    def encode(self) -> bytes:
        """Give what was encoded."""
        return self.text


def make_day(folder: RunFolder, seconds: int = SECONDS) -> None:
    """Write the whole folder of a day of so many seconds, 1 and more: rates are those of the hour."""
    share = seconds / SECONDS
    folder.scenario.write_text(dump(_scenario(share)), encoding="utf-8")
    dice = np.random.default_rng(1)
    arrived = dice.poisson(VISITORS / SECONDS, seconds)
    people = round(VISITORS / 2 * share)
    PlanRecord(
        t0_s=T0_S,
        workers=WORKERS,
        duration_s=float(seconds),
        planned=tuple(map(int, arrived)),
        populations={"registrants": people, "visitors": people},
    ).write(folder.plan)
    _run(folder)
    payloads = [_payload(dice) for _number in range(PAYLOADS)]
    for rank in range(WORKERS):
        _tallies(folder, rank, arrived // WORKERS, dice)
        _latencies(folder, rank, payloads, dice.integers(0, PAYLOADS, (seconds, len(STEPS), 2)))
    _scrapes(folder, arrived)
    folder.faults.parent.mkdir()
    for kind, target, *times_s in FAULTS:
        from_s, until_s = (share * one for one in times_s)
        seen = {"proof": "seen", "proven_s": from_s + 1, "rolled_back_s": until_s + 1}
        FaultSpan(kind=kind, target=target, from_s=from_s, until_s=until_s, **seen).write(folder.faults)


def _scenario(share: float) -> Scenario:
    """Give a day that has a share of the hour's length, people and seats."""
    scenario = loads(SCENARIO, "scenario")
    phases = enumerate(scenario.traffic.phases)
    lengths = [f"traffic.phases.{place}.for={one.for_s * share} s" for place, one in phases]
    people = f"traffic.populations.0.people={round(VISITORS / 2 * share)}"
    puts = [*lengths, people, f"site.quota={round(SEATS * share)}"]
    return loads(SCENARIO, "scenario", [Override.parse(one) for one in puts])


def _hurt(seconds: int) -> list[range]:
    """Give the seconds of a day in which requests fail."""
    share = seconds / SECONDS
    return [range(int(one[2] * share), int((one[3] + HURT_S) * share)) for one in FAULTS]


def _run(folder: RunFolder) -> None:
    place = {"host": "http://127.0.0.1:1", "owned_site": False, "workers": WORKERS}
    part = {"seed": 1, "epoch": 1, "scale": 1.0, "time_scale": 1.0}
    started = {"run_id": "day", "scenario": "made-up-hour", "started_at": "2023-11-14T22:13:18+00:00"}
    RunRecord(**started, **part, **place).write(folder.run)


def _payload(dice: np.random.Generator) -> _Encoded:
    latencies = histogram()
    for latency_s in dice.lognormal(np.log(0.05), 0.8, REQUESTS // SECONDS // WORKERS // len(STEPS)):
        record(latencies, float(latency_s))
    return _Encoded(text=latencies.encode(), longest_us=latencies.get_max_value())


def _tallies(folder: RunFolder, rank: int, arrived: np.ndarray, dice: np.random.Generator) -> None:
    per_s, hurt = REQUESTS / SECONDS / WORKERS, _hurt(len(arrived))
    lines = JsonLines(folder.tallies(rank))
    for second, many in enumerate(map(int, arrived)):
        good = dice.poisson(per_s * SHARES)
        failed = good // 5 if any(second in one for one in hurt) else good * 0
        counts = {
            step: StepCount(good=int(well), failed=int(bad))
            for step, well, bad in zip(STEPS, good, failed, strict=True)
        }
        errors = {f"{step} status 503": one.failed for step, one in counts.items() if one.failed}
        tally = Tally(
            second=second,
            arrived=many,
            finished=many,
            active=many * 40,
            sent=int(good.sum() + failed.sum()),
            lateness_s=0.004,
            loop_lag_s=0.003,
            cpu_ratio=float(dice.uniform(0.3, 0.6)),
            steps=counts,
            errors=errors,
            reached={"registrants email-verified": many // 3, "registrants joined": many // 6},
            populations={"registrants": PopulationCount(arrived=many // 2, ended=many // 2)},
            closed=second == len(arrived) - 1,
        )
        lines.append(json.loads(json.dumps(tally.as_json())))
    lines.close()


def _latencies(folder: RunFolder, rank: int, payloads: list[_Encoded], chosen: np.ndarray) -> None:
    log = LatencyLog(folder.latency(rank), T0_S)
    for second, numbers in enumerate(chosen):
        for at, step in enumerate(STEPS):
            whose = "registrants" if at > 1 else "visitors"
            for intended in (True, False):
                latencies = payloads[numbers[at, int(intended)]]
                of = {"second": second, "step": step, "population": whose}
                log.append(Interval(**of, intended=intended, latencies=latencies))
    log.close()


def _scrapes(folder: RunFolder, arrived: np.ndarray) -> None:
    log = SeriesLog(folder.scrapes)
    dice, seconds = np.random.default_rng(2), len(arrived)
    requests, errors = np.cumsum(dice.poisson(REQUESTS / SECONDS, seconds)), np.zeros(seconds)
    for one in _hurt(seconds):
        errors[one.start : one.stop] = 500.0
    errors = errors.cumsum()
    for second, busy in enumerate(map(float, arrived)):
        shown = {
            ("site_http_requests_total", "status", "2xx"): float(requests[second]),
            ("site_http_requests_total", "status", "5xx"): float(errors[second]),
            ("site_rejections_total", "layer", "admission"): float(errors[second] / 2),
            ("site_queue_people", "place", "waiting"): busy * 9,
            ("site_seats", "state", "left"): max(SEATS - second * 60.0, 0.0),
            ("site_http_requests_in_flight", "", ""): busy,
            ("site_event_loop_lag_seconds", "", ""): busy / 1e5,
            ("process_cpu_seconds_total", "", ""): second * 1.5,
        }
        samples = {
            SeriesKey.of(name, {label: value} if label else {}): number
            for (name, label, value), number in shown.items()
        }
        log.append(T0_S + second + 0.25, up=True, samples=samples)
    log.close()
