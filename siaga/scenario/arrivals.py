"""Arrivals: the intended time of every visitor and the population that visitor belongs to.

The whole plan is a pure function of the traffic and the seed, so every worker makes the same plan
and takes its own share of it. Each phase brings exactly the number that its area says; inside a
phase, Poisson arrivals are uniform points, sorted and mapped through the inverse of the curve: given
their number, that is what the arrivals of an inhomogeneous Poisson process are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siaga.scenario.curve import Curve, Floats
from siaga.scenario.model import Traffic


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

    def share(self, rank: int, workers: int) -> "Arrivals":
        """Give every `workers`-th arrival from `rank` on; shares are disjoint and together all.

        Raises:
            ValueError: rank is not in 0 to workers - 1.
        """
        if not 0 <= rank < workers:
            raise ValueError(f"rank: {rank} of {workers} workers; 0 to {workers - 1} is allowed")
        mine = slice(rank, None, workers)
        return Arrivals(
            index=self.index[mine], at_s=self.at_s[mine], population=self.population[mine]
        )

    def per_second(self, seconds: int) -> NDArray[np.int64]:
        """Count the arrivals intended in each of the first so many seconds."""
        return np.bincount(self.at_s.astype(np.int64), minlength=seconds)[:seconds]


def plan(traffic: Traffic, seed: int) -> Arrivals:
    """Plan every arrival of a traffic.

    Raises:
        ValueError: a population needs more people than its phases bring.
    """
    visitors = traffic.visitors
    source = np.random.default_rng([seed, 0])
    at_s = _times_s(traffic.curve, visitors, None if traffic.arrivals == "even" else source)
    population = _populations(traffic, at_s, np.random.default_rng([seed, 1]))
    return Arrivals(index=np.arange(visitors), at_s=at_s, population=population)


def _times_s(curve: Curve, visitors: int, source: np.random.Generator | None) -> Floats:
    """Place each phase's own number of arrivals inside it, in order of time."""
    edges = np.concatenate(([0.0], np.cumsum([part.total for part in curve.stretches])))
    numbers = np.round(edges / max(curve.total, 1e-300) * visitors).astype(np.int64)
    times_s = [
        curve.time_of(low + (high - low) * _points(int(last - first), source))
        for low, high, first, last in zip(
            edges[:-1], edges[1:], numbers[:-1], numbers[1:], strict=True
        )
    ]
    return np.concatenate(times_s)


def _points(number: int, source: np.random.Generator | None) -> Floats:
    """Give so many sorted points from 0 to 1: evenly spaced, or drawn."""
    if source is None:
        return (np.arange(number) + 0.5) / number if number else np.empty(0)
    return np.sort(source.random(number))


def _populations(traffic: Traffic, at_s: Floats, source: np.random.Generator) -> NDArray[np.int64]:
    """Draw who each arrival is: exact numbers, drawn without replacement inside their phases."""
    names = [phase.name for phase in traffic.phases]
    phase = traffic.curve.stretch_at(at_s)
    rest = next(i for i, one in enumerate(traffic.populations) if one.people is None)
    population = np.full(len(at_s), rest, dtype=np.int64)
    free = np.ones(len(at_s), dtype=bool)
    for i, one in enumerate(traffic.populations):
        allowed = [names.index(name) for name in one.during] or range(len(names))
        open_to = np.flatnonzero(free & np.isin(phase, list(allowed)))
        if (one.people or 0) > len(open_to):
            raise ValueError(
                f"populations: {one.name} are {one.people:,} people, its phases have"
                f" {len(open_to):,} arrivals left; lower people or raise a rate"
            )
        chosen = source.choice(open_to, size=one.people or 0, replace=False)
        population[chosen] = i
        free[chosen] = False
    return population
