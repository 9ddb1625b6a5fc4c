"""The spending of an error budget: how much of the registration window's the run spent, and how fast.

The period of the budget is the registration window, not a month. Of a window W the fast pair of
windows is W/720 and W/8640, the slow pair W/120 and W/1440: the fractions of 30 days that Google's SRE
workbook alerts on. No window is shorter than ten seconds or than a hundred samples take.
"""

import math

import numpy as np
from numpy.typing import NDArray

from siaga.judge import confidence
from siaga.judge.amount import count, duration, share
from siaga.judge.confidence import Share
from siaga.judge.expression import Expression
from siaga.judge.measured import Measurement
from siaga.judge.measures import Budget, Burn, Plateau
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import Seconds, planned
from siaga.judge.taking import good_and_failed, good_of, nothing
from siaga.scenario.registration import Registration

PAIRS = {"fast": (720, 8640), "slow": (120, 1440)}
"""By how much the registration window is divided for the longer and the shorter window of a pair."""

SHORTEST_S = 10
FEWEST = 100
"""A window reaches back until it has so many seconds and so many samples."""

Floats = NDArray[np.float64]


def spent(
    expression: Expression,
    measure: Budget,
    facts: Recorded,
    registration: Registration,
    seconds: Seconds | None,
) -> Measurement:
    """Measure the failed samples by those that the budget of the whole registration allows.

    How many samples the registration brings is told by those of the run for each of its arrivals.
    """
    good, failed = good_and_failed(facts, measure.of, seconds)
    arrived = facts.counts.number("arrived")
    if good + failed == 0 or arrived == 0:
        return nothing(expression, facts)
    every = sum(good_and_failed(facts, measure.of, None))
    expected = every / arrived * registration.people
    whole = (good + failed) / ((1 - measure.slo) * expected)
    ratio = Share(hits=failed, of=good + failed)
    of = "" if measure.of is None else f" of {measure.of}"
    bound = confidence.ratio_bound(ratio, upper=expression.at_most)
    return Measurement(
        value=failed / ((1 - measure.slo) * expected),
        bound=None if bound is None else bound * whole,
        events=good + failed,
        made_of=f"{count(failed)} of {count(good + failed)} samples{of} failed, and"
        f" {share(1 - measure.slo)} of {count(expected)} may in the whole registration",
    )


def burned(
    expression: Expression,
    measure: Burn,
    facts: Recorded,
    registration: Registration,
    seconds: Seconds | None,
) -> Measurement:
    """Measure the highest burn rate that both windows of the pair had at once, at any second."""
    end = len(planned(facts))
    failed, every = _each_second(measure, facts, end)
    if not every[-1]:
        return nothing(expression, facts)
    long_s, short_s = (max(registration.for_s / part, SHORTEST_S) for part in PAIRS[measure.speed])
    both = np.minimum(_rates(failed, every, long_s), _rates(failed, every, short_s))
    counted = np.array([seconds is None or second in seconds for second in range(end)])
    known = both[counted & ~np.isnan(both)]
    windows = f"windows of {duration(long_s)} and {duration(short_s)}"
    if not known.size:
        return Measurement(value=None, made_of=f"no second has {FEWEST} samples before it for {windows}")
    return Measurement(
        value=float(known.max()) / (1 - measure.slo),
        exact=True,
        events=int(every[-1]),
        made_of=f"the worst second of {count(known.size)}, by {windows}, of {count(every[-1])} samples"
        f" of {measure.of}",
    )


def plateau(
    expression: Expression, measure: Plateau, facts: Recorded, seconds: Seconds | None
) -> Measurement:
    """Measure the lowest goodput of any window in a time by the highest of any window before it."""
    if seconds is None:
        return Measurement(value=None, made_of="a plateau is one of a phase or of a fault")
    before = Seconds.of([range(seconds.ranges[0].start)])
    lowest = min(_goods(expression, measure, facts, seconds), default=None)
    highest = max(_goods(expression, measure, facts, before), default=None)
    if lowest is None or highest is None or highest < FEWEST:
        return Measurement(
            value=None,
            made_of=f"it takes a window of {duration(expression.window_s)} {expression.during}, and one"
            f" before it with {FEWEST} good samples of {measure.of}",
        )
    return Measurement(
        value=lowest / highest,
        exact=True,
        events=highest,
        made_of=f"{count(lowest)} good samples of {measure.of} in the worst window of"
        f" {duration(expression.window_s)}, {count(highest)} in the best before",
    )


def _goods(expression: Expression, measure: Plateau, facts: Recorded, seconds: Seconds) -> list[int]:
    windows = seconds.windows(expression.window_s)
    return [good_of(measure.of, facts, one) for one in windows]


def _each_second(measure: Burn, facts: Recorded, end: int) -> tuple[Floats, Floats]:
    """Give how many samples failed, and how many there were, up to the end of each second."""
    each = [
        good_and_failed(facts, measure.of, Seconds(ranges=(range(second, second + 1),)))
        for second in range(end)
    ]
    counted = np.array(each, dtype=np.float64).reshape(end, 2)
    return counted[:, 1].cumsum(), counted.sum(axis=1).cumsum()


def _rates(failed: Floats, every: Floats, length_s: float) -> Floats:
    """Give the ratio of failed samples in the window that ends with each second; nan without enough."""
    lost, total = np.concatenate(([0.0], failed)), np.concatenate(([0.0], every))
    ends = np.arange(1, total.size)
    # The window begins with the latest second that leaves it long enough, and full enough.
    full = np.searchsorted(total, total[1:] - FEWEST, side="right") - 1
    starts = np.minimum(np.maximum(ends - math.ceil(length_s), 0), full)
    rates = np.full(ends.size, np.nan)
    known = starts >= 0
    at, since = ends[known], starts[known]
    rates[known] = (lost[at] - lost[since]) / (total[at] - total[since])
    return rates
