"""Rehearsals to report on: a whole opening day at 1:100, recorded with the real writers, and empty ones."""

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import pytest

from siaga.judge.finding import Audit, Finding, RuleResult
from siaga.judge.verdict import Decision, EvidenceResult, Load, ObjectiveResult, Reason, State, Verdict
from siaga.observe.series import Series, SeriesKey, SeriesLog, read
from siaga.record.json_lines import JsonLines
from siaga.record.latency import Interval, LatencyLog, histogram, record
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.tally import StepCount, Tally
from siaga.report.render import render
from siaga.scenario.arrivals import plan
from siaga.scenario.load import dump, load
from siaga.scenario.model import Scenario
from siaga.scenario.scale import scaled

ROOT = Path(__file__).resolve().parents[2]
T0_S = 1_700_000_000.0
WORKERS = 2
DURATION_S = 180
SHARES = {"home": 1.0, "register": 0.5, "verify-email": 0.37, "identity": 0.28, "join": 0.174}
MEDIANS_S = {"home": 0.02, "register": 0.05, "verify-email": 0.03, "identity": 0.11, "join": 0.08}
QUOTA = 1648


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A timeline of plain columns."""

    second: tuple[int, ...] = ()
    phase: tuple[str, ...] = ()
    planned: tuple[int, ...] = ()
    arrived: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    active: tuple[int, ...] = ()
    good: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()
    p50_s: tuple[float | None, ...] = ()
    p99_s: tuple[float | None, ...] = ()
    seats_left: tuple[float | None, ...] = ()

    def as_csv(self) -> str:
        """Give the columns with a heading."""
        text = io.StringIO()
        names = [one.name for one in fields(self)]
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(zip(*(getattr(self, name) for name in names), strict=True))
        return text.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """Everything that a report is made from."""

    folder: RunFolder
    scenario: Scenario
    run: RunRecord
    plan: PlanRecord | None
    verdict: Verdict
    timeline: Columns
    series: Series

    def rendered(self) -> RunFolder:
        """Write every report and give the folder."""
        render(self.folder, self.scenario, self.run, self.plan, self.verdict, self.timeline, self.series)
        return self.folder

    def in_folder(self, path: Path) -> "Rehearsal":
        """Give the rehearsal with a copy of its folder."""
        shutil.copytree(self.folder.path, path, dirs_exist_ok=True)
        return replace(self, folder=RunFolder(path))


@pytest.fixture(scope="session")
def opening_day() -> Scenario:
    """The shipped scenario at 1:100 and five times as fast: 180 s, 10,000 visitors."""
    return scaled(load(ROOT / "scenarios" / "opening-day.yaml"), scale=0.01, time_scale=0.2)


@pytest.fixture(scope="session")
def recorded(opening_day: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    """A whole opening day that went well, as two workers and an observer would have written it."""
    folder = RunFolder(tmp_path_factory.mktemp("opening-day"))
    folder.scenario.write_text(dump(opening_day), encoding="utf-8")
    arrivals = plan(opening_day.traffic, opening_day.seed)
    planned = tuple(int(one) for one in arrivals.per_second(DURATION_S))
    populations = {"refreshers": 200, "registrants": 5000, "visitors": 4800}
    plan_record = PlanRecord(
        t0_s=T0_S, workers=WORKERS, duration_s=DURATION_S, planned=planned, populations=populations
    )
    plan_record.write(folder.plan)
    run = _run()
    run.write(folder.run)
    for rank in range(WORKERS):
        shares = arrivals.share(rank, WORKERS).per_second(DURATION_S)
        _write_worker(folder, rank, [int(one) for one in shares])
    _write_scrapes(folder)
    return Rehearsal(
        folder=folder,
        scenario=opening_day,
        run=run,
        plan=plan_record,
        verdict=_verdict(sum(planned)),
        timeline=_timeline(opening_day, planned),
        series=read(folder.scrapes, T0_S),
    )


@pytest.fixture
def go(recorded: Rehearsal, tmp_path: Path) -> Rehearsal:
    """A rehearsal that ends in GO, in a folder of its own."""
    return recorded.in_folder(tmp_path / "go")


@pytest.fixture
def no_go(recorded: Rehearsal, tmp_path: Path) -> Rehearsal:
    """The same day, but three acknowledged joins are not on the roll."""
    text = "3 of 1,640 acknowledged registrations are lost (R1)"
    witness = {"person": "9971014107900001", "op": "0-4411", "acknowledged_at_s": 71.204, "seat": None}
    found = Finding(rule="R1", text=f"{text}.", count=3, of=1640, witnesses=(witness,) * 3)
    audit = recorded.verdict.audit
    rules = (replace(audit.rules[0], state="broken", text=f"{text}."), *audit.rules[1:])
    verdict = replace(
        recorded.verdict,
        decision=Decision.NO_GO,
        exit_code=3,
        reasons=(Reason(gate="integrity", id="R1", text=f"{text}."),),
        would_turn="No acknowledged registration may be lost: keep these 3.",
        audit=replace(audit, on_roll=1637, lost=3, findings=(found,), rules=rules),
    )
    return replace(recorded.in_folder(tmp_path / "no-go"), verdict=verdict)


@pytest.fixture
def inconclusive(recorded: Rehearsal, tmp_path: Path) -> Rehearsal:
    """The same day, but a worker is killed after 95 s in the middle of a line."""
    killed = recorded.in_folder(tmp_path / "inconclusive")
    for path in (killed.folder.tallies(1), killed.folder.latency(1)):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[:95]) + lines[95][:20], encoding="utf-8")
    text = "Worker 1 of 2 never closed its tallies: it was lost after 95 s."
    whole = EvidenceResult(id="workers-complete", state=State.BROKEN, value=1.0, limit=2.0, text=text)
    verdict = replace(
        killed.verdict,
        decision=Decision.INCONCLUSIVE,
        exit_code=4,
        reasons=(Reason(gate="evidence", id="workers-complete", text=text),),
        would_turn="Run again with both workers alive to the end.",
        evidence=(whole, *killed.verdict.evidence[1:]),
    )
    noted = killed.run.noted("worker 1 ended with code -9 at 95.2 s")
    return replace(killed, verdict=verdict, run=noted)


@pytest.fixture
def empty(opening_day: Scenario, tmp_path: Path) -> Rehearsal:
    """A run in which nobody arrived and nothing was written but what was started."""
    folder = RunFolder(tmp_path / "empty")
    folder.path.mkdir()
    unknown = ObjectiveResult(
        id="errors", expression="error ratio <= 0.5 %", state=State.UNKNOWN, value=None, bound=None,
        limit=0.005, unit="ratio", key=False, weight=1.0, text="No sample, so nothing is known.",
    )  # fmt: skip
    verdict = Verdict(
        decision=Decision.INCONCLUSIVE,
        exit_code=4,
        reasons=(Reason(gate="evidence", id="plan-offered", text="None of 10,000 visitors arrived."),),
        would_turn="Run again until the plan is offered.",
        score=None,
        audit=Audit(applicable=False),
        objectives=(unknown,),
        evidence=(),
        load=Load(planned_arrivals=10_000, arrived=0, dropped=0, requests=0, peak_arrivals_per_s=0.0),
    )
    return Rehearsal(
        folder=folder, scenario=opening_day, run=replace(_run(), interrupted=True, command=()),
        plan=None, verdict=verdict, timeline=Columns(), series=read(folder.scrapes, T0_S),
    )  # fmt: skip


@pytest.fixture
def changed(go: Rehearsal) -> Callable[..., Rehearsal]:
    """Give the rehearsal that went well with parts of it or of its verdict put in place."""

    def change(**parts: object) -> Rehearsal:
        own = {one.name for one in fields(Rehearsal)}
        mine = {name: part for name, part in parts.items() if name in own}
        rest = {name: part for name, part in parts.items() if name not in own}
        return replace(go, **{"verdict": replace(go.verdict, **rest), **mine})  # type: ignore[arg-type]

    return change


def _run() -> RunRecord:
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


def _write_worker(folder: RunFolder, rank: int, arrived: list[int]) -> None:
    source = np.random.default_rng(rank)
    tallies, log = JsonLines(folder.tallies(rank)), LatencyLog(folder.latency(rank), T0_S)
    for second, many in enumerate(arrived):
        ended = {step: int(source.binomial(many, share)) for step, share in SHARES.items()}
        blip = 3 if 84 <= second < 88 else 0
        steps = {step: StepCount(good=count) for step, count in ended.items()}
        steps["home"] = StepCount(good=ended["home"], failed=blip)
        tallies.append(
            Tally(
                second=second, arrived=many, finished=many, active=many * 9, sent=many * 3,
                cpu_ratio=0.4, lateness_s=0.002, loop_lag_s=0.004, steps=steps,
                errors={"home status 503": blip} if blip else {},
                reached={
                    "registrants email-verified": ended["verify-email"],
                    "registrants identity-verified": ended["identity"],
                    "registrants joined": ended["join"],
                },
                closed=second == len(arrived) - 1,
            ).as_json()
        )  # fmt: skip
        for step, count in ended.items():
            latencies_s = source.lognormal(np.log(MEDIANS_S[step]), 0.45, count)
            _write_latencies(log, second, step, [float(one) for one in latencies_s])
    tallies.close()
    log.close()


def _write_latencies(log: LatencyLog, second: int, step: str, latencies_s: list[float]) -> None:
    for intended, waited_s in ((True, 0.002), (False, 0.0)):
        latencies = histogram()
        for latency_s in latencies_s:
            record(latencies, latency_s + waited_s)
        log.append(Interval(second=second, step=step, intended=intended, latencies=latencies))


def _write_scrapes(folder: RunFolder) -> None:
    log = SeriesLog(folder.scrapes)
    for second in range(DURATION_S):
        busy = 30 + 60 * np.exp(-(((second - 20) / 25) ** 2))
        log.append(
            T0_S + second + 0.25,
            up=True,
            samples={
                SeriesKey.of("site_http_requests_in_flight", {}): round(float(busy + second % 7), 1),
                SeriesKey.of("site_event_loop_lag_seconds", {}): round(0.004 + busy / 9000, 5),
                SeriesKey.of("site_http_requests_total", {"status": "2xx"}): 170.0 * second,
                SeriesKey.of("site_http_requests_total", {"status": "5xx"}): 6.0
                * min(max(second - 84, 0), 4),
                SeriesKey.of("site_process_start_time_seconds", {}): T0_S - 9,
            },
        )
    log.close()


def _timeline(scenario: Scenario, planned: tuple[int, ...]) -> Columns:
    source = np.random.default_rng(5)
    wave = [0.06 + 0.3 * float(np.exp(-(((second - 22) / 14) ** 2))) for second in range(DURATION_S)]
    p99_s = tuple(round(one * float(source.lognormal(0, 0.12)), 4) for one in wave)
    failed = tuple(6 if 84 <= second < 88 else 0 for second in range(DURATION_S))
    phases = scenario.traffic.phases
    which = scenario.traffic.curve.stretch_at(np.arange(DURATION_S, dtype=np.float64))
    joined = np.cumsum([0 if second < 12 else 14 for second in range(DURATION_S)])
    return Columns(
        second=tuple(range(DURATION_S)),
        phase=tuple(phases[int(one)].name for one in which),
        planned=planned,
        arrived=planned,
        dropped=(0,) * DURATION_S,
        active=tuple(one * 9 for one in planned),
        good=tuple(one * 2 for one in planned),
        failed=failed,
        p50_s=tuple(round(one / 5, 4) for one in p99_s),
        p99_s=p99_s,
        seats_left=tuple(float(max(QUOTA - int(one), 0)) for one in joined),
    )


def _verdict(arrived: int) -> Verdict:
    parts = tuple(
        _objective(id="stable", expression=expression, value=value, limit=limit, unit=unit)
        for expression, value, limit, unit in (
            ("min(up) >= 1", 1.0, 1.0, "count"),
            ("max(site_http_requests_in_flight) <= 500", 95.0, 500.0, "count"),
            ("quantile(0.99, site_event_loop_lag_seconds) <= 0.25 s", 0.0139, 0.25, "s"),
            (
                'increase(site_http_requests_total{status="5xx"}) / increase(site_http_requests_total)'
                " <= 0.1 %",
                0.00079, 0.001, "ratio",
            ),
            ("increase(site_process_start_time_seconds) <= 0", 0.0, 0.0, "count"),
        )
    )  # fmt: skip
    stable = replace(
        parts[0],
        expression="all of 5",
        value=None,
        parts=parts,
        text="All of its 5 expressions are met.",
    )
    join = _objective(
        id="join-latency",
        expression="p99 of join <= 1.5 s",
        value=0.412,
        bound=0.498,
        limit=1.5,
        unit="s",
    )
    available = _objective(
        id="join-availability", expression="availability of join >= 99.5 %", value=0.9998, bound=0.9961,
        limit=0.995, unit="ratio",
    )  # fmt: skip
    return Verdict(
        decision=Decision.GO,
        exit_code=0,
        reasons=(
            Reason(gate="score", id="score", text="Every promise was kept and every objective is met."),
        ),
        would_turn="A single lost registration would make it NO_GO.",
        score=100.0,
        audit=_audit(),
        objectives=(available, join, stable),
        evidence=_evidence(),
        load=Load(
            planned_arrivals=arrived,
            arrived=arrived,
            dropped=0,
            requests=arrived * 3,
            peak_arrivals_per_s=94.0,
        ),
    )


def _objective(**given: object) -> ObjectiveResult:
    standard = {"state": State.MET, "bound": None, "key": True, "weight": 1.0}
    text = f"{given['expression']}: measured {given['value']}, allowed {given['limit']}."
    return ObjectiveResult(**{**standard, "text": text, **given})  # type: ignore[arg-type]


def _evidence() -> tuple[EvidenceResult, ...]:
    return (
        EvidenceResult(
            id="workers-complete", state=State.MET, value=2.0, limit=2.0, text="Both workers closed."
        ),
        EvidenceResult(
            id="plan-offered", state=State.MET, value=1.0, limit=0.95, text="All arrivals were sent."
        ),
    )


def _audit() -> Audit:
    kept = "0 of 1,640 acknowledged lost, 95 % upper bound 0.18 %."
    return Audit(
        applicable=True, attempted=1741, acknowledged=1640, refused=98, unknown=3, on_roll=1642, recovered=2,
        rules=(
            RuleResult(rule="R1", title="nothing is lost", state="met", text=kept),
            RuleResult(rule="R2", title="nothing stands twice", state="met", text="0 of 1,642 entries twice."),
            RuleResult(rule="R7", title="waiting room", state="not_applicable", text="The site has none."),
        ),
    )  # fmt: skip
