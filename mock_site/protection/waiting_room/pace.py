"""The Pace of a waiting room: how long turns and passes last, in ticks of its clock."""

import math
from dataclasses import dataclass
from typing import Self

from mock_site.protection.terms import LEAST_TURN_S, Terms
from mock_site.protection.waiting_room.book import RING

_TICKS_OF_A_PASS = RING // 2
US_PER_S = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Durations, rounded up to ticks.

    Attributes:
        tick_us: microseconds of a tick, 1 or more.
        turn_ticks: ticks that a turn lasts, at least one.
        pass_ticks: ticks that a pass lasts, at least one.
    """

    tick_us: int
    turn_ticks: int
    pass_ticks: int

    def __post_init__(self) -> None:
        if self.tick_us < 1:
            raise ValueError(f"tick_us: is {self.tick_us}; it must be 1 or more")
        for name, ticks in (("turn_ticks", self.turn_ticks), ("pass_ticks", self.pass_ticks)):
            # One tick is begun when it starts, and the ring must not bite its tail.
            if not 1 <= ticks <= RING - 2:
                raise ValueError(f"{name}: is {ticks}; it must be 1 to {RING - 2}")

    @classmethod
    def of(cls, terms: Terms, time_scale: float) -> Self:
        """Give the pace of a site whose durations are multiplied by a scale.

        Raises:
            ValueError: a turn lasts much longer than a pass.
        """
        turn_s = max(LEAST_TURN_S, terms.turn_s * time_scale)
        pass_s = max(LEAST_TURN_S, terms.pass_s * time_scale)
        tick_us = math.ceil(pass_s * US_PER_S / _TICKS_OF_A_PASS)
        return cls(
            tick_us=tick_us,
            turn_ticks=math.ceil(turn_s * US_PER_S / tick_us),
            pass_ticks=math.ceil(pass_s * US_PER_S / tick_us),
        )

    @property
    def turn_s(self) -> float:
        """Seconds that a turn lasts, at least."""
        return self.turn_ticks * self.tick_us / US_PER_S

    def tick(self, now_us: int) -> int:
        """Give the tick of a moment."""
        return now_us // self.tick_us

    def ends_s(self, tick: int) -> float:
        """Give when what lasts until a tick ends, Unix seconds."""
        return tick * self.tick_us / US_PER_S
