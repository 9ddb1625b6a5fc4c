"""The retry budget: so few retries, by number of calls, that they cannot become a storm.

After Finagle's `RetryBudget`: each call pays in a share of a retry, each retry takes a whole one out.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryRule:
    """How often a failed call is made again.

    Attributes:
        most: retries of one call, 0 or more.
        ratio: share of a retry that a call pays for, 0 to 1; None grants every retry.
        reserve: retries that may be saved up, at least 1.
        pause_s: a retry waits for a random share of this, 0 or more.
    """

    most: int
    ratio: float | None = None
    reserve: float = 10.0
    pause_s: float = 0.0

    def __post_init__(self) -> None:
        if self.most < 0:
            raise ValueError(f"retry: most is {self.most}; it must be 0 or more")
        if self.ratio is not None and not 0 <= self.ratio <= 1:
            raise ValueError(f"retry: ratio is {self.ratio}; it must be 0 to 1")
        if self.reserve < 1:
            raise ValueError(f"retry: reserve is {self.reserve}; it must be 1 or more")
        if self.pause_s < 0:
            raise ValueError(f"retry: pause_s is {self.pause_s}; it must be 0 or more")


class RetryBudget:
    """What is left for retries to one neighbour.

    Args:
        rule: what calls pay in; without a ratio every retry is granted.
    """

    def __init__(self, rule: RetryRule) -> None:
        self._rule = rule
        self._saved = rule.reserve

    def called(self) -> None:
        """Pay in for a call."""
        if self._rule.ratio is not None:
            self._saved = min(self._rule.reserve, self._saved + self._rule.ratio)

    def grants(self) -> bool:
        """Take a retry out; False, and nothing is taken, if there is none."""
        if self._rule.ratio is None:
            return True
        if self._saved < 1:
            return False
        self._saved -= 1
        return True
