"""The Progress of a run: what can be said of it at this moment, from the files it is writing."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from siaga.observe.tail import LatencyTail, ScrapeTail
from siaga.observe.totals import Totals
from siaga.record.pool import Heap, Pool
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.record.tally import Tally
from siaga.scenario.load import load
from siaga.scenario.model import Phase

REQUESTS_OVER_S = 5
LATENCY_OVER_S = 10
STALE_S = 3
"""Seconds after which the newest tally no longer says what happens now: the workers are silent."""
AFTER = "last visitors"
"""Stands for the phase when all phases are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressView:
    """How the run goes.

    Attributes:
        phase: name of the phase; empty before the first, `AFTER` when the last is over.
        elapsed_s: seconds since the first phase began, 0 or more.
        remaining_s: seconds until the last phase is over, 0 or more.
        planned: arrivals of the whole plan; 0 until there is one.
        due: arrivals that were intended by now.
        arrived: visitors whose journey began.
        dropped: arrivals that were due and could not be sent.
        active: visitors inside.
        requests_per_s: mean over the last 5 whole seconds that every worker has told of.
        p99_s: 99 % of the steps of the last 10 s took no longer than this from their intended start,
            failed ones included; None if none ended, inf where it falls on visitors never served.
        failed: samples that failed.
        failed_ratio: by all samples, 0 to 1; 0 if there are none.
        seats_left: what the last scrape of the site said; None if it said nothing.
        workers: how many tell what they count.
        workers_planned: how many share the plan; 0 until there is one.
        loop_lag_s: worst delay of a worker's event loop, or of an arrival, in its last second.
        cpu_ratio: of the busiest worker in its last second, 0 to 1 (one core).
        closed: whether a stock Locust file is played, whose visitors nobody plans; `p99_s` is then
            service time.
    """

    phase: str
    elapsed_s: float
    remaining_s: float
    planned: int
    arrived: int
    dropped: int
    active: int
    requests_per_s: float
    p99_s: float | None
    failed: int
    failed_ratio: float
    seats_left: float | None
    due: int = 0
    workers: int = 0
    workers_planned: int = 0
    loop_lag_s: float = 0.0
    cpu_ratio: float = 0.0
    closed: bool = False


class Progress:
    """Follows the files of a run.

    Args:
        folder: the run; its scenario has been written.
        clock: wall clock in Unix seconds.

    Raises:
        UsageError: the scenario of the folder is missing or refused.
    """

    def __init__(self, folder: RunFolder, clock: Callable[[], float]) -> None:
        self._clock = clock
        traffic = load(folder.scenario).traffic
        self._phases, self._closed = traffic.phases, traffic.is_closed
        self._totals = Totals(folder)
        self._latencies = _RecentLatencies(LatencyTail(folder, closed=self._closed))
        self._scrapes = ScrapeTail(folder.scrapes)

    @property
    def settled(self) -> int:
        """The last second that all present workers have told of, or that they never will."""
        return self._settled(self._run_s())

    @property
    def plan(self) -> PlanRecord | None:
        """What the generator set out to do; None until the first phase is fixed."""
        return self._totals.plan

    def p99_at(self, second: int) -> float | None:
        """Give the 99th percentile of one of the last 10 seconds; None of nothing."""
        return self._latencies.p99_at(second)

    @property
    def closed(self) -> set[int]:
        """Ranks of the workers that have written all they had to write, as of the last look."""
        return self._totals.closed

    def now(self) -> ProgressView:
        """Read what is new and say how the run goes.

        Raises:
            ValueError: the file of the plan is damaged.
        """
        self._totals.look()
        self._scrapes.look()
        totals, run_s = self._totals, self._run_s()
        second = self._settled(run_s)
        self._latencies.look(second)
        failed = sum(count.failed for count in totals.steps.values())
        samples = failed + sum(count.good for count in totals.steps.values())
        return ProgressView(
            phase=phase_at(self._phases, run_s),
            elapsed_s=max(run_s, 0.0),
            remaining_s=max(sum(phase.for_s for phase in self._phases) - max(run_s, 0.0), 0.0),
            planned=0 if totals.plan is None else sum(totals.plan.planned),
            arrived=totals.arrived,
            dropped=totals.dropped,
            active=totals.active,
            requests_per_s=_mean(totals.sent, second),
            p99_s=self._latencies.p99_s(),
            failed=failed,
            failed_ratio=failed / samples if samples else 0.0,
            seats_left=self._scrapes.last("site_seats", {"state": "left"}),
            due=0 if totals.plan is None else sum(totals.plan.planned[: max(int(run_s), 0)]),
            workers=len(totals.present),
            workers_planned=0 if totals.plan is None else totals.plan.workers,
            closed=self._closed,
            **_health(totals.present.values()),
        )

    def _run_s(self) -> float:
        """Seconds since the first phase; -1 while nobody knows when that is."""
        plan = self._totals.plan
        return -1.0 if plan is None else self._clock() - plan.t0_s

    def _settled(self, run_s: float) -> int:
        """Give the last second that all present workers have told of, or that they never will."""
        told = min((tally.second for tally in self._totals.present.values()), default=-1)
        return max(told, int(run_s) - STALE_S)


def phase_at(phases: tuple[Phase, ...], run_s: float) -> str:
    """Give the name of the phase at a time; empty before the first, `AFTER` after the last."""
    if run_s < 0:
        return ""
    for phase in phases:
        run_s -= phase.for_s
        if run_s < 0:
            return phase.name
    return AFTER


class _RecentLatencies:
    """The latencies of the last seconds, every step and worker together."""

    def __init__(self, tail: LatencyTail) -> None:
        self._tail = tail
        self._seconds: dict[int, Heap] = {}

    def look(self, second: int) -> None:
        """Take in what is new, and let go of what is older than the window that ends at `second`."""
        oldest = second - LATENCY_OVER_S
        for one in self._tail.new():
            if one.second > oldest:
                self._seconds.setdefault(one.second, Heap()).add(one)
        self._seconds = {at: kept for at, kept in self._seconds.items() if at > oldest}

    def p99_s(self) -> float | None:
        """Give the 99th percentile in seconds; None of nothing."""
        each = [latencies.pool().counts for latencies in self._seconds.values()]
        return Pool(counts=np.sum(each, axis=0)).quantile(0.99) if each else None

    def p99_at(self, second: int) -> float | None:
        """Give it of one second that is kept; None of nothing."""
        return self._seconds[second].pool().quantile(0.99) if second in self._seconds else None


def _health(present: Collection[Tally]) -> dict[str, float]:
    """Give the worst of what the workers say of themselves."""
    return {
        "loop_lag_s": max((one.late_s for one in present), default=0.0),
        "cpu_ratio": max((one.cpu_ratio for one in present), default=0.0),
    }


def _mean(sent: Mapping[int, int], second: int) -> float:
    """Give the requests per second over the window that ends with `second`."""
    window = range(max(second - REQUESTS_OVER_S + 1, 0), second + 1)
    return sum(sent.get(at, 0) for at in window) / len(window) if window else 0.0
