r"""The Queue in front of a site: who comes first is let in first, one after the other.

With arrivals a_0 <= a_1 <= ... and service times s_0, s_1, ... the i-th begins at

    b_i = S_i + max over j <= i of (a_j - S_j)

    S_i  the service times of all before i together

which is Lindley's recursion (1952) written as a running maximum; it is exact for any arrivals and times.
"""

from dataclasses import dataclass

import numpy as np

from siaga.scenario.curve import Curve, Floats

MOST_GROUPS = 20_000
"""More visitors than this wait in groups of as many, evenly spaced: a queue of so many is a fluid."""

TRIFLE_S = 1e-9

QUANTILES = (0.5, 0.95, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Those who come on a day.

    Attributes:
        at_s: when each group comes, in order, shape (n,).
        each: visitors in a group, above 0.
        ends_s: when the day ends, and nobody comes any more.
    """

    at_s: Floats
    each: float
    ends_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """What became of a crowd at a door.

    Attributes:
        waits_s: how long each group waited, shape (n,).
        begins_s: when each was let in, shape (n,).
        waiting: visitors that wait at each moment that was asked for.
        worst: visitors that wait when the queue is longest, which is when somebody has just come.
        worst_at_s: when that is.
    """

    waits_s: Floats
    begins_s: Floats
    waiting: Floats
    worst: float
    worst_at_s: float

    @property
    def quantiles_s(self) -> Floats:
        """The waits that `QUANTILES` of the visitors do not exceed, and the longest, shape (4,)."""
        if not self.waits_s.size:
            return np.zeros(len(QUANTILES) + 1)
        told: Floats = np.quantile(self.waits_s, [*QUANTILES, 1.0])
        return told


def begins(at_s: Floats, service_s: Floats) -> Floats:
    """Give when each is let in.

    Args:
        at_s: arrivals in order, shape (n,).
        service_s: for how long each keeps the door, shape (n,).
    """
    before_s = np.cumsum(service_s) - service_s
    return before_s + np.maximum.accumulate(at_s - before_s)


def crowd(curve: Curve, times: float, dice: np.random.Generator) -> Crowd:
    """Give those who come, drawn as a Poisson process where they are few enough to be told apart.

    Args:
        curve: expected arrivals.
        times: how many come for each that the curve expects, above 0.
        dice: draws their times.
    """
    many = round(curve.total * times)
    groups = min(many, MOST_GROUPS)
    points = np.sort(dice.random(groups)) if groups == many else (np.arange(groups) + 0.5) / groups
    at_s = curve.time_of(points * curve.total)
    return Crowd(at_s=at_s, each=many / groups if groups else 1.0, ends_s=curve.duration_s)


def queued(those: Crowd, per_s: float, moments_s: Floats) -> Queued:
    """Let a crowd in at an even rate.

    Args:
        those: who comes.
        per_s: visitors a second, above 0.
        moments_s: when to look at the queue, shape (m,).
    """
    begins_s = begins(those.at_s, np.full(those.at_s.size, those.each / per_s))
    late_s = begins_s - those.at_s
    # Who is let in at once never waits, but the sum of many service times is off by a trifle.
    waits_s = np.where(late_s > TRIFLE_S, late_s, 0.0)
    inside_s = those.at_s + waits_s
    behind = np.arange(1, those.at_s.size + 1) - np.searchsorted(inside_s, those.at_s, side="right")
    longest = int(behind.argmax()) if behind.size else 0
    come = np.searchsorted(those.at_s, moments_s, side="right")
    inside = np.searchsorted(inside_s, moments_s, side="right")
    return Queued(
        waits_s=waits_s,
        begins_s=begins_s,
        waiting=np.asarray(come - inside, dtype=float) * those.each,
        worst=float(behind.max(initial=0)) * those.each,
        worst_at_s=float(those.at_s[longest]) if behind.size else 0.0,
    )
