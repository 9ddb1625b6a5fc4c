r"""The arrival Curve: expected arrivals as a pure function of time, and its inverse.

A curve is a row of stretches. In a stretch of length T whose rate goes linearly from a to b,
the arrivals expected after t seconds are

    L(t) = a t + (b - a) t^2 / (2 T)

    t  seconds since the stretch began, 0 to T
    a  arrivals per second at its beginning
    b  arrivals per second at its end

The inverse is the root of that quadratic written without cancellation,
t = 2 x / (a + sqrt(a^2 + 2 x (b - a) / T)).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A length of time over which the rate is steady or changes linearly."""

    for_s: float
    start_per_s: float
    end_per_s: float

    def __post_init__(self) -> None:
        """Refuse a stretch that has no length or a negative rate."""
        if not 0 < self.for_s < float("inf"):
            raise ValueError(f"for_s: {self.for_s} is not a length of time; it must be above 0")
        if not (0 <= self.start_per_s < float("inf") and 0 <= self.end_per_s < float("inf")):
            rates = f"{self.start_per_s} to {self.end_per_s}"
            raise ValueError(f"rate: {rates} per second is no rate; 0 or more is allowed")

    @property
    def total(self) -> float:
        """Arrivals expected over the whole stretch."""
        return (self.start_per_s + self.end_per_s) / 2 * self.for_s

    @property
    def change_per_s(self) -> float:
        """Difference of the rate between end and beginning, in arrivals per second."""
        return self.end_per_s - self.start_per_s

    def expected(self, t_s: Floats) -> Floats:
        """Arrivals expected t_s seconds into the stretch."""
        return t_s * (self.start_per_s + self.change_per_s * (t_s / self.for_s) / 2)

    def time_of(self, arrivals: Floats) -> Floats:
        """Seconds into the stretch at which so many arrivals are expected; needs a total above 0."""
        # Divided by the length first: in a very short stretch the slope alone would be infinite.
        square = self.start_per_s**2 + 2 * (arrivals / self.for_s) * self.change_per_s
        root = np.sqrt(np.maximum(square, 0.0))
        below = self.start_per_s + root
        with np.errstate(divide="ignore", invalid="ignore"):
            t_s = np.where(below > 0, 2 * arrivals / below, 0.0)
        return np.minimum(t_s, self.for_s)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Stretches one after the other, starting at 0 s."""

    stretches: tuple[Stretch, ...]

    def __post_init__(self) -> None:
        """Refuse a curve without a stretch."""
        if not self.stretches:
            raise ValueError("stretches: there are none; a curve needs at least one")

    @property
    def total(self) -> float:
        """Arrivals expected over the whole curve."""
        return float(self.counts[-1])

    @property
    def duration_s(self) -> float:
        """Length of the curve in seconds."""
        return float(self._edges_s[-1])

    @property
    def peak_per_s(self) -> float:
        """Arrivals per second of the worst moment."""
        return max(max(one.start_per_s, one.end_per_s) for one in self.stretches)

    @cached_property
    def _edges_s(self) -> Floats:
        return np.concatenate(([0.0], np.cumsum([part.for_s for part in self.stretches])))

    @cached_property
    def counts(self) -> Floats:
        """Arrivals expected by the start of each stretch, and after the last."""
        return np.concatenate(([0.0], np.cumsum([part.total for part in self.stretches])))

    def expected(self, t_s: Floats) -> Floats:
        """Arrivals expected by t_s seconds, for times anywhere (0 before, the total after)."""
        arrivals = np.zeros(t_s.shape)
        for edge_s, part in zip(self._edges_s, self.stretches, strict=False):
            arrivals += part.expected(np.clip(t_s - edge_s, 0.0, part.for_s))
        return arrivals

    def time_of(self, arrivals: Floats) -> Floats:
        """Seconds at which so many arrivals are expected, for 0 to the total.

        Raises:
            ValueError: an arrival lies outside 0 to the total.
        """
        if arrivals.size and (arrivals.min() < 0 or arrivals.max() > self.total * (1 + 1e-12)):
            raise ValueError(f"arrivals: reach beyond 0 to {self.total}, what the curve expects")
        which = np.searchsorted(self.counts, arrivals, side="left") - 1
        which = np.clip(which, 0, len(self.stretches) - 1)
        times_s = np.empty_like(arrivals)
        for index, part in enumerate(self.stretches):
            mine = which == index
            inside = arrivals[mine] - self.counts[index]
            times_s[mine] = self._edges_s[index] + part.time_of(inside)
        return times_s

    def stretch_at(self, t_s: Floats) -> NDArray[np.int64]:
        """Give the index of the stretch that holds each time; an edge belongs to the later one."""
        which = np.searchsorted(self._edges_s, t_s, side="right") - 1
        return np.clip(which, 0, len(self.stretches) - 1)
