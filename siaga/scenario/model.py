"""The Scenario: how visitors arrive, what they walk, what the site is and which objectives hold."""

from pathlib import PurePath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from siaga.scenario.abuse import Abuse, abuse_phases, crowded
from siaga.scenario.baseline import Baseline
from siaga.scenario.caps import Caps
from siaga.scenario.fault import MOST_FAULTS, BadDay, Harm, PlannedFault, phases_of, twice
from siaga.scenario.feed import MOST_FEEDS, Feed, feed_problems
from siaga.scenario.objective import Attestation, Objective
from siaga.scenario.outcome_row import OutcomeRow, OutcomeRows
from siaga.scenario.part import (
    SOME,
    SOME_IN_SCHEMA,
    Count,
    Name,
    Part,
    Seed,
    Text,
    distinct,
    distinct_texts,
)
from siaga.scenario.persons import Persons
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.prometheus import Prometheus, RemoteWrite
from siaga.scenario.quantity import Ratio, SomeRatio, SomeS
from siaga.scenario.registration import Registration
from siaga.scenario.site import Site
from siaga.scenario.stops import Stops
from siaga.scenario.traffic import Phase, Population, Ramp, Stage, Traffic, unknown_phases

__all__ = [
    "Abuse",
    "Applied",
    "Attestation",
    "BadDay",
    "Baseline",
    "Evidence",
    "Feed",
    "Harm",
    "Objective",
    "OutcomeRow",
    "Persons",
    "Phase",
    "PlannedFault",
    "Population",
    "Prometheus",
    "Ramp",
    "Registration",
    "Scenario",
    "Site",
    "Stage",
    "Traffic",
]

Factor = Annotated[float, Field(strict=True, gt=0, le=1)]


def _python_file(text: str) -> str:
    if PurePath(text).suffix != ".py":
        refuse([Problem(text=f"{text!r} is no Python file; name one that ends in .py")])
    return text


Moment = Literal["sold-out", "refusal", "unknown", "recovery", "replay"]


class Evidence(Part):
    """How much a run must have seen before it may decide."""

    acknowledged: Count = 1_000
    """Operations that the site must have acknowledged, at least."""

    offered: SomeRatio = 0.95
    """Share of the planned arrivals that must have been sent, at least."""

    unknown: Ratio = 0.05
    """Share of the operations whose outcome may be unknown, at most."""

    loop_lag_s: Annotated[SomeS, Field(alias="loop-lag")] = 0.1
    """Delay of a worker's event loop beyond which the generator counts as saturated."""

    cpu: SomeRatio = 0.8
    """Share of a core that a worker may use; beyond it the generator counts as saturated."""

    clock_offset_s: Annotated[SomeS, Field(alias="clock-offset")] = 0.1
    """How far the clock of a worker may be off the master's."""

    telemetry_gap_s: Annotated[SomeS, Field(alias="telemetry-gap")] = 5.0
    """Longest time without a scrape of the site's metrics."""

    seen: Annotated[tuple[Moment, ...], AfterValidator(distinct_texts)] = ()
    """Moments that must have happened; a run that never saw one proves nothing about it."""

    self_test: Annotated[str, Field(alias="self-test")] = ""
    """Record of `siaga selftest` by which the judge must have been tested; empty: none is asked for."""


class Applied(Part):
    """The factors that were already applied to a resolved scenario."""

    scale: Factor = 1.0
    """Factor of people and seats."""

    time_scale: Factor = 1.0
    """Factor of durations; thinking times of the journeys are multiplied by it."""


class Scenario(Part):
    """One rehearsal, described whole: it can be played again from this alone."""

    name: Name
    """What run folders and reports call the scenario."""

    description: Text
    """What is rehearsed, in a sentence or two."""

    seed: Seed
    """Seed of everything that is drawn: times of arrival, people, choices on the way."""

    locustfile: Annotated[str, AfterValidator(_python_file)]
    """Locust file with the journeys: beside the scenario, or one that siaga brings along."""

    traffic: Traffic
    """Who arrives, and when."""

    registration: Registration | None = None
    """The whole registration of which the run plays a part; error budgets are counted for it."""

    site: Site = Site()
    """What the run has to know of the site."""

    faults: Annotated[tuple[PlannedFault, ...], Field(max_length=MOST_FAULTS)] = ()
    """What harms the site during the run."""

    bad_day: Annotated[BadDay | None, Field(alias="bad-day")] = None
    """Further faults, at random; a resolved scenario has them among its faults."""

    abuse: Annotated[tuple[Abuse, ...], distinct("case")] = ()
    """Who means harm, beside those who do not."""

    feeds: Annotated[tuple[Feed, ...], Field(max_length=MOST_FEEDS), distinct("name")] = ()
    """Files of rows, of which each visitor gets one."""

    people: Persons | None = None
    """Of which country the people are; not given: of Indonesia."""

    outcomes: OutcomeRows = ()
    """What answers of this site mean for a promise, asked in order before the built-in table."""

    objectives: Annotated[tuple[Objective, ...], SOME, SOME_IN_SCHEMA, distinct("id")]
    """What must hold."""

    prometheus: Prometheus | None = None
    """The Prometheus that objectives ask; not given: none of them can."""

    remote_write: Annotated[RemoteWrite | None, Field(alias="remote-write")] = None
    """Where the run's own metrics are written to; not given: they are exported alone."""

    evidence: Evidence = Evidence()
    """What a run must have seen for its verdict to count."""

    baseline: Baseline = Baseline()
    """How far a run may differ from an earlier one before it matters."""

    caps: Caps = Caps()
    """What the run may do at most; none given: as much as is planned."""

    stops: Stops | None = None
    """What ends the run before its time; not given: nothing here, the usual on another machine."""

    applied: Applied = Applied()
    """Factors that the numbers above already contain."""

    @model_validator(mode="after")
    def _turns_with_a_phase(self) -> Self:
        phases = [phase.name for phase in self.traffic.phases]
        turns = [(("site", *place), name) for place, name in self.site.turns()]
        named = [*turns, *phases_of(self.faults, self.bad_day), *abuse_phases(self.abuse)]
        people = [one.name for one in self.traffic.populations]
        fed = feed_problems(self.feeds, people)
        refuse([*unknown_phases(named, phases), *twice(self.faults), *fed])
        refuse(self._unplayable())
        refuse([*self._out_of_order(), *crowded(self.abuse, self.traffic.visitors)])
        return self

    def _unplayable(self) -> list[Problem]:
        """Find what no stock Locust file can play: it knows nothing of a ledger."""
        if not self.traffic.is_closed:
            return []
        text = "needs a Launch; a stock Locust file (traffic.closed) has none; leave it out"
        given = {
            ("site", "roll"): self.site.roll,
            ("abuse",): self.abuse,
            ("outcomes",): self.outcomes,
            ("feeds",): self.feeds,
            ("people",): self.people,
            ("evidence", "seen"): self.evidence.seen,
            ("caps", "connections"): self.caps.connections,
            ("caps", "bytes"): self.caps.traffic_bytes,
        }
        return [Problem(place=place, text=text) for place, value in given.items() if value]

    def _out_of_order(self) -> list[Problem]:
        """Find a closing that does not come after the opening."""
        opens_s, closes_s = self.opens_s or 0.0, self.closes_s
        if closes_s is None or closes_s > opens_s:
            return []
        text = f"{self.site.closes!r} does not begin after joining opens; name a later phase"
        return [Problem(place=("site", "closes"), text=text)]

    @property
    def fault_kinds(self) -> frozenset[str]:
        """The kinds of fault that can happen."""
        among = () if self.bad_day is None else self.bad_day.among
        return frozenset(one.kind for one in (*self.faults, *among))

    @property
    def ending_early(self) -> list[Objective]:
        """The objectives that may end the run early."""
        return [one for one in self.objectives if one.grace_s is not None]

    def needs_guard(self, *, agreed: bool) -> bool:
        """Tell whether something may end a run: a cap, a stop, a site that has agreed to be loaded."""
        return agreed or self.caps != Caps() or self.stops is not None

    @property
    def opens_s(self) -> float | None:
        """When joining opens, in seconds since the first phase; None: open from the start."""
        return self._start_s(self.site.opens)

    @property
    def closes_s(self) -> float | None:
        """When joining closes, in seconds since the first phase; None: it stays open."""
        return self._start_s(self.site.closes)

    @property
    def room_opens_s(self) -> float | None:
        """When the waiting room opens, in seconds since the first phase; None: open from the start."""
        return None if self.site.waiting_room is None else self._start_s(self.site.waiting_room.opens)

    @property
    def raises_s(self) -> tuple[tuple[float, int], ...]:
        """When the quota is changed and to what, in seconds since the first phase, in order."""
        starts_s = self.traffic.phase_starts_s()
        return tuple(sorted((starts_s[one.with_phase], one.quota) for one in self.site.raises))

    def _start_s(self, phase: str | None) -> float | None:
        return None if phase is None else self.traffic.phase_starts_s()[phase]
