"""The Terms of an audit: what the scenario says that the site promises, and what it leaves unsaid."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from siaga.judge.counts import Counts
from siaga.judge.disagreement import AGREED, Disagreement
from siaga.record.clock_jump import clock_jumps
from siaga.record.fault_span import FaultSpan, fault_spans
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import PlanRecord
from siaga.scenario.model import Scenario
from siaga.scenario.raised_quota import KIND, raised_s
from siaga.scenario.site import Site

UNSAID = Site()
"""A site of which nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a run is held to.

    Attributes:
        site: what the scenario says of the site.
        t0_s: wall time of the first phase, Unix seconds; None where nobody wrote it down.
        closes_s: when joining closes, run seconds; None: it stays open.
        raises_s: when the quota changes as the scenario plans it, run seconds, and to what; in order.
        raised_s: when a fault may have raised the quota, from when on it certainly had, run seconds, and
            to what; in order.
        sold_out: whether the scenario says which refusal means that no seat is left.
        jumped_s: by how much the clock of the master's machine was set while the run lasted, all in all:
            nobody knows which of two times came first that are closer than that.
        clocks: by how much times of workers may be wrong.
        lates: from when until when a worker was later than the evidence allows, run seconds, and by how
            much at the worst; none where no rule asks.
    """

    site: Site = UNSAID
    t0_s: float | None = None
    closes_s: float | None = None
    raises_s: tuple[tuple[float, int], ...] = ()
    raised_s: tuple[tuple[float, float, int], ...] = ()
    sold_out: bool = False
    jumped_s: float = 0.0
    clocks: Disagreement = AGREED
    lates: tuple[tuple[float, float, float], ...] = ()

    @classmethod
    def of(cls, scenario: Scenario, plan: PlanRecord | None) -> Self:
        """Give the terms of a scenario that was played by a plan."""
        return cls(
            site=scenario.site,
            t0_s=None if plan is None else plan.t0_s,
            closes_s=scenario.closes_s,
            raises_s=scenario.raises_s,
            sold_out=any(row.means == "sold-out" for row in scenario.outcomes),
        )

    @classmethod
    def of_run(cls, folder: RunFolder, scenario: Scenario) -> Self:
        """Give the terms of a run; one that never got as far as a plan has none of the times.

        Raises:
            ValueError: its plan is damaged, or the record of its faults or of its clock.
        """
        terms = cls.of(scenario, PlanRecord.read(folder.plan) if folder.plan.exists() else None)
        return replace(
            terms,
            raised_s=_raised_s(scenario, fault_spans(folder.faults)),
            jumped_s=sum(abs(one.by_s) for one in clock_jumps(folder.clock_jumps)),
            clocks=Disagreement.read(folder.clocks),
            lates=_lates(folder, scenario),
        )

    def lack(self, need: str) -> str:
        """Give why a rule that needs something does not apply; empty if it does.

        Raises:
            KeyError: nobody can need that.
        """
        there, lacking = NEEDS[need]
        return "" if there(self) else lacking

    def missing(self, need: str) -> str:
        """Give why a rule that needs something written down knows nothing; empty if it is there.

        Raises:
            KeyError: nobody can need that.
        """
        there, missing = WRITTEN[need]
        return "" if there(self) else missing

    def quotas(self) -> list[tuple[float, float, int]]:
        """Give the quotas: from when until when each may hold, Unix seconds, and how many seats.

        The first holds from ever, the last for ever. Where a fault raised it, two of them overlap: until
        it was seen, nobody knows which of the two held.
        """
        if self.site.quota is None:
            return []
        t0_s = self.t0_s or 0.0
        ever, changes = float("inf"), sorted([*self._planned(), *self.raised_s])
        began_s = [-ever, *(t0_s + at_s for at_s, _seen_s, _quota in changes)]
        ended_s = [*(t0_s + seen_s for _at_s, seen_s, _quota in changes), ever]
        seats = [self.site.quota, *(quota for _at_s, _seen_s, quota in changes)]
        return list(zip(began_s, ended_s, seats, strict=True))

    def _planned(self) -> list[tuple[float, float, int]]:
        return [(at_s, at_s, quota) for at_s, quota in self.raises_s]

    def variables(self) -> dict[str, float | None]:
        """Give the numbers that rules ask for by name: `getvariable('closes_s')`; None: not said."""
        site, room = self.site, self.site.waiting_room
        return {
            "t0_s": self.t0_s,
            "closes_s": self.closes_s,
            "skew_s": site.clock_skew_s + self.jumped_s + self.clocks.off_s,
            "jumped_s": self.jumped_s,
            "apart_s": self.clocks.apart_s,
            "stale_s": None if site.remaining is None else site.remaining.stale_s,
            "admits_per_s": None if room is None else room.admits_per_s,
            "over_s": None if room is None else room.over_s,
            "tolerance": None if room is None else room.tolerance,
            "fifo_within_s": None if room is None or room.order == "any" else room.within_s,
        }


def _raised_s(scenario: Scenario, spans: Sequence[FaultSpan]) -> tuple[tuple[float, float, int], ...]:
    """Give what faults made of the quota; one that nobody saw may have done so at any later time."""
    seats = [quota for _at_s, quota in raised_s(scenario)]
    begun = sorted((one for one in spans if one.kind == KIND), key=lambda one: one.from_s)
    return tuple(
        (one.from_s, float("inf") if one.proven_s is None else one.proven_s, quota)
        for one, quota in zip(begun, seats, strict=False)
    )


def _lates(folder: RunFolder, scenario: Scenario) -> tuple[tuple[float, float, float], ...]:
    """Give when workers were late: a second is over in the next one, when it is told of."""
    if scenario.site.waiting_room is None:
        return ()
    limit_s = scenario.evidence.loop_lag_s
    return tuple(
        (float(span.start), float(span.stop + 1), tally.late_s)
        for worker in Counts.readable(folder.tally_files()).workers
        for span, tally in worker.spans()
        if tally.late_s > limit_s
    )


def _roll(terms: Terms, key: str) -> bool:
    return terms.site.roll is not None and bool(getattr(terms.site.roll, key))


Need = tuple[Callable[[Terms], bool], str]

NEEDS: Mapping[str, Need] = MappingProxyType(
    {
        "quota": (lambda terms: terms.site.quota is not None, "The scenario names no quota."),
        "closing": (
            lambda terms: terms.closes_s is not None,
            "The scenario names no phase with which joining closes (`site.closes`).",
        ),
        "content": (
            lambda terms: _roll(terms, "content"),
            "The scenario names no column of the roll that holds what people asked for (`content`).",
        ),
        "unique": (
            lambda terms: _roll(terms, "unique"),
            "The scenario names no column of the roll that may have one owner only (`unique`).",
        ),
        "steps": (
            lambda terms: _roll(terms, "steps"),
            "The scenario names no column of the roll with a step of the way (`steps`).",
        ),
        "notices": (
            lambda terms: terms.site.notices is not None,
            "The scenario does not say where notices are read (`site.notices`).",
        ),
        "remaining": (
            lambda terms: terms.site.remaining is not None,
            "The scenario does not say that pages show the seats left (`site.remaining`).",
        ),
        "waiting-room": (
            lambda terms: terms.site.waiting_room is not None,
            "The scenario names no waiting room (`site.waiting-room`).",
        ),
        "seats": (
            lambda terms: terms.site.seats is not None,
            "The scenario names no series that account for every seat (`site.seats`).",
        ),
        "lot": (
            lambda terms: _roll(terms, "lot"),
            "The scenario names no column of the roll by which seats are drawn (`lot`).",
        ),
        "no-lot": (
            lambda terms: not _roll(terms, "lot"),
            "Seats are drawn (`lot`): a yes is an application, and no seat the fewer is left.",
        ),
        "draw": (
            lambda terms: not _roll(terms, "lot") or terms.closes_s is not None,
            "Seats are drawn (`lot`), and joining stays open (`site.closes`): nobody is due to be told.",
        ),
        "sold-out": (
            lambda terms: terms.sold_out,
            "No row of `outcomes` says which refusal means that no seat is left (`means: sold-out`).",
        ),
    }
)
"""What a rule can need of the scenario, and what is said where it is not there."""

WRITTEN: Mapping[str, Need] = MappingProxyType(
    {
        "clock": (
            lambda terms: terms.t0_s is not None,
            "There is no plan of the run, so nobody knows when it was by the site's clock.",
        ),
        "quota-times": (
            lambda terms: terms.t0_s is not None or not (terms.raises_s or terms.raised_s),
            "There is no plan of the run, so nobody knows when the quota changed.",
        ),
    }
)
"""What a rule can need the run to have written down, and what is said where it is missing."""
