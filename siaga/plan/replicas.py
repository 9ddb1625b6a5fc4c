"""The Replicas of a site: how many processes the worst moment of a day takes, as far as is known."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from siaga.judge.amount import count, number
from siaga.plan.fit import BEYOND, Fit, Refusal
from siaga.plan.interval import Interval, upper_end
from siaga.plan.law import PARAMETERS, Law, fitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicas:
    """How many processes a site needs.

    Attributes:
        needed: how many; None where nobody can tell from these runs.
        at_least: how many it needs even if they share nothing.
        refusal: why nobody can tell; None where somebody can.
        law: of what so many processes get done; None where too few numbers of them were measured.
    """

    needed: Interval | None
    at_least: int
    refusal: Refusal | None = None
    law: Law | None = None


def replicas(fits: Mapping[int, Fit], wanted_per_s: float, headroom: float) -> Replicas | None:
    """Give how many processes a site needs; None where the capacity of none is known.

    Args:
        fits: by number of processes, each with a ceiling or without.
        wanted_per_s: requests a second of the worst moment, above 0.
        headroom: share of the capacity that may be used, above 0 to 1.
    """
    known = {many: one for many, one in sorted(fits.items()) if one.ceiling is not None}
    if not known:
        return None
    goal, most = wanted_per_s / headroom, max(known)
    best = max(one.law.ceiling_per_s / many for many, one in known.items())
    at_least = math.ceil(goal / best)
    enough = [many for many, one in known.items() if one.ceiling and one.ceiling.low >= goal]
    if enough:
        return Replicas(needed=Interval.exactly(min(enough)), at_least=at_least)
    if len(known) < PARAMETERS:
        return Replicas(needed=None, at_least=at_least, refusal=_too_few(list(known), at_least))
    return _by_law(known, goal, at_least, most)


def _by_law(known: Mapping[int, Fit], goal: float, at_least: int, most: int) -> Replicas:
    many = np.array(list(known), dtype=float)
    weight = np.ones_like(many)
    law = fitted(many, np.array([one.law.ceiling_per_s for one in known.values()]), weight)
    drawn = zip(*(one.ceilings_per_s for one in known.values()), strict=True)
    needs = np.array(
        [
            fitted(many, np.array(per_s), weight).load_for(goal)
            for per_s in drawn
            if np.isfinite(per_s).all()
        ]
    )
    needed = law.load_for(goal)
    high = max(upper_end(needs), needed)
    if high > BEYOND * most:
        return Replicas(needed=None, at_least=at_least, law=law, refusal=_too_far(most, at_least))
    spread = Interval.of(needed, needs)
    return Replicas(needed=spread.map(math.ceil), at_least=at_least, law=law)


def _too_few(known: list[int], at_least: int) -> Refusal:
    told = " and ".join(map(count, known))
    most = max(known)
    return Refusal(
        why=f"Only {told} {'processes were' if most > 1 else 'process was'} measured: how a site grows"
        f" with them is not known. It takes {count(at_least)} if they share nothing, more if they do.",
        then=f"Measure with {number(2 * most)} and {number(4 * most)} processes (site.processes), too,"
        " until each number is pressed.",
    )


def _too_far(most: int, at_least: int) -> Refusal:
    return Refusal(
        why=f"The day takes more than {number(BEYOND)} times the {count(most)} processes that were"
        f" measured ({count(at_least)} if they share nothing), and nothing is said of so many.",
        then=f"Measure with {number(2 * most)} processes, too.",
    )
