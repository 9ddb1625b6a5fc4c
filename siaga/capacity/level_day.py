"""The LevelDay: the scenario of one level, made of the day whose capacity is looked for."""

from siaga.capacity.level import Ask
from siaga.capacity.level_objectives import HOLD, SETTLE
from siaga.scenario.model import Evidence, Phase, Population, Scenario
from siaga.scenario.traffic import MOST_VISITORS

PLENTY = 10_000_000
"""Seats of siaga's own site, so that no level is the one at which they run out."""


def without_turns(day: Scenario, *, owned: bool) -> Scenario:
    """Give a day on which nothing happens but visitors: no faults, abuse, opening, or last seat.

    Args:
        day: whose objectives are judged over a hold already.
        owned: whether the site is siaga's own, which has seats for everybody then.
    """
    site = day.site.model_copy(update={"opens": None, "closes": None, "raises": ()})
    if owned and site.quota is not None:
        site = site.model_copy(update={"quota": PLENTY})
    calm = {"site": site, "faults": (), "bad_day": None, "abuse": (), "registration": None}
    return day.model_copy(update={**calm, "evidence": _evidence(day.evidence)})


def _evidence(asked: Evidence) -> Evidence:
    """Ask for no number of promises and no moment: objectives say themselves how much they need."""
    return asked.model_copy(update={"acknowledged": 0, "seen": (), "self_test": ""})


def level_day(day: Scenario, ask: Ask, settle_s: float, number: int) -> Scenario:
    """Give the scenario of a level: its rate all the time, the people of the day in their shares.

    Args:
        day: without turns.
        ask: what is to be played.
        settle_s: at the same rate before the hold begins.
        number: of the level; people and times are drawn anew for each.
    """
    phases = (
        Phase.model_validate({"name": SETTLE, "for": settle_s, "rate": ask.rate_per_s}),
        Phase.model_validate({"name": HOLD, "for": ask.hold_s, "rate": ask.rate_per_s}),
    )
    comers = round(ask.rate_per_s * (settle_s + ask.hold_s))
    share = comers / max(day.traffic.visitors, 1)
    populations = tuple(_shrunk(one, share) for one in day.traffic.populations)
    traffic = day.traffic.model_copy(update={"phases": phases, "populations": populations})
    return day.model_copy(update={"traffic": traffic, "seed": (day.seed + number) % 2**63})


def most_rate_per_s(settle_s: float, longest_s: float) -> float:
    """Give the highest rate at which a level has no more visitors than a run may have."""
    lasts_s = settle_s + longest_s
    return MOST_VISITORS / lasts_s if lasts_s > 0 else float("inf")


def _shrunk(population: Population, share: float) -> Population:
    """Give as large a part of the people as everybody is, rounded down: the rest takes what is left."""
    people = None if population.people is None else int(population.people * share)
    return population.model_copy(update={"people": people, "during": ()})
