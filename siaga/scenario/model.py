"""The Scenario: how visitors arrive, what they walk, what the site is and which objectives hold."""

from pathlib import PurePath
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from siaga.scenario.curve import Curve, Stretch
from siaga.scenario.quantity import DurationS, RatePerS, Ratio

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Positive = Annotated[float, Field(gt=0)]


class _Part(BaseModel):
    """A part of a scenario: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Ramp(_Part):
    """A rate that changes linearly over its phase."""

    start: Annotated[RatePerS, Field(alias="from", ge=0)]
    to: Annotated[RatePerS, Field(ge=0)]


class Phase(_Part):
    """A named stretch of the opening day with a steady or a ramping arrival rate."""

    name: Name
    for_s: Annotated[DurationS, Field(alias="for", gt=0, le=604_800)]
    rate: Annotated[RatePerS, Field(ge=0)] | Ramp

    def stretch(self) -> Stretch:
        """Give the phase as a stretch of the arrival curve."""
        steady = isinstance(self.rate, float)
        start, end = (self.rate, self.rate) if steady else (self.rate.start, self.rate.to)  # type: ignore[union-attr]
        return Stretch(for_s=self.for_s, start_per_s=start, end_per_s=end)  # type: ignore[arg-type]


class Stage(_Part):
    """One stage of a funnel: the share of those who reached it that goes on."""

    name: Name
    goes_on: Annotated[Ratio, Field(ge=0, le=1)]


class Population(_Part):
    """People who walk the same journey; exactly one population has no number: it is the rest."""

    name: Name
    journey: Name
    people: Annotated[int, Field(ge=0)] | None = None
    during: tuple[Name, ...] = ()
    funnel: tuple[Stage, ...] = ()


class Traffic(_Part):
    """How visitors arrive: the phases of a rate curve, and who the visitors are."""

    arrivals: Literal["poisson", "even"] = "poisson"
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    populations: Annotated[tuple[Population, ...], Field(min_length=1)]
    patience_s: Annotated[DurationS, Field(alias="patience", ge=0)] = 60.0
    step_deadline_s: Annotated[DurationS, Field(alias="step-deadline", gt=0)] = 30.0

    @property
    def curve(self) -> Curve:
        """The arrival curve that the phases draw."""
        return Curve(stretches=tuple(phase.stretch() for phase in self.phases))

    @property
    def visitors(self) -> int:
        """How many visitors arrive in all: the area under the curve."""
        return round(self.curve.total)

    def phase_starts_s(self) -> dict[str, float]:
        """Give the start of each phase, in seconds since the first."""
        starts, at_s = {}, 0.0
        for phase in self.phases:
            starts[phase.name] = at_s
            at_s += phase.for_s
        return starts

    @model_validator(mode="after")
    def _people_fit(self) -> Self:
        phases = [phase.name for phase in self.phases]
        problems = [*_twice("phases", phases), *self._population_problems(set(phases))]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _population_problems(self, phases: set[str]) -> list[str]:
        problems = _twice("populations", [one.name for one in self.populations])
        rest = [one.name for one in self.populations if one.people is None]
        if len(rest) != 1:
            problems.append(
                f"populations: {len(rest)} have no number of people; exactly one may be the rest"
            )
        counted = sum(one.people or 0 for one in self.populations)
        if counted > self.visitors:
            problems.append(
                f"populations: {counted:,} people are more than the {self.visitors:,} visitors"
                " that the phases bring; lower people or raise a rate"
            )
        for one in self.populations:
            problems += [
                f"populations: {one.name} comes during {name!r}, which is no phase;"
                f" phases are {', '.join(sorted(phases))}"
                for name in one.during
                if name not in phases
            ]
        return problems


class Roll(_Part):
    """Where the site's final state is read, and which of its columns mean what."""

    path: Annotated[str, Field(pattern=r"^/")] = "/admin/roll"
    token: str = "${SITE_ADMIN_TOKEN}"  # noqa: S105 - a reference to the environment, no secret
    person: str = "person"
    operation: str = "key"
    seat: str = "seat"
    at: str = "at"


class Site(_Part):
    """What is known of the site: its seats, when joining opens, where it tells of itself."""

    quota: Annotated[int, Field(ge=1)] | None = None
    opens: Name | None = None
    processes: Annotated[int, Field(ge=1, le=64)] = 1
    metrics: Annotated[str, Field(pattern=r"^/")] | None = "/metrics"
    roll: Roll | None = None


class Objective(_Part):
    """Something that must hold; `all` holds only if each of its expressions does."""

    id: Name
    expect: str | None = None
    all: tuple[str, ...] = ()
    key: bool = False
    weight: Annotated[float, Field(gt=0)] = 1.0

    @property
    def expressions(self) -> tuple[str, ...]:
        """Every expression of the objective."""
        return self.all if self.expect is None else (self.expect,)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.expect is None) == (not self.all):
            raise ValueError(f"objective {self.id!r}: has to have either expect or all")
        return self


class Evidence(_Part):
    """How much a run must have seen before it may decide."""

    acknowledged: Annotated[int, Field(ge=0)] = 1_000
    offered: Annotated[Ratio, Field(gt=0, le=1)] = 0.95
    unknown: Annotated[Ratio, Field(ge=0, le=1)] = 0.05
    loop_lag_s: Annotated[DurationS, Field(alias="loop-lag", gt=0)] = 0.1
    telemetry_gap_s: Annotated[DurationS, Field(alias="telemetry-gap", gt=0)] = 5.0


class Applied(_Part):
    """The factors that were already applied to a resolved scenario."""

    scale: Annotated[float, Field(gt=0, le=1)] = 1.0
    time_scale: Annotated[float, Field(gt=0, le=1)] = 1.0


class Scenario(_Part):
    """One rehearsal, described whole: it can be played again from this alone."""

    name: Name
    description: Annotated[str, Field(min_length=1)]
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    locustfile: str
    traffic: Traffic
    site: Site = Site()
    faults: Annotated[tuple[()], Field(description="None is known to this version.")] = ()
    abuse: Annotated[tuple[()], Field(description="None is known to this version.")] = ()
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1)]
    evidence: Evidence = Evidence()
    applied: Applied = Applied()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        problems = _twice("objectives", [one.id for one in self.objectives])
        names = [phase.name for phase in self.traffic.phases]
        if self.site.opens is not None and self.site.opens not in names:
            problems.append(f"site.opens: {self.site.opens!r} is no phase; phases are {names}")
        if PurePath(self.locustfile).suffix != ".py":
            problems.append(f"locustfile: {self.locustfile!r} is no Python file")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def opens_s(self) -> float | None:
        """When joining opens, in seconds since the first phase; None: open from the start."""
        return None if self.site.opens is None else self.traffic.phase_starts_s()[self.site.opens]


def _twice(what: str, names: list[str]) -> list[str]:
    return [
        f"{what}: {name!r} stands twice; names must differ"
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
