"""Scaling: the same day with fewer people, or played faster, its shape kept."""

import math
from typing import TypeVar

from pydantic import ValidationError

from siaga.scenario.abuse import Abuse
from siaga.scenario.arrivals import plan
from siaga.scenario.model import (
    Applied,
    BadDay,
    Harm,
    Phase,
    PlannedFault,
    Population,
    Ramp,
    Registration,
    Scenario,
    Site,
)
from siaga.scenario.site import WaitingRoom

SomeHarm = TypeVar("SomeHarm", bound=Harm)


def scaled(scenario: Scenario, *, scale: float, time_scale: float) -> Scenario:
    """Give the scenario with people and seats times `scale` and durations times `time_scale`.

    Rates are divided by `time_scale`, so that as many people come in the shorter day.

    Args:
        scenario: what to scale; it is left as it is.
        scale: above 0 to 1.
        time_scale: above 0 to 1.

    Raises:
        ValueError: a factor is outside its range, or a stock Locust file is to be scaled, or no seat
            is left, or the people no longer fit into their phases.
    """
    for name, factor in (("scale", scale), ("time-scale", time_scale)):
        if not 0 < factor <= 1:
            raise ValueError(f"{name}: {factor} is no such factor; above 0 up to 1 is allowed")
        if factor != 1 and scenario.traffic.is_closed:
            raise ValueError(
                f"{name}: {factor} cannot be applied to a stock Locust file, whose waits are its own;"
                " change traffic.closed.visitors or the phases"
            )
    traffic = scenario.traffic
    smaller = traffic.model_copy(
        update={
            "phases": tuple(_phase(one, scale, time_scale) for one in traffic.phases),
            "populations": tuple(_population(one, scale) for one in traffic.populations),
            "patience_s": traffic.patience_s * time_scale,
        }
    )
    applied = Applied(
        scale=scenario.applied.scale * scale, time_scale=scenario.applied.time_scale * time_scale
    )
    site = _site(scenario.site, scale).model_copy(
        update={
            "waiting_room": _room(scenario.site.waiting_room, scale, time_scale),
            "capacity_per_s": _rate(scenario.site.capacity_per_s, scale / time_scale),
            "connections": _some(scenario.site.connections, scale),
        }
    )
    changed = {
        "traffic": smaller,
        "registration": _registration(scenario.registration, scale, time_scale),
        "site": site,
        "faults": tuple(_fault(one, time_scale) for one in scenario.faults),
        "bad_day": _bad_day(scenario.bad_day, time_scale),
        "abuse": tuple(_abuse(one, scale, time_scale) for one in scenario.abuse),
        "applied": applied,
    }
    return _checked(scenario.model_copy(update=changed))


def _checked(scenario: Scenario) -> Scenario:
    """Validate again: rounding may leave more people than visitors, in all or in their phases."""
    try:
        fresh = Scenario.model_validate(scenario.model_dump(by_alias=True))
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise ValueError(f"scaled: {said}") from None
    plan(fresh.traffic, fresh.seed)
    return fresh


def _phase(phase: Phase, scale: float, time_scale: float) -> Phase:
    factor = scale / time_scale
    if isinstance(phase.rate, Ramp):
        ramp = phase.rate
        rate: float | Ramp = ramp.model_copy(
            update={"start": ramp.start * factor, "to": ramp.to * factor}
        )
    else:
        rate = phase.rate * factor
    return phase.model_copy(update={"for_s": phase.for_s * time_scale, "rate": rate})


def _population(population: Population, scale: float) -> Population:
    if population.people is None:
        return population
    return population.model_copy(update={"people": _whole(population.people * scale)})


def _registration(
    registration: Registration | None, scale: float, time_scale: float
) -> Registration | None:
    if registration is None:
        return None
    return registration.model_copy(
        update={
            "for_s": registration.for_s * time_scale,
            "people": _some(registration.people, scale),
        }
    )


def _fault(fault: PlannedFault, time_scale: float) -> PlannedFault:
    return _harm(fault, time_scale).model_copy(update={"at": fault.at.scaled(time_scale)})


def _bad_day(day: BadDay | None, time_scale: float) -> BadDay | None:
    if day is None:
        return None
    return day.model_copy(update={"among": tuple(_harm(one, time_scale) for one in day.among)})


def _abuse(abuse: Abuse, scale: float, time_scale: float) -> Abuse:
    """Scale who comes; how long an answer may take is a matter of the clock on the wall."""
    rate = abuse.rate * scale / time_scale
    return abuse.model_copy(update={"rate": rate, "most": _some(abuse.most, scale)})


def _harm(harm: SomeHarm, time_scale: float) -> SomeHarm:
    if harm.for_s is None:
        return harm
    return harm.model_copy(update={"for_s": harm.for_s * time_scale})


def _site(site: Site, scale: float) -> Site:
    if site.quota is None:
        return site
    return site.model_copy(
        update={
            "quota": _seats(site.quota, scale),
            "raises": tuple(
                one.model_copy(update={"quota": _seats(one.quota, scale)}) for one in site.raises
            ),
        }
    )


def _some(number: int | None, scale: float) -> int | None:
    """Scale what there is one of at least, however small the day is made."""
    return None if number is None else max(_whole(number * scale), 1)


def _rate(rate_per_s: float | None, factor: float) -> float | None:
    return None if rate_per_s is None else rate_per_s * factor


def _room(room: WaitingRoom | None, scale: float, time_scale: float) -> WaitingRoom | None:
    if room is None:
        return None
    return room.model_copy(
        update={
            "admits_per_s": room.admits_per_s * scale / time_scale,
            "within_s": room.within_s * time_scale,
            "looks_per_s": _rate(room.looks_per_s, scale / time_scale),
            "inside": None if room.inside is None else max(1, _whole(room.inside * scale)),
        }
    )


def _seats(seats: int, scale: float) -> int:
    left = _whole(seats * scale)
    if left < 1:
        raise ValueError(f"scale: {scale} leaves none of {seats} seats; raise it, 1 is the whole day")
    return left


def _whole(number: float) -> int:
    """Round down, so that scaled people never outnumber scaled visitors; 100 times 0.29 is 29."""
    return math.floor(number + 1e-6)
