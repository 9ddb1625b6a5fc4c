"""The Fit of a law to some points: the best one, others that are as likely, and why it may say nothing.

How sure it is comes from a wild bootstrap (Wu 1986): the law is fitted again to what it says itself,
each point off by its own error times a random number. What all points of a run are off together is
multiplied as one, since runs differ by more than their seconds show.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siaga.judge.amount import number
from siaga.plan.interval import LEVEL, Interval, upper_end
from siaga.plan.law import Law, fitted, fitted_near, leverage
from siaga.plan.load_point import LoadPoint
from siaga.scenario.curve import Floats

DRAWS = 400
SEED = 1
"""Always the same draws, so that the same runs give the same plan."""

FEWEST_POINTS = 8
"""Fewer say nothing about three coefficients and their errors."""

LEAST_SPREAD = 3.0
"""How many times the smallest load the largest has to be."""

BEYOND = 2.0
"""How far beyond what was measured anything is said: twice as much."""

LEAST_FREE = 0.1
"""Of the error of a point at least so much is seen, however the law is drawn to it."""

WIDENED = 1.4
"""Errors are taken for so many times what they look like: by that 94 of 100 intervals of made-up runs
hold the true ceiling, and 88 of 100 without."""

EVENTS = 400
"""From so many on, chance is less than the 5 % by which seconds differ anyhow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why nothing is said, and what would have to be measured.

    Attributes:
        why: a sentence.
        then: a sentence.
    """

    why: str
    then: str

    def as_json(self) -> dict[str, str]:
        """Give the refusal as a JSON object."""
        return {"why": self.why, "then": self.then}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A law and what it might as well be.

    Attributes:
        points: by which it was fitted.
        law: the best one.
        draws: others, each as likely.
    """

    points: tuple[LoadPoint, ...]
    law: Law
    draws: tuple[Law, ...]

    @property
    def most_load(self) -> float:
        """The largest load that was measured."""
        return max(one.load for one in self.points)

    @property
    def seen_per_s(self) -> float:
        """What was seen to get done per second: in one block of twenty it was more."""
        return float(np.quantile([one.per_s for one in self.points], LEVEL))

    @property
    def ceilings_per_s(self) -> Floats:
        """The ceiling of each draw, shape (DRAWS,); infinite where nothing bends."""
        return np.array([one.ceiling_per_s for one in self.draws])

    @property
    def refusal(self) -> Refusal | None:
        """Why the runs do not know the site's ceiling; None where they do."""
        highest = upper_end(self.ceilings_per_s)
        best, seen = self.law.ceiling_per_s, self.seen_per_s
        if max(highest, best) <= BEYOND * seen:
            return None
        might = f"might be {number(highest)}/s" if np.isfinite(highest) else "might lie anywhere above"
        return Refusal(
            why=f"The site was never pressed: it got up to {number(seen)}/s done, and its ceiling"
            f" {might}; beyond {number(BEYOND)} times what was seen nothing is said.",
            then="Measure with more load, until more of it no longer gets more done:"
            f" begin with twice {number(max(one.asked_per_s for one in self.points))} requests/s.",
        )

    @property
    def ceiling(self) -> Interval | None:
        """The most that the site gets done per second; None where that is refused."""
        if self.refusal is not None:
            return None
        return Interval.of(self.law.ceiling_per_s, self.ceilings_per_s)


def refused(points: Sequence[LoadPoint]) -> Refusal | None:
    """Give why points are too few or too much alike for any law; None where they are not."""
    if len(points) < FEWEST_POINTS:
        why = f"There are {len(points)} stretches of load; a law needs {FEWEST_POINTS} at least."
        return Refusal(
            why=why, then="Measure for longer, at several rates, from little load to too much."
        )
    loads = [one.load for one in points]
    if max(loads) < LEAST_SPREAD * min(loads):
        low, high = number(min(loads)), number(max(loads))
        return Refusal(
            why=f"All load was much alike, {low} to {high} requests under way: no law follows.",
            then=f"Measure at other rates, too: {number(LEAST_SPREAD)} times as much at once at least.",
        )
    return None


def fit(points: Sequence[LoadPoint], draws: int = DRAWS) -> Fit:
    """Fit a law.

    Args:
        points: at least as many as `refused` asks for.
        draws: how many others are drawn, above 0.
    """
    load = np.array([one.load for one in points])
    per_s = np.array([one.per_s for one in points])
    events = np.array([one.events for one in points], dtype=float)
    weight = events / (events + EVENTS)
    law = fitted(load, per_s, weight)
    # A point that draws the law to itself shows less of its error (HC3, MacKinnon and White 1985).
    errors = np.log(per_s / law.per_s(load)) / np.maximum(1 - leverage(law, load, weight), LEAST_FREE)
    again = _wild(WIDENED * errors, np.array([one.run for one in points]), draws)
    others = tuple(fitted_near(law, load, drawn, weight) for drawn in again)
    return Fit(points=tuple(points), law=law, draws=others)


def _wild(errors: Floats, runs: NDArray[np.int64], draws: int) -> Floats:
    """Give errors as large as those seen, in other places, shape (draws, n)."""
    dice = np.random.default_rng(SEED)
    _names, which = np.unique(runs, return_inverse=True)
    means = np.bincount(which, errors) / np.bincount(which)
    common = dice.standard_normal((draws, means.size))[:, which] * means[which]
    whole: Floats = common + dice.standard_normal((draws, errors.size)) * (errors - means[which])
    return whole
