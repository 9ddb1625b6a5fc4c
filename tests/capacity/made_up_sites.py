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
    """A site that holds up to its capacity, more or less, and may remember what was too much.

    Attributes:
        capacity_per_s: what it holds before anything was too much.
        blur: how wide the range is in which chance decides, as a share of the capacity; 0: none.
        mishaps: share of the levels that break for another reason.
        draw: of both.
        left: share of the capacity that it has after a level that broke; 1: it forgets.
        lasts: levels for which that is so.
        needs: people who have to come in a hold before anything can be said to hold; 0: any do.
        hurt: levels for which it still is so.
    """

    capacity_per_s: float
    blur: float = 0.0
    mishaps: float = 0.0
    draw: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))
    left: float = 1.0
    lasts: int = 0
    needs: float = 0.0
    hurt: int = 0

    def __call__(self, ask: Ask) -> Level:
        """Play a level."""
        share = self.left if self.hurt else 1.0
        holds = self._holds(ask.rate_per_s / share) and self.draw.random() >= self.mishaps
        self.hurt = max(self.hurt - 1, 0) if holds else self.lasts
        short_s = self.needs / ask.rate_per_s - ask.hold_s
        if holds and short_s > 0:
            by = ("latency",)
            return Level(ask=ask, outcome=Outcome.OPEN, by=by, longer_s=math.ceil(short_s), took_s=30.0)
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
