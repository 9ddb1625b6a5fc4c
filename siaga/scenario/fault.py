"""A Fault of a scenario: what is to harm the site, when, and for how long."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from siaga.scenario.moment import When
from siaga.scenario.part import SOME, SOME_IN_SCHEMA, Count, Name, Part, Seed
from siaga.scenario.problem import Problem
from siaga.scenario.quantity import Ratio, SomeRatio, SomeS
from siaga.scenario.traffic import NamedPhase

MOST_FAULTS = 1_000
"""No day has more: each has a thread of its own while it lasts."""


class Harm(Part):
    """Something that can harm the site."""

    kind: Name
    """What is done; `siaga faults` lists the kinds."""

    target: Name = "site"
    """To whom: a process, a neighbour or the way to it, as the kind allows."""

    for_s: Annotated[SomeS | None, Field(alias="for")] = None
    """How long it lasts; a kind that is over in a moment takes none."""

    settings: Annotated[Mapping[str, Any], Field(alias="with")] = {}
    """What the kind has to know besides; its page says what that is."""


class PlannedFault(Harm):
    """One fault of a run."""

    at: When
    """When it begins: `20 s` after the first phase begins, `rush`, or `rush + 5 s`."""

    probability: SomeRatio = 1.0
    """How likely it happens at all; drawn from its seed before the run begins."""

    seed: Seed | None = None
    """Seed of what is drawn for it; else it follows from the scenario's."""


class BadDay(Part):
    """Faults at random: which, and when, follows from a seed alone."""

    faults: Annotated[Count, Field(ge=1, le=MOST_FAULTS)]
    """How many there are."""

    seed: Seed | None = None
    """Seed of the day; the scenario's unless it is given."""

    during: tuple[Name, ...] = ()
    """Phases in which they begin; none given: all of them."""

    among: Annotated[tuple[Harm, ...], SOME, SOME_IN_SCHEMA]
    """What can happen, each as likely as the others."""

    calm: Ratio = 0.0
    """Time between two beginnings, at least, as a share of what it were if they were evenly spaced."""


def twice(faults: Sequence[PlannedFault]) -> list[Problem]:
    """Find faults that no record could tell apart: of one kind, on one target, at one moment."""
    names = [(one.kind, one.target, str(one.at)) for one in faults]
    return [
        Problem(place=("faults", number), text=f"{' '.join(name)}: stands twice; let one begin later")
        for number, name in enumerate(names)
        if name in names[:number]
    ]


def phases_of(faults: Sequence[PlannedFault], bad_day: BadDay | None) -> Iterator[NamedPhase]:
    """Give the phases that faults name, each with its place in the scenario."""
    for number, one in enumerate(faults):
        if one.at.phase:
            yield ("faults", number, "at"), one.at.phase
    for place, name in enumerate(() if bad_day is None else bad_day.during):
        yield ("bad-day", "during", place), name
