"""The error of the waiting room's estimates: how far they were off the waits that came, by those waits.

Whoever was never let in waited at least as long as it looked. Its error lies between the least and the
most that any longer wait would make it: the value takes the better of the two, the bound the worse.
"""

import math

from siaga.judge import confidence
from siaga.judge.expression import Expression
from siaga.judge.measured import Measurement
from siaga.judge.measures import WaitEstimateError
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import Seconds
from siaga.judge.waits import Wait

SHORTEST_S = 1.0
"""A shorter wait counts as one so long, so that no estimate is off by a multiple of nothing."""


def estimate_error(
    expression: Expression, measure: WaitEstimateError, facts: Recorded, seconds: Seconds | None
) -> Measurement:
    """Measure a quantile of the errors of the first estimates that visitors were shown.

    Args:
        expression: what is asked for.
        measure: its measure.
        facts: what was recorded.
        seconds: those in which an estimate has to have been shown; None for the whole run.
    """
    waits = [one for one in facts.waits if seconds is None or int(one.at_s) in seconds]
    if not waits:
        return Measurement(value=None, made_of="no visitor was shown an estimate of its wait")
    upper = expression.at_most
    least, most = sorted(map(least_error, waits)), sorted(map(most_error, waits))
    likely, surely = (least, most) if upper else (most, least)
    rank = confidence.quantile_rank(len(waits), measure.quantile, upper=upper)
    outside = sum(not one.admitted for one in waits)
    return Measurement(
        value=likely[math.ceil(measure.quantile * len(waits)) - 1],
        bound=None if rank is None else surely[rank - 1],
        events=len(waits),
        made_of=f"the first estimates of {len(waits):,} visitors, {outside:,} of whom were never let in",
    )


def least_error(wait: Wait) -> float:
    """Give the least error that an estimate can have had."""
    if not wait.admitted and wait.estimated_s > wait.waited_s:
        return 0.0
    return _error(wait)


def most_error(wait: Wait) -> float:
    """Give the most; of a wait without end an estimate of any length is off by the whole of it."""
    return _error(wait) if wait.admitted else max(_error(wait), 1.0)


def _error(wait: Wait) -> float:
    return abs(wait.estimated_s - wait.waited_s) / max(wait.waited_s, SHORTEST_S)
