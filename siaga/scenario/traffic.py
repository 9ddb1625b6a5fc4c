"""The Traffic of a day: the phases of its arrival curve, and the populations that arrive."""

from collections.abc import Collection, Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from siaga.scenario.closed import EVERYBODY, STOCK, Closed, filled, needless
from siaga.scenario.curve import Curve, Stretch
from siaga.scenario.link import Link
from siaga.scenario.part import SOME, SOME_IN_SCHEMA, Count, Flag, Name, Part, distinct
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.proxy import Proxy
from siaga.scenario.quantity import LONGEST_S, DurationS, RatePerS, Ratio, SomeS
from siaga.scenario.reactions import Reactions

MOST_VISITORS = 10_000_000
"""Identities of one run end here, and a plan of so many takes 0.6 GB in each worker."""

STEADY, RAMP = "(steady)", "(ramp)"
"""Names of the two forms of a rate; no key of a scenario looks like them."""


class Ramp(Part):
    """A rate that changes linearly over its phase."""

    start: Annotated[RatePerS, Field(alias="from")]
    """Arrival rate at the beginning of the phase."""

    to: RatePerS
    """Arrival rate at the end of the phase."""


def _form(given: object) -> str:
    return RAMP if isinstance(given, dict | Ramp) else STEADY


class Phase(Part):
    """A named stretch of the opening day with a steady or a ramping arrival rate."""

    model_config = ConfigDict(json_schema_extra=needless)

    name: Name
    """What reports and other keys call the phase."""

    for_s: Annotated[SomeS, Field(alias="for")]
    """How long the phase lasts."""

    rate: Annotated[Annotated[RatePerS, Tag(STEADY)] | Annotated[Ramp, Tag(RAMP)], Discriminator(_form)]
    """Arrival rate: one for the whole phase, or `from` one `to` another; a closed model has none."""

    def stretch(self) -> Stretch:
        """Give the phase as a stretch of the arrival curve."""
        rate = self.rate
        start, end = (rate.start, rate.to) if isinstance(rate, Ramp) else (rate, rate)
        return Stretch(for_s=self.for_s, start_per_s=start, end_per_s=end)


class Stage(Part):
    """One stage of a funnel: the share of those who reached the one before that goes on to it."""

    name: Name
    """What the journey calls the stage."""

    goes_on: Ratio
    """Share of the people who go on to this stage; the others end their journey."""


class Population(Part):
    """People who walk the same journey; exactly one population has no number: it is the rest."""

    name: Name
    """What reports call these people."""

    journey: Name
    """Which journey of the Locust file they walk."""

    people: Count | None = None
    """How many they are; the one population without a number is everybody else."""

    during: tuple[Name, ...] = ()
    """Phases in which they arrive; none given: all of them."""

    funnel: Annotated[tuple[Stage, ...], distinct("name")] = ()
    """Stages of the journey at which a share of the people gives up, in order."""

    reactions: Reactions | None = None
    """What they do when the site does not do what they want; not given: they go away."""

    link: Link | None = None
    """How slow their line is; not given: as fast as this machine."""


NamedPhase = tuple[tuple[str | int, ...], str]
"""Where a phase is named, and its name."""


def unknown_phases(named: Iterable[NamedPhase], phases: Collection[str]) -> list[Problem]:
    """Find phases that the day does not have.

    Args:
        named: those that something names.
        phases: those that the day has, in order.
    """
    text = f"is no phase; phases are {', '.join(phases)}"
    return [Problem(place=place, text=f"{name!r} {text}") for place, name in named if name not in phases]


def _one_is_the_rest(populations: tuple[Population, ...]) -> tuple[Population, ...]:
    rest = [one for one in populations if one.people is None]
    if len(rest) != 1:
        text = f"{len(rest)} have no number of people; exactly one may be the rest"
        refuse([Problem(text=text)])
    return populations


class Traffic(Part):
    """How visitors arrive: the phases of a rate curve, and who the visitors are."""

    model_config = ConfigDict(json_schema_extra=needless)

    closed: Closed | None = None
    """Visitors of a stock Locust file, who wait for the site; not given: arrivals are planned."""

    arrivals: Literal["poisson", "even"] = "poisson"
    """How arrivals lie inside a phase: `poisson` draws their times, `even` spaces them evenly."""

    phases: Annotated[tuple[Phase, ...], SOME, SOME_IN_SCHEMA, distinct("name")]
    """The day, phase after phase."""

    populations: Annotated[
        tuple[Population, ...],
        SOME,
        SOME_IN_SCHEMA,
        distinct("name"),
        AfterValidator(_one_is_the_rest),
    ]
    """Who arrives; in a closed model the classes of the Locust file, which are not named here."""

    patience_s: Annotated[DurationS, Field(alias="patience")] = 60.0
    """How long after the last phase visitors may finish; who is inside then is cut off."""

    step_deadline_s: Annotated[SomeS, Field(alias="step-deadline")] = 30.0
    """How long one request of a step may take before it counts as failed."""

    connect_deadline_s: Annotated[SomeS | None, Field(alias="connect-deadline")] = None
    """How long the opening of a connection may take, TLS included; not given: as long as the request."""

    first_byte_deadline_s: Annotated[SomeS | None, Field(alias="first-byte-deadline")] = None
    """How long the site may take to begin its answer; not given: as long as the request may take."""

    http2: Flag = False
    """Whether visitors offer HTTP/2 to an https site, as browsers do, and speak what it takes."""

    proxy: Proxy | None = None
    """Proxy that visitors go by to the site and its hosts; not given: by none."""

    @property
    def curve(self) -> Curve:
        """The arrival curve that the phases draw."""
        return Curve(stretches=tuple(phase.stretch() for phase in self.phases))

    @property
    def visitors(self) -> int:
        """How many visitors arrive in all: the area under the curve."""
        return round(self.curve.total)

    @property
    def is_closed(self) -> bool:
        """Whether it is a stock Locust file's, whose visitors wait for the site."""
        return self.closed is not None

    @property
    def longest_s(self) -> float:
        """How long the run may take; a stock Locust file has no visitors to whom time is left."""
        return self.curve.duration_s + (0.0 if self.is_closed else self.patience_s)

    def phase_starts_s(self) -> dict[str, float]:
        """Give the start of each phase, in seconds since the first."""
        starts, at_s = {}, 0.0
        for phase in self.phases:
            starts[phase.name] = at_s
            at_s += phase.for_s
        return starts

    @model_validator(mode="before")
    @classmethod
    def _closed_is_filled(cls, given: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        if isinstance(given, dict) and given.get("closed") is not None:
            return filled(given)
        return given

    @model_validator(mode="after")
    def _day_holds_together(self) -> Self:
        refuse(
            [
                *self._closed_problems(),
                *self._day_problems(),
                *self._people_problems(),
                *self._during_problems(),
                *self._reaction_problems(),
            ]
        )
        return self

    def _closed_problems(self) -> list[Problem]:
        if self.closed is None:
            return []
        text = "is of no use in a closed model, whose visitors Locust begins; leave it out"
        problems = [
            Problem(place=("phases", number, "rate"), text=text)
            for number, one in enumerate(self.phases)
            if one.rate != 0
        ]
        if [(one.name, one.journey) for one in self.populations] != [(EVERYBODY, STOCK)]:
            text = "are the classes of the Locust file in a closed model; leave them out"
            problems.append(Problem(place=("populations",), text=text))
        if self.proxy is not None:
            text = "is of no use in a closed model, whose visitors are Locust's own; leave it out"
            problems.append(Problem(place=("proxy",), text=text))
        return problems

    def _reaction_problems(self) -> list[Problem]:
        return [
            Problem(place=("populations", number, "reactions", *problem.place), text=problem.text)
            for number, one in enumerate(self.populations)
            if one.reactions is not None
            for problem in one.reactions.problems(self.step_deadline_s)
        ]

    def _day_problems(self) -> list[Problem]:
        problems = []
        if self.visitors > MOST_VISITORS:
            text = f"bring {self.visitors:,} visitors; up to {MOST_VISITORS:,} are allowed"
            problems.append(Problem(place=("phases",), text=text))
        if self.curve.duration_s > LONGEST_S:
            text = f"last {self.curve.duration_s:,.0f} s in all; up to {LONGEST_S:,.0f} s is allowed"
            problems.append(Problem(place=("phases",), text=text))
        return problems

    def _people_problems(self) -> list[Problem]:
        counted = sum(one.people or 0 for one in self.populations)
        if counted <= self.visitors:
            return []
        text = (
            f"{counted:,} people are more than the {self.visitors:,} visitors that the phases"
            " bring; lower people or raise a rate"
        )
        return [Problem(place=("populations",), text=text)]

    def _during_problems(self) -> list[Problem]:
        named = (
            (("populations", number, "during", place), name)
            for number, one in enumerate(self.populations)
            for place, name in enumerate(one.during)
        )
        return unknown_phases(named, [phase.name for phase in self.phases])
