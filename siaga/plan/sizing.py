"""The Sizing of a day: what its site, door and generator have to be, and what nobody can tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from siaga.errors import UsageError
from siaga.plan.caveat import caveats, lookers
from siaga.plan.demand import Demand, demand
from siaga.plan.fit import DRAWS, Fit, Refusal, fit, refused
from siaga.plan.interval import Interval
from siaga.plan.load_point import LoadPoint, load_points
from siaga.plan.replicas import Replicas, replicas
from siaga.plan.rush import TIMES, Rush, rush
from siaga.plan.source import Source, Sources, chosen
from siaga.plan.workers import Workers, workers
from siaga.scenario.curve import Curve, Floats
from siaga.scenario.model import Scenario

HEADROOM = 0.75
"""Share of the capacity that is used: at the ceiling itself every answer waits for all others."""

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """What is said of a day.

    Attributes:
        scenario: the day.
        step: the step whose requests count alone; None for all of them.
        headroom: share of the capacity that is used.
        sources: the runs.
        points: what was measured in those used.
        fits: by number of the site's processes.
        processes: of the site through which the day is played.
        refusal: why its capacity is not known; None where it is.
        demand: what visitors ask for; None where no run tells.
        enough: whether the worst moment asks for no more than was seen to get done, headroom left.
        admission_per_s: visitors a second that may be let in; None where the capacity is not known.
        response_s: time of a request then, in the mean; None likewise.
        workers: what the generator has to be; None where no run tells.
        replicas: how many processes the site needs without a waiting room; None where no run tells.
        rushes: the day at the door; none where the capacity is not known.
        warnings: a sentence for each thing that is to be known.
    """

    scenario: Scenario
    step: str | None
    headroom: float
    sources: Sources
    points: tuple[LoadPoint, ...]
    fits: Mapping[int, Fit]
    processes: int
    refusal: Refusal | None
    demand: Demand | None
    enough: bool
    admission_per_s: Interval | None
    response_s: float | None
    workers: Workers | None
    replicas: Replicas | None
    rushes: tuple[Rush, ...]
    warnings: tuple[str, ...]

    @property
    def fit(self) -> Fit | None:
        """The law of the site through which the day is played."""
        return self.fits.get(self.processes)

    @property
    def capacity_per_s(self) -> Interval | None:
        """Requests that it gets done per second at most; None where nobody can tell."""
        return self.fit.ceiling if self.fit else None

    @property
    def asked_per_s(self) -> float:
        """The most requests a second that any site was asked for in the runs; 0 for none."""
        return max((one.asked_per_s for one in self.points), default=0.0)

    def as_json(self) -> dict[str, Any]:
        """Give the sizing as a JSON object."""
        law = self.fit.law if self.fit else None
        return {
            "schema": SCHEMA,
            "scenario": self.scenario.name,
            "step": self.step,
            "headroom": self.headroom,
            "runs": [one.name for one in self.sources.used],
            "left_out": list(self.sources.left_out),
            "warnings": list(self.warnings),
            "refusal": _of(self.refusal),
            "processes": self.processes,
            "points": len(self.points),
            "law": None
            if law is None
            else {
                "rate_per_s": law.rate_per_s,
                "contention": law.contention,
                "coherence": law.coherence,
            },
            "capacity_per_s": _of(self.capacity_per_s),
            "seen_per_s": self.fit.seen_per_s if self.fit else None,
            "enough": self.enough,
            "requests_per_visitor": _of(self.demand.requests_per_visitor) if self.demand else None,
            "peak_visitors_per_s": self.demand.visitors_per_s if self.demand else None,
            "peak_requests_per_s": _of(self.demand.peak_per_s) if self.demand else None,
            "admission_per_s": _of(self.admission_per_s),
            "response_s": self.response_s,
            "workers": _workers(self.workers),
            "replicas": _replicas(self.replicas),
            "rushes": [one.as_json() for one in self.rushes],
        }


def sizing(
    scenario: Scenario, given: Sequence[Source], *, step: str | None = None, headroom: float = HEADROOM
) -> Sizing:
    """Size a day by measured runs.

    Args:
        scenario: the day, with everybody who comes to it.
        given: the runs.
        step: the step whose requests count alone; None for all of them.
        headroom: share of the capacity that is used, above 0 to 1.

    Raises:
        UsageError: the day is a closed model, in which nobody comes at a rate.
    """
    _refuse_closed(scenario)
    sources = chosen(given, scenario)
    runs = [one.facts for one in sources.used]
    points = [load_points(facts, number, step) for number, facts in enumerate(runs)]
    together = _by_processes(sources.used, points)
    fits = {many: fit(some) for many, some in together.items() if refused(some) is None}
    processes = _processes(together, fits)
    curve, came = scenario.traffic.curve, any(facts.counts.number("arrived") for facts in runs)
    wanted = demand(curve, runs, step, DRAWS) if came else None
    main = fits.get(processes)
    door = _door(main, wanted, headroom) if main and wanted else None
    rushes = _rushes(curve, door) if door else ()
    return Sizing(
        scenario=scenario,
        step=step,
        headroom=headroom,
        sources=sources,
        points=tuple(one for some in points for one in some),
        fits=fits,
        processes=processes,
        refusal=_refusal(together, fits, processes),
        demand=wanted,
        enough=bool(wanted and main and wanted.peak_per_s.high <= headroom * main.seen_per_s),
        admission_per_s=door.per_s if door else None,
        response_s=door.response_s if door else None,
        workers=workers(runs, wanted.visitors_per_s, scenario.evidence.cpu) if wanted else None,
        replicas=replicas(fits, wanted.peak_per_s.value, headroom) if wanted and wanted.mean else None,
        rushes=rushes,
        warnings=(
            *sources.warnings,
            *caveats(sources.used, points, step, wanted),
            *lookers(scenario, rushes),
        ),
    )


def _refuse_closed(scenario: Scenario) -> None:
    """Refuse a day without a rate, in front of which no queue could be."""
    if scenario.traffic.is_closed:
        raise UsageError(
            f"{scenario.name}: traffic.closed: is a closed model, whose visitors wait for the site by"
            " themselves, so there is no queue to plan; a day whose phases have a rate is allowed"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Door:
    """Visitors that are let in per second, and how long a request takes then."""

    per_s: Interval
    drawn_per_s: Floats
    response_s: float


def _door(main: Fit, wanted: Demand, headroom: float) -> _Door | None:
    """Let in as many as ask for a share of the capacity; None where that is not known."""
    if main.ceiling is None or not wanted.mean:
        return None
    drawn = headroom * main.ceilings_per_s / wanted.per_visitor
    finite = drawn[np.isfinite(drawn)]
    used_per_s = headroom * main.ceiling.value
    return _Door(
        per_s=Interval.of(used_per_s / wanted.mean, finite),
        drawn_per_s=finite,
        response_s=main.law.load_for(used_per_s) / used_per_s,
    )


def _rushes(curve: Curve, door: _Door) -> tuple[Rush, ...]:
    return tuple(rush(curve, times, door.per_s.value, door.drawn_per_s) for times in TIMES)


def _by_processes(
    used: Sequence[Source], points: Sequence[tuple[LoadPoint, ...]]
) -> dict[int, list[LoadPoint]]:
    together: dict[int, list[LoadPoint]] = {}
    for one, some in zip(used, points, strict=True):
        together.setdefault(one.processes, []).extend(some)
    return together


def _processes(together: Mapping[int, list[LoadPoint]], fits: Mapping[int, Fit]) -> int:
    """Choose the largest site whose capacity is known, or else of which there are most points."""
    known = [many for many, one in fits.items() if one.ceiling is not None]
    if known:
        return max(known)
    return max(together, key=lambda many: (many in fits, len(together[many])), default=1)


def _refusal(
    together: Mapping[int, list[LoadPoint]], fits: Mapping[int, Fit], processes: int
) -> Refusal | None:
    if processes in fits:
        return fits[processes].refusal
    return refused(together.get(processes, []))


def _of(one: Interval | Refusal | None) -> Mapping[str, float | str] | None:
    return None if one is None else one.as_json()


def _workers(one: Workers | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "needed": one.needed.as_json(),
        "each_per_s": one.each_per_s.as_json(),
        "request_cpu_s": one.request_cpu_s.as_json(),
        "sent_per_visitor": one.sent_per_visitor,
        "peak_per_s": one.peak_per_s,
        "seen_per_s": one.seen_per_s,
    }


def _replicas(one: Replicas | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "needed": _of(one.needed),
        "at_least": one.at_least,
        "refusal": _of(one.refusal),
    }
