"""The Abuse of a scenario: which case is tried, by how many a second, and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from siaga.scenario.part import Count, Name, Part
from siaga.scenario.problem import Problem
from siaga.scenario.quantity import RatePerS, SomeS
from siaga.scenario.traffic import NamedPhase, Traffic

MOST_OF_A_CASE = 200
"""Abusers of one case: they are to be met by a site, not to take it down by their number."""

MOST_VISITORS = 9_000_000
"""Beside abusers, whose people are counted from the end of the identities."""

PEOPLE_EACH = 64
"""How many people one abuser may pose as."""


class Abuse(Part):
    """Some who mean harm, all in the same way."""

    case: Name
    """What they try; `siaga abuse` lists the cases."""

    rate: Annotated[RatePerS, Field(gt=0)]
    """How many of them come a second, evenly spaced; one comes in any case."""

    during: tuple[Name, ...] = ()
    """Phases in which they come; none given: all of them."""

    most: Annotated[Count, Field(ge=1, le=MOST_OF_A_CASE)] = 20
    """How many come in all, at most."""

    limit_s: Annotated[SomeS, Field(alias="limit", le=60)] = 5.0
    """How long an answer to them may take; one that takes 2 s longer never came."""

    within_s: Annotated[SomeS, Field(alias="within", le=600)] = 60.0
    """How long one of them may be at it, on the clock on the wall; whoever is longer is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intrusion:
    """One abuser who is to come.

    Attributes:
        number: among all abusers of the run, from 0.
        case: what is tried.
        at_s: when, in seconds since the first phase began.
        limit_s: how long an answer may take.
        within_s: how long it may last.
    """

    number: int
    case: str
    at_s: float
    limit_s: float
    within_s: float


def intrusions(abuse: Sequence[Abuse], traffic: Traffic) -> tuple[Intrusion, ...]:
    """Give everybody who is to come, in the order of the cases: the same for every worker."""
    comings = [(one, at_s) for one in abuse for at_s in _times_s(one, traffic)]
    return tuple(
        Intrusion(number=number, case=one.case, at_s=at_s, limit_s=one.limit_s, within_s=one.within_s)
        for number, (one, at_s) in enumerate(comings)
    )


def abuse_phases(abuse: Sequence[Abuse]) -> Iterator[NamedPhase]:
    """Give the phases that they name, each with its place in the scenario."""
    for number, one in enumerate(abuse):
        for place, name in enumerate(one.during):
            yield ("abuse", number, "during", place), name


def crowded(abuse: Sequence[Abuse], visitors: int) -> list[Problem]:
    """Refuse abuse beside so many visitors that somebody could be both."""
    if not abuse or visitors <= MOST_VISITORS:
        return []
    allowed = f"up to {MOST_VISITORS:,} are allowed, so that nobody is two people"
    return [Problem(place=("abuse",), text=f"is beside {visitors:,} visitors; {allowed}")]


def _times_s(abuse: Abuse, traffic: Traffic) -> Iterator[float]:
    """Space the abusers of a case evenly over its phases, laid end to end."""
    starts_s = traffic.phase_starts_s()
    phases = [one for one in traffic.phases if not abuse.during or one.name in abuse.during]
    whole_s = sum(one.for_s for one in phases)
    many = max(1, min(abuse.most, round(abuse.rate * whole_s)))
    gap_s = min(1 / abuse.rate, whole_s / many)
    for place in range(many):
        rest_s = place * gap_s
        for one in phases:
            if rest_s < one.for_s:
                yield starts_s[one.name] + rest_s
                break
            rest_s -= one.for_s
