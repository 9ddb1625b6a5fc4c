"""The opening day at 1:100, as two workers and an observer would have written it into its folder."""

from pathlib import Path

import numpy as np

from siaga.judge.timeline import Timeline
from siaga.observe.scrape import SeriesKey
from siaga.observe.series import SeriesLog, read
from siaga.record.json_lines import JsonLines, whole_lines
from siaga.record.latency import Interval, LatencyLog, histogram, record
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.tally import StepCount, Tally
from siaga.scenario.arrivals import plan
from siaga.scenario.load import dump, load
from siaga.scenario.model import Scenario
from siaga.scenario.scale import scaled
from siaga.scenario.shares import Shares
from tests.report.rehearsal import Rehearsal, columns
from tests.report.verdicts import go_verdict

ROOT = Path(__file__).resolve().parents[2]
T0_S = 1_700_000_000.0
WORKERS = 2
DURATION_S = 180
SHARES = {"home": 1.0, "register": 0.5, "verify-email": 0.37, "identity": 0.28, "join": 0.174}
MEDIANS_S = {"home": 0.02, "register": 0.05, "verify-email": 0.03, "identity": 0.11, "join": 0.08}
QUOTA = 1648
BLIP_S = range(84, 88)
"""Seconds in which some home pages fail."""


def opening_day() -> Scenario:
    """Give the shipped scenario at 1:100 and five times as fast: 180 s, 10,000 visitors."""
    return scaled(load(ROOT / "scenarios" / "opening-day.yaml"), scale=0.01, time_scale=0.2)


def record_day(folder: RunFolder, scenario: Scenario) -> Rehearsal:
    """Write everything that a run which went well leaves behind, and give it."""
    folder.scenario.write_text(dump(scenario), encoding="utf-8")
    arrivals = plan(scenario.traffic, scenario.seed)
    planned = tuple(int(one) for one in arrivals.per_second(DURATION_S))
    set_out = plan_record(planned)
    set_out.write(folder.plan)
    run = run_record()
    run.write(folder.run)
    shares = Shares(arrivals, WORKERS)
    for rank in range(WORKERS):
        share = shares.of(rank).per_second(DURATION_S)
        _write_worker(folder, rank, [int(one) for one in share])
    _write_scrapes(folder)
    return Rehearsal(
        folder=folder,
        scenario=scenario,
        run=run,
        plan=set_out,
        verdict=go_verdict(planned),
        timeline=_timeline(scenario, planned, _good(folder)),
        series=read(folder.scrapes, T0_S),
    )


def run_record() -> RunRecord:
    """Give what was started."""
    return RunRecord(
        run_id="opening-day/2023-11-14T22-13-18Z",
        scenario="opening-day",
        started_at="2023-11-14T22:13:18+00:00",
        host="http://127.0.0.1:8080",
        seed=20200411,
        epoch=7,
        scale=0.01,
        time_scale=0.2,
        workers=WORKERS,
        owned_site=True,
        command=("siaga", "run", "scenarios/opening-day.yaml", "--scale", "0.01", "--time-scale", "0.2"),
        versions={"siaga": "0.1.0", "locust": "2.47.0", "python": "3.11.7"},
        ended_at="2023-11-14T22:16:21+00:00",
    )


def plan_record(planned: tuple[int, ...]) -> PlanRecord:
    """Give what the generator set out to do."""
    return PlanRecord(
        t0_s=T0_S,
        workers=WORKERS,
        duration_s=DURATION_S,
        planned=planned,
        populations={"refreshers": 200, "registrants": 5000, "visitors": 4800},
    )


def _write_worker(folder: RunFolder, rank: int, arrived: list[int]) -> None:
    source = np.random.default_rng(rank)
    tallies, log = JsonLines(folder.tallies(rank)), LatencyLog(folder.latency(rank), T0_S)
    for second, many in enumerate(arrived):
        ended = {step: int(source.binomial(many, share)) for step, share in SHARES.items()}
        tallies.append(_tally(second, many, ended, closed=second == len(arrived) - 1).as_json())
        for step, count in ended.items():
            latencies_s = source.lognormal(np.log(MEDIANS_S[step]), 0.45, count)
            _write_latencies(log, second, step, [float(one) for one in latencies_s])
    tallies.close()
    log.close()


def _tally(second: int, many: int, ended: dict[str, int], *, closed: bool) -> Tally:
    failed = 3 if second in BLIP_S else 0
    steps = {step: StepCount(good=count) for step, count in ended.items()}
    return Tally(
        second=second,
        arrived=many,
        finished=many,
        active=many * 9,
        sent=many * 3,
        cpu_ratio=0.4,
        lateness_s=0.002,
        loop_lag_s=0.004,
        steps=steps | {"home": StepCount(good=ended["home"], failed=failed)},
        errors={"home status 503": failed} if failed else {},
        reached={
            "registrants email-verified": ended["verify-email"],
            "registrants identity-verified": ended["identity"],
            "registrants joined": ended["join"],
        },
        closed=closed,
    )


def _write_latencies(log: LatencyLog, second: int, step: str, latencies_s: list[float]) -> None:
    for intended, waited_s in ((True, 0.002), (False, 0.0)):
        latencies = histogram()
        for latency_s in latencies_s:
            record(latencies, latency_s + waited_s)
        log.append(Interval(second=second, step=step, intended=intended, latencies=latencies))


def _write_scrapes(folder: RunFolder) -> None:
    log = SeriesLog(folder.scrapes)
    for second in range(DURATION_S):
        log.append(T0_S + second + 0.25, up=True, samples=_scrape(second))
    log.close()


def _scrape(second: int) -> dict[SeriesKey, float]:
    busy = float(30 + 60 * np.exp(-(((second - 20) / 25) ** 2)))
    errors = 6.0 * min(max(second - BLIP_S.start, 0), len(BLIP_S))
    return {
        SeriesKey.of("site_http_requests_in_flight", {}): round(busy + second % 7, 1),
        SeriesKey.of("site_event_loop_lag_seconds", {}): round(0.004 + busy / 9000, 5),
        SeriesKey.of("site_http_requests_total", {"status": "2xx"}): 170.0 * second,
        SeriesKey.of("site_http_requests_total", {"status": "5xx"}): errors,
        SeriesKey.of("site_process_start_time_seconds", {}): T0_S - 9,
    }


def _good(folder: RunFolder) -> tuple[int, ...]:
    tallies = [map(Tally.from_json, whole_lines(path)) for path in folder.tally_files()]
    return tuple(
        sum(count.good for tally in together for count in tally.steps.values())
        for together in zip(*tallies, strict=True)
    )


def _timeline(scenario: Scenario, planned: tuple[int, ...], good: tuple[int, ...]) -> Timeline:
    source = np.random.default_rng(5)
    wave = [0.06 + 0.3 * float(np.exp(-(((second - 22) / 14) ** 2))) for second in range(DURATION_S)]
    p99_s = tuple(round(one * float(source.lognormal(0, 0.12)), 4) for one in wave)
    phases = scenario.traffic.phases
    which = scenario.traffic.curve.stretch_at(np.arange(DURATION_S, dtype=np.float64))
    joined = np.cumsum([0 if second < 12 else 14 for second in range(DURATION_S)])
    return columns(
        second=tuple(range(DURATION_S)),
        phase=tuple(phases[int(one)].name for one in which),
        planned=planned,
        arrived=planned,
        dropped=(0,) * DURATION_S,
        active=tuple(one * 9 for one in planned),
        good=good,
        failed=tuple(6 if second in BLIP_S else 0 for second in range(DURATION_S)),
        p50_s=tuple(round(one / 5, 4) for one in p99_s),
        p99_s=p99_s,
        p999_s=tuple(round(one * 1.6, 4) for one in p99_s),
        seats_left=tuple(float(max(QUOTA - int(one), 0)) for one in joined),
    )
