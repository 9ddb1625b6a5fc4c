"""A Rush: what becomes of so many times the visitors of a day at a door that lets them in at a rate."""

from dataclasses import dataclass

import numpy as np

from siaga.plan.interval import Interval, ends
from siaga.plan.queue import Crowd, Queued, crowd, queued
from siaga.scenario.curve import Curve, Floats

TIMES = (1.0, 2.0, 5.0)
"""The forecast, twice as many, five times as many."""

MOMENTS = 300
"""At so many times of the day the queue is looked at."""

SEED = 2
"""Always the same visitors, so that the same runs give the same plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rush:
    """One day.

    Attributes:
        times: by how much the forecast is multiplied.
        visitors: who come.
        peak_per_s: visitors a second at the worst moment.
        p50_s: how long half of them wait at most.
        p95_s: how long 95 of 100 wait at most.
        p99_s: how long 99 of 100 wait at most.
        longest_s: the longest wait.
        worst: people in the queue when it is longest.
        worst_at_s: when that is, seconds after the day begins.
        drain_s: how long after the last phase the last one is let in; 0 where the queue is gone by then.
        moments_s: when the queue was looked at, shape (m,).
        waiting: people in it, by the best guess, shape (m,).
        fewest: the same, lower end of 95 %, shape (m,).
        most: the same, upper end, shape (m,).
    """

    times: float
    visitors: int
    peak_per_s: float
    p50_s: Interval
    p95_s: Interval
    p99_s: Interval
    longest_s: Interval
    worst: Interval
    worst_at_s: float
    drain_s: Interval
    moments_s: Floats
    waiting: Floats
    fewest: Floats
    most: Floats

    def as_json(self) -> dict[str, object]:
        """Give the rush as a JSON object; the queue over the day stands in the page."""
        told = ("p50_s", "p95_s", "p99_s", "longest_s", "worst", "drain_s")
        plain = {"times": self.times, "visitors": self.visitors, "peak_per_s": self.peak_per_s}
        return (
            plain | {"worst_at_s": self.worst_at_s} | {one: getattr(self, one).as_json() for one in told}
        )


def rush(curve: Curve, times: float, per_s: float, drawn_per_s: Floats) -> Rush:
    """Play a day at the door.

    Args:
        curve: visitors expected on the day.
        times: by how much they are multiplied, above 0.
        per_s: visitors let in per second, above 0.
        drawn_per_s: what that might as well be, shape (n,), above 0.
    """
    those = crowd(curve, times, np.random.default_rng(SEED))
    moments_s = _moments_s(those, float(min(drawn_per_s.min(), per_s)))
    best = queued(those, per_s, moments_s)
    others = [queued(those, one, moments_s) for one in drawn_per_s]
    told = _told(best, those)
    draws = np.array([_told(one, those) for one in others]).T
    p50_s, p95_s, p99_s, longest_s, worst, drain_s = (
        Interval.of(value, drawn) for value, drawn in zip(told, draws, strict=True)
    )
    queues = np.array([one.waiting for one in others])
    fewest, most = ends(queues)
    return Rush(
        times=times,
        visitors=round(curve.total * times),
        peak_per_s=times * curve.peak_per_s,
        p50_s=p50_s,
        p95_s=p95_s,
        p99_s=p99_s,
        longest_s=longest_s,
        worst=worst,
        worst_at_s=best.worst_at_s,
        drain_s=drain_s,
        moments_s=moments_s,
        waiting=best.waiting,
        fewest=fewest,
        most=most,
    )


def _moments_s(those: Crowd, slowest_per_s: float) -> Floats:
    """Look until the last one is in, by the slowest rate."""
    last = queued(those, slowest_per_s, np.empty(0)).begins_s
    until_s = max(those.ends_s, float(last[-1]) if last.size else 0.0)
    return np.linspace(0.0, until_s, MOMENTS)


def _told(one: Queued, those: Crowd) -> list[float]:
    """Give quantiles of the waits, the longest one, the worst queue and the time it takes to drain."""
    last_s = float(one.begins_s[-1]) if one.begins_s.size else 0.0
    return [*map(float, one.quantiles_s), one.worst, max(last_s - those.ends_s, 0.0)]
