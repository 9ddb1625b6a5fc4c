"""A MadeUpSite: what a level shows is drawn of a known capacity, without a run."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from siaga.capacity.level import Ask, Level, Outcome, Purpose
from siaga.capacity.search import next_ask
from siaga.capacity.terms import Terms


@dataclass(slots=True, kw_only=True)
class MadeUpSite:
    """A site that holds up to its capacity, more or less.

    Attributes:
        capacity_per_s: what it holds.
        blur: how wide the range is in which chance decides, as a share of the capacity; 0: none.
        mishaps: share of the levels that break for another reason.
        draw: of both.
    """

    capacity_per_s: float
    blur: float = 0.0
    mishaps: float = 0.0
    draw: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))

    def __call__(self, ask: Ask) -> Level:
        """Play a level."""
        holds = self._holds(ask.rate_per_s) and self.draw.random() >= self.mishaps
        outcome = Outcome.HELD if holds else Outcome.BROKEN
        return Level(ask=ask, outcome=outcome, by=() if holds else ("latency",), took_s=30.0)

    def _holds(self, rate_per_s: float) -> bool:
        if not self.blur:
            return rate_per_s <= self.capacity_per_s
        off = math.log(rate_per_s / self.capacity_per_s) / self.blur
        return self.draw.random() < 1 / (1 + math.exp(min(off * 4, 500.0)))


def searched(site: Callable[[Ask], Level], terms: Terms, most: int = 1000) -> list[Level]:
    """Play a search to its end, or for so many levels."""
    levels: list[Level] = []
    while len(levels) < most and (ask := next_ask(levels, terms)) is not None:
        levels.append(site(ask))
    return levels


def level(rate_per_s: float, outcome: Outcome, purpose: Purpose = Purpose.STEP) -> Level:
    """Give a level as a history by hand has it."""
    by = () if outcome is Outcome.HELD else ("latency",)
    return Level(ask=Ask(rate_per_s=rate_per_s, hold_s=20.0, purpose=purpose), outcome=outcome, by=by)
