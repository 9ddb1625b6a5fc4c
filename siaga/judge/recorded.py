"""What is Recorded of a run: every fact that a verdict rests on, read from the run folder once."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from siaga.judge.counts import Counts
from siaga.judge.expression import parse
from siaga.judge.handover import Handover, handovers
from siaga.judge.latencies import Latencies
from siaga.judge.lost_worker import LostWorker, lost_workers
from siaga.judge.measures import WaitEstimateError
from siaga.judge.misdeeds import NOTHING_TRIED, Misdeeds, read_misdeeds
from siaga.judge.unplaced import placed
from siaga.judge.waits import Wait, read_waits
from siaga.observe.series import Series
from siaga.observe.series import read as read_series
from siaga.record.clock_jump import ClockJump, clock_jumps
from siaga.record.clock_reading import ClockReading, clock_readings
from siaga.record.fault_span import FaultSpan, fault_spans
from siaga.record.machine_second import MachineSecond
from siaga.record.promql_record import PromqlRecord
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord, RunRecord
from siaga.record.selftest_record import SelfTestRecord
from siaga.record.takeover import Takeover
from siaga.roll.reading import Reading, readings
from siaga.scenario.model import Scenario
from siaga.scenario.quantity import LONGEST_S

_Fact = TypeVar("_Fact")

DAMAGE = (OSError, ValueError, TypeError, LookupError, ArithmeticError)
"""What comes of reading a file that is not what its name says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The facts of one run.

    Attributes:
        scenario: what was to happen.
        run: what was started, and how it ended.
        plan: what the generator set out to do; None if it never got that far.
        counts: what the workers tallied.
        latencies: how long steps took.
        series: what the site showed of itself, in run seconds.
        readings: of the roll, by name.
        ledgers: how many workers left a ledger.
        empty_ledgers: how many of them hold nothing.
        handovers: what is known of the files of each worker; None where nobody wrote it down.
        clocks: how far the workers' clocks were off the master's, in order.
        jumps: by how much the master's clock was set meanwhile, in order.
        machine: how much of the run's machine others took, in order; none where nobody could see it.
        promql: what a Prometheus answered after the run; None if it was not asked.
        lost: the workers that did not write their last tally, or from which others took over; none where
            there is no plan.
        faults: what harmed the site on purpose.
        waits: of visitors who were shown an estimate; none where no objective asks for them.
        misdeeds: what those have tried who mean harm; none where the scenario has none.
        self_test: by which the judge was tested; None where there is none, or none was asked for.
        damage: a sentence for each file that cannot be believed; its facts count as missing.
        cut_s: the run second before which alone objectives are judged; None: every second counts.
        unsent: whether arrivals that were never sent count in what they are part of.
    """

    scenario: Scenario
    run: RunRecord
    plan: PlanRecord | None
    counts: Counts
    latencies: Latencies
    series: Series
    readings: dict[str, Reading]
    ledgers: int = 0
    empty_ledgers: int = 0
    handovers: tuple[Handover, ...] | None = None
    clocks: tuple[ClockReading, ...] = ()
    jumps: tuple[ClockJump, ...] = ()
    machine: tuple[MachineSecond, ...] = ()
    promql: PromqlRecord | None = None
    lost: tuple[LostWorker, ...] = ()
    faults: tuple[FaultSpan, ...] = ()
    waits: tuple[Wait, ...] = ()
    misdeeds: Misdeeds = NOTHING_TRIED
    self_test: SelfTestRecord | None = None
    damage: tuple[str, ...] = ()
    cut_s: int | None = None
    unsent: bool = True

    @property
    def planned_until_s(self) -> float:
        """The length of all phases, or of what was played of them.

        A stock Locust file whose own shape says how many come also says when it is over.
        """
        whole_s, closed = self.scenario.traffic.curve.duration_s, self.scenario.traffic.closed
        if closed is not None and closed.visitors is None:
            whole_s = min(whole_s, self.counts.last_second + 1)
        return whole_s if self.cut_s is None else min(whole_s, self.cut_s)

    def seconds(self, phase: str) -> range:
        """Give the run seconds that begin inside a phase."""
        traffic = self.scenario.traffic
        start_s = traffic.phase_starts_s()[phase]
        end_s = start_s + next(one.for_s for one in traffic.phases if one.name == phase)
        return range(_first_second(start_s), _first_second(end_s))

    def played(self, phase: str) -> range:
        """Give the seconds of a phase that were played: of a run that was ended early not all."""
        whole = self.seconds(phase)
        return whole if self.cut_s is None else range(whole.start, min(whole.stop, self.cut_s))

    def planned(self, during: range | None = None) -> int:
        """Give the arrivals that were intended in some seconds, or in all."""
        if self.plan is None:
            return 0
        planned = self.plan.planned
        if during is None:
            return sum(planned)
        return sum(planned[during.start : during.stop])


def recorded(folder: RunFolder, scenario: Scenario) -> Recorded:
    """Read the facts of a run; a damaged file is told of and its facts count as missing.

    Raises:
        OSError: run.json cannot be read.
        ValueError: run.json is no record of a run.
    """
    run = _run(folder)
    damage: list[str] = []

    def read(what: str, reader: Callable[[], _Fact], missing: Callable[[], _Fact]) -> _Fact:
        try:
            return reader()
        except DAMAGE as error:
            damage.append(f"{what}: {str(error).rstrip('.')}")
            return missing()

    plan = read("plan", lambda: _plan(folder), lambda: None)
    t0_s = plan.t0_s if plan is not None else 0.0
    counts = read("tallies", lambda: Counts.read(folder.tally_files()), lambda: Counts(()))
    known = read("collection", lambda: handovers(folder), lambda: None)
    lost = partial(lost_workers, folder, scenario, run, counts.workers, known or ())
    given_up = read("takeovers", lambda: tuple(Takeover.all_of(folder.takeovers)), lambda: ())
    return Recorded(
        scenario=scenario,
        run=run,
        plan=plan,
        counts=counts,
        latencies=placed(read("latencies", *_latencies(folder, scenario)), counts, scenario),
        series=read("scrapes", lambda: read_series(folder.scrapes, t0_s), _no_series),
        readings=read("readings of the roll", lambda: readings(folder), dict),
        ledgers=len(folder.ledgers()),
        empty_ledgers=sum(path.stat().st_size == 0 for path in folder.ledgers()),
        handovers=known,
        clocks=read("clocks", lambda: tuple(clock_readings(folder.clocks)), lambda: ()),
        jumps=read("jumps of the clock", lambda: tuple(clock_jumps(folder.clock_jumps)), lambda: ()),
        machine=read("machine", lambda: tuple(MachineSecond.all_of(folder.machine)), lambda: ()),
        promql=read("Prometheus' answers", lambda: _promql(folder), lambda: None),
        self_test=read("self-test", lambda: _self_test(folder), lambda: None),
        lost=read("lost workers", lambda: () if plan is None else lost(given_up), lambda: ()),
        faults=read("faults", lambda: fault_spans(folder.faults), lambda: ()),
        waits=read("ledgers", lambda: _waits(folder, scenario), lambda: ()),
        misdeeds=read("misdeeds", lambda: _misdeeds(folder, scenario), Misdeeds),
        damage=tuple(damage),
        cut_s=run.aborted_at_s if run.aborted_for else None,
    )


def _run(folder: RunFolder) -> RunRecord:
    run = RunRecord.read(folder.run)
    sound = isinstance(run.workers, int) and isinstance(run.stopped_by, str)
    if not sound:
        raise ValueError(f"{folder.run.name}: its workers or its guard is none; it is damaged")
    at_s = run.aborted_at_s
    if type(at_s) is not int or at_s < 0 or not isinstance(run.aborted_for, str):
        raise ValueError(f"{folder.run.name}: what ended it early is none; it is damaged")
    return run


def _latencies(
    folder: RunFolder, scenario: Scenario
) -> tuple[Callable[[], Latencies], Callable[[], Latencies]]:
    """Give what reads the latencies, and what stands for them where they cannot be read."""
    closed = scenario.traffic.is_closed
    return (
        lambda: Latencies.read(folder.latency_logs(), closed=closed),
        lambda: Latencies((), closed=closed),
    )


def _plan(folder: RunFolder) -> PlanRecord | None:
    if not folder.plan.exists():
        return None
    plan = PlanRecord.read(folder.plan)
    if not (
        _is_number(plan.t0_s)
        and 0 <= plan.duration_s <= LONGEST_S
        and all(isinstance(one, int) and one >= 0 for one in plan.planned)
    ):
        raise ValueError(f"{folder.plan.name}: its times or numbers are none; it is damaged")
    return plan


def _self_test(folder: RunFolder) -> SelfTestRecord | None:
    return SelfTestRecord.read(folder.self_test) if folder.self_test.exists() else None


def _promql(folder: RunFolder) -> PromqlRecord | None:
    return PromqlRecord.read(folder.promql) if folder.promql.exists() else None


def _waits(folder: RunFolder, scenario: Scenario) -> tuple[Wait, ...]:
    """Read the waits where an objective asks for them: a ledger may have millions of lines."""
    measures = (parse(text).measure for one in scenario.objectives for text in one.expressions)
    asked = any(isinstance(one, WaitEstimateError) for one in measures)
    return read_waits(folder.ledgers()) if asked else ()


def _misdeeds(folder: RunFolder, scenario: Scenario) -> Misdeeds:
    """Read the misdeeds where there may be some, for the same reason."""
    return read_misdeeds(folder) if scenario.abuse else NOTHING_TRIED


def _is_number(given: object) -> bool:
    return isinstance(given, int | float) and math.isfinite(given)


def _first_second(at_s: float) -> int:
    """Give the first whole second from a moment on; sums of durations are off by a trifle."""
    return int(np.ceil(round(at_s, 6)))


def _no_series() -> Series:
    return Series(attempts_s=np.empty(0), up=np.empty(0), failures=(), changes={})
