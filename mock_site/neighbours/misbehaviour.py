"""Misbehaviour: how a neighbour fails those who rely on it, when it is told to."""

import random
from dataclasses import dataclass
from enum import Enum


class Fate(Enum):
    """What becomes of a request."""

    SERVED = "served"
    FAILED = "failed"
    HUNG = "hung"
    """It is never answered."""
    MALFORMED = "malformed"
    """It is answered with half a JSON object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misbehaviour:
    """How ill requests are served.

    Attributes:
        slow_ratio: by which the time of service is multiplied, 0.001 to 1,000,000.
        failing_share: share of requests that fail, 0 to 1.
        failing_status: that they fail with, 500 to 599.
        hanging_share: share of requests that are never answered.
        malformed_share: share of requests whose answer makes no sense; the three are at most 1.
    """

    slow_ratio: float = 1.0
    failing_share: float = 0.0
    failing_status: int = 503
    hanging_share: float = 0.0
    malformed_share: float = 0.0

    def __post_init__(self) -> None:
        if not 0.001 <= self.slow_ratio <= 1_000_000:  # noqa: PLR2004 - told in the docstring
            raise ValueError(f"slow_ratio: is {self.slow_ratio}; it must be 0.001 to 1,000,000")
        if not 500 <= self.failing_status <= 599:  # noqa: PLR2004 - server errors, RFC 9110
            raise ValueError(f"failing_status: is {self.failing_status}; it must be 500 to 599")
        shares = (self.failing_share, self.hanging_share, self.malformed_share)
        if not (all(0 <= one <= 1 for one in shares) and sum(shares) <= 1):
            raise ValueError(f"shares: are {shares}; each must be 0 to 1, and all together at most 1")

    def draw(self, dice: random.Random) -> Fate:
        """Draw what becomes of a request."""
        drawn = dice.random()
        for fate, share in (
            (Fate.FAILED, self.failing_share),
            (Fate.HUNG, self.hanging_share),
            (Fate.MALFORMED, self.malformed_share),
        ):
            if drawn < share:
                return fate
            drawn -= share
        return Fate.SERVED


def check_share(name: str, share: float) -> None:
    """Refuse what is no share.

    Raises:
        ValueError: it is not 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"{name}: is {share}; it must be 0 to 1")
