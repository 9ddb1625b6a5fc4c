"""The delay: how long something takes, drawn anew each time."""

import math
import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """A log-normal delay: half of the draws are below the median, a few are far above it.

    Attributes:
        median_s: 0 or more.
        sigma: standard deviation of the logarithm, 0 to 5; 0 takes the median each time.
    """

    median_s: float
    sigma: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.median_s < math.inf:
            raise ValueError(f"median_s: is {self.median_s}; it must be 0 or more")
        if not 0 <= self.sigma <= 5:  # noqa: PLR2004 - beyond it every draw is nothing or for ever
            raise ValueError(f"sigma: is {self.sigma}; it must be 0 to 5")

    def draw(self, dice: random.Random) -> float:
        """Draw a delay in seconds."""
        return self.median_s * math.exp(self.sigma * dice.gauss(0.0, 1.0))
