"""The Demand of a day: what its visitors ask for, by what visitors asked for in measured runs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from siaga.judge.recorded import Recorded
from siaga.plan.fit import SEED
from siaga.plan.interval import Interval
from siaga.scenario.curve import Curve, Floats

CALM = 0.01
"""Share of requests that may fail where visitors are measured: who fails asks less, or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What is asked for.

    Attributes:
        curve: visitors expected on the day.
        per_visitor: requests of a visitor, each draw as likely, shape (n,).
        mean: the same in the mean of all runs.
        calm: whether runs with few failures told it; else all did.
        runs: how many runs told it.
    """

    curve: Curve
    per_visitor: Floats
    mean: float
    calm: bool
    runs: int

    @property
    def visitors_per_s(self) -> float:
        """The rate of the worst moment of the day."""
        return self.curve.peak_per_s

    @property
    def requests_per_visitor(self) -> Interval:
        """Requests of a visitor."""
        return Interval.of(self.mean, self.per_visitor)

    @property
    def peak_per_s(self) -> Interval:
        """Requests a second at the worst moment, as if each visitor asked for everything at once.

        Visitors take their time, so it is at most this.
        """
        return self.requests_per_visitor.map(lambda one: one * self.visitors_per_s)


def demand(curve: Curve, runs: Sequence[Recorded], step: str | None, draws: int) -> Demand:
    """Measure what visitors ask for; runs are drawn again and again, since whole runs differ.

    A run in which nobody asked for it says nothing of how often somebody does, and is left out, unless
    nobody ever did.

    Args:
        curve: visitors expected on the day.
        runs: at least one to which a visitor came.
        step: the step that counts alone; None for all of them.
        draws: how many are drawn.
    """
    every = [(*asked(one, step), one.counts.number("arrived")) for one in runs]
    told = [one for one in every if one[0]] or every
    calm = [one for one in told if one[1] <= CALM * one[0]]
    wanted, _failed, came = np.array(calm or told, dtype=float).T
    dice = np.random.default_rng(SEED)
    drawn = dice.multinomial(came.size, np.full(came.size, 1 / came.size), size=draws)
    return Demand(
        curve=curve,
        per_visitor=(drawn @ wanted) / (drawn @ came),
        mean=float(wanted.sum() / came.sum()),
        calm=bool(calm),
        runs=came.size,
    )


def asked(facts: Recorded, step: str | None) -> tuple[int, int]:
    """Give how many requests of a step, or of all, ended in a run, and how many of them badly."""
    failed = facts.counts.failed(step)
    return facts.counts.good(step) + failed, failed
