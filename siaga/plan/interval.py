"""An Interval: a value, and between what it lies with 95 % confidence."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from siaga.scenario.curve import Floats

LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A value and its two-sided 95 % interval.

    Attributes:
        value: the best guess.
        low: lower end, at most the value.
        high: upper end, at least the value.
    """

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse an interval without its value."""
        if not self.low <= self.value <= self.high:
            text = f"{self.value} is not in {self.low} to {self.high}; it has to be"
            raise ValueError(f"interval: {text}")

    @classmethod
    def exactly(cls, value: float) -> "Interval":
        """Give an interval that is nothing but its value."""
        return cls(value=value, low=value, high=value)

    @classmethod
    def of(cls, value: float, draws: Floats) -> "Interval":
        """Give the interval that holds 95 % of some draws, and the value in any case.

        Args:
            value: the best guess.
            draws: what it might as well have been, shape (n,), at least one.
        """
        low, high = ends(draws)
        return cls(value=value, low=min(float(low), value), high=max(float(high), value))

    def map(self, change: Callable[[float], float]) -> "Interval":
        """Give what a rising function makes of it."""
        return Interval(value=change(self.value), low=change(self.low), high=change(self.high))

    def as_json(self) -> dict[str, float]:
        """Give the interval as a JSON object."""
        return {"value": self.value, "low": self.low, "high": self.high}


def ends(draws: Floats) -> tuple[Floats, Floats]:
    """Give between what 95 % of some draws lie.

    Args:
        draws: shape (n, ...), at least one.

    Returns:
        The lower and the upper end, each of shape (...).
    """
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high


def upper_end(draws: Floats) -> float:
    """Give the upper end as one of the draws; infinite where more than one in forty of them are."""
    return float(np.quantile(draws, (1 + LEVEL) / 2, method="higher"))
