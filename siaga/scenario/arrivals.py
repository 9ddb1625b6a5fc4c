"""Arrivals: the intended time of every visitor and the population that visitor belongs to.

The whole plan is a pure function of the traffic and the seed, so every worker makes the same plan
and takes its own share of it. Each phase brings exactly the number that its area says; inside a
phase, Poisson arrivals are uniform points, sorted and mapped through the inverse of the curve: given
their number, that is what the arrivals of an inhomogeneous Poisson process are.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siaga.scenario.curve import Curve, Floats
from siaga.scenario.model import Population, Traffic


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """Arrivals in order of time; equal lengths.

    Attributes:
        index: number of each arrival in the whole plan, 0 to visitors - 1.
        at_s: intended time in seconds since the first phase began.
        population: index into the populations of the traffic.
    """

    index: NDArray[np.int64]
    at_s: Floats
    population: NDArray[np.int64]

    def only(self, visitors: Collection[int]) -> "Arrivals":
        """Give the arrivals of some visitors, each at its own time; of everybody if none is named.

        Raises:
            ValueError: the plan has no such visitor.
        """
        if not visitors:
            return self
        strangers = sorted(set(visitors) - set(self.index.tolist()))
        if strangers:
            raise ValueError(f"visitor {strangers[0]}: is not in the plan; it has {len(self.index):,}")
        return self.part(np.isin(self.index, list(visitors)))

    def of(self, population: int) -> "Arrivals":
        """Give the arrivals of a population, by its place among them."""
        return self.part(self.population == population)

    def per_second(self, seconds: int) -> NDArray[np.int64]:
        """Count the arrivals intended in each of the first so many seconds."""
        return np.bincount(self.at_s.astype(np.int64), minlength=seconds)[:seconds]

    def part(self, mine: NDArray[np.bool_]) -> "Arrivals":
        """Give those of the arrivals for whom it is true, in their order."""
        return Arrivals(index=self.index[mine], at_s=self.at_s[mine], population=self.population[mine])


def plan(traffic: Traffic, seed: int) -> Arrivals:
    """Plan every arrival of a traffic.

    Raises:
        ValueError: a population needs more people than its phases bring.
    """
    curve = traffic.curve
    edges = np.round(curve.counts).astype(np.int64)
    numbers = edges[1:] - edges[:-1]
    source = np.random.default_rng([seed, 0])
    at_s = _times_s(curve, numbers, None if traffic.arrivals == "even" else source)
    phase = np.repeat(np.arange(len(numbers)), numbers)
    population = _populations(traffic, phase, np.random.default_rng([seed, 1]))
    return Arrivals(index=np.arange(len(at_s)), at_s=at_s, population=population)


def _times_s(curve: Curve, numbers: NDArray[np.int64], source: np.random.Generator | None) -> Floats:
    """Place each phase's own number of arrivals inside it, in order of time."""
    times_s, began_s = [], 0.0
    for part, number in zip(curve.stretches, numbers, strict=True):
        times_s.append(began_s + part.time_of(part.total * _points(int(number), source)))
        began_s += part.for_s
    return np.concatenate(times_s)


def _points(number: int, source: np.random.Generator | None) -> Floats:
    """Give so many sorted points from 0 to 1: evenly spaced, or drawn."""
    if source is None:
        return (np.arange(number) + 0.5) / number
    return np.sort(source.random(number))


def _populations(
    traffic: Traffic, phase: NDArray[np.int64], source: np.random.Generator
) -> NDArray[np.int64]:
    """Draw who each arrival is: exact numbers, drawn without replacement inside their phases.

    Those who may come in the fewest phases are drawn first: drawn later, they could find their phases
    full of people who might have come at another time.
    """
    rest = next(i for i, one in enumerate(traffic.populations) if one.people is None)
    population = np.full(len(phase), rest, dtype=np.int64)
    free = np.ones(len(phase), dtype=bool)
    allowed = [_phases_of(traffic, one) for one in traffic.populations]
    for i in sorted(range(len(allowed)), key=lambda i: len(allowed[i])):
        one = traffic.populations[i]
        open_to = np.flatnonzero(free & np.isin(phase, allowed[i]))
        if (one.people or 0) > len(open_to):
            raise ValueError(
                f"populations: {one.name} are {one.people:,} people, its phases have"
                f" {len(open_to):,} arrivals left; lower people or raise a rate"
            )
        chosen = source.choice(open_to, size=one.people or 0, replace=False)
        population[chosen] = i
        free[chosen] = False
    return population


def _phases_of(traffic: Traffic, population: Population) -> list[int]:
    """Give the indexes of the phases in which a population arrives."""
    return [
        place
        for place, phase in enumerate(traffic.phases)
        if not population.during or phase.name in population.during
    ]
