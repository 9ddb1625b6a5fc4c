"""The Prospect of an expression that stands broken: whether the rest of the plan could still mend it.

A ratio, a quantile and a goodput are lost where they would stay broken though everything still to come
went well. Of arrivals and journeys the plan says how many that can be. Of samples it is reckoned
generously: everybody who is inside or to come makes twice as many as each has made so far.
"""

import math
from dataclasses import replace
from enum import Enum

from siaga.judge import confidence
from siaga.judge.confidence import Share
from siaga.judge.expression import Expression
from siaga.judge.fault_measures import FaultTime
from siaga.judge.measures import (
    AuditCount,
    Burn,
    Completion,
    DroppedArrivals,
    Goodput,
    Latency,
    Measure,
    Plateau,
    Ratio,
    SeriesValue,
    Subject,
    subject,
)
from siaga.judge.promql import Promql
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import NoPeriodError, Seconds, planned, seconds_of
from siaga.judge.taking import good_and_failed, good_of, pool_of, populations_of, share_of
from siaga.judge.unsent import without
from siaga.scenario.traffic import Ramp

GENEROUS = 2
"""How many times as many samples as so far a visitor is given who is still to make them."""

LATELY_S = 3
"""A worker may tell of a second late; how many are inside is looked up in the last few."""


class Prospect(Enum):
    """What the rest of a plan can do for an expression that stands broken."""

    OPEN = "open"
    LOST = "lost"
    UNKNOWN = "unknown"


def prospect(expression: Expression, facts: Recorded) -> Prospect:
    """Say whether an expression that stands broken could still be met.

    Args:
        expression: what stands broken.
        facts: what was recorded up to `cut_s`, which is the end of what is known.

    Returns:
        UNKNOWN where nobody can tell.
    """
    measure = expression.measure
    is_time = expression.recovery is not None or isinstance(measure, FaultTime)
    if is_settled(expression, facts) or is_time:
        return Prospect.LOST
    if isinstance(measure, Plateau):
        return _lost(not expression.at_most)
    if expression.window is not None:
        return _lost(expression.window.every)
    if isinstance(measure, Ratio | Latency | Goodput):
        return _lost(not _mendable(expression, measure, facts))
    return _of_value(expression, measure)


def is_settled(expression: Expression, facts: Recorded) -> bool:
    """Tell whether all the time that counts is over, so that nothing of it can change."""
    during, cut_s = expression.during, facts.cut_s
    if cut_s is None:
        return True
    if during is None or expression.recovery is not None:
        return False
    if during.kind in {"phase", "steady"}:
        return _end(expression, facts) <= cut_s
    return during.kind == "before" and any(span.kind == during.name for span in facts.faults)


def _end(expression: Expression, facts: Recorded) -> int:
    """Give the second with which the time that counts ends, as it was planned."""
    during, phases = expression.during, facts.scenario.traffic.phases
    if during is not None and during.kind == "phase":
        return facts.seconds(during.name).stop
    if during is not None and during.kind == "steady":
        return max(facts.seconds(one.name).stop for one in phases if not isinstance(one.rate, Ramp))
    return len(planned(replace(facts, cut_s=None)))


def _of_value(expression: Expression, measure: Measure) -> Prospect:
    """Say it of what is one number: what only grows cannot come back, a highest value neither."""
    if isinstance(measure, SeriesValue):
        return _of_series(expression, measure)
    if isinstance(measure, AuditCount):
        # Who is cut off leaves a promise unknown, which the run that goes on would have answered.
        return _lost(expression.at_most and measure.name != "unknown")
    if isinstance(measure, Burn):
        return _lost(expression.at_most)
    return Prospect.LOST if isinstance(measure, Promql) else Prospect.UNKNOWN


def _of_series(expression: Expression, measure: SeriesValue) -> Prospect:
    function = measure.top.function
    if function == "last":
        return Prospect.OPEN
    if measure.below is not None or function in {"rate", "quantile"}:
        return Prospect.UNKNOWN
    return _lost(expression.at_most is (function != "min"))


def _mendable(expression: Expression, measure: Ratio | Latency | Goodput, facts: Recorded) -> bool:
    """Tell whether the bound would keep the limit if all that is left went well.

    Nobody plans how much a closed model has left: as long as there is time it can be anything. What
    could be mended without arrivals that were never sent will not be broken.
    """
    if facts.scenario.traffic.is_closed:
        return True
    alone = without(expression, facts)
    if alone is not None and _mendable(expression, measure, alone):
        return True
    try:
        counted = Seconds.until(facts.cut_s or 0)
        counted = counted if expression.during is None else seconds_of(expression.during, facts)
        whole_s = _whole_s(expression, facts)
    except NoPeriodError:
        return True
    left = _left(expression, measure, facts)
    if isinstance(measure, Latency):
        return _quantile_mendable(expression, measure, facts, counted, left)
    if isinstance(measure, Goodput):
        good = good_of(measure.of, facts, counted)
        best = good if expression.at_most else good + left
        return expression.holds(confidence.rate_bound(best, whole_s, upper=expression.at_most))
    return _ratio_mendable(expression, share_of(measure, facts, counted), left)


def _whole_s(expression: Expression, facts: Recorded) -> float:
    whole = replace(facts, cut_s=None)
    if expression.during is None:
        return float(len(planned(whole)))
    return float(len(seconds_of(expression.during, whole)))


def _ratio_mendable(expression: Expression, share: Share, left: int) -> bool:
    hits = share.hits if expression.at_most else share.hits + left
    best = Share(hits=hits, of=share.of + left)
    bound = confidence.ratio_bound(best, upper=expression.at_most)
    return bound is None or expression.holds(bound)


def _quantile_mendable(
    expression: Expression, measure: Latency, facts: Recorded, counted: Seconds, left: int
) -> bool:
    pool, upper = pool_of(measure, facts, counted), expression.at_most
    below = pool.below(expression.limit, inclusive=expression.sign in {"<=", ">"})
    rank = confidence.quantile_rank(pool.total + left, measure.quantile, upper=upper)
    if rank is None:
        return False
    return rank <= below + left if upper else rank > below


def _left(expression: Expression, measure: Ratio | Latency | Goodput, facts: Recorded) -> int:
    """Give how many events the plan has left at most."""
    end, counts = _end(expression, facts), facts.counts
    if isinstance(measure, DroppedArrivals):
        return _to_come(facts, range(_begin(expression, facts), end))
    if isinstance(measure, Completion):
        people, known = populations_of(facts, measure.of), facts.plan
        many = 0 if known is None else sum(known.populations.get(one, 0) for one in people)
        return max(many - counts.of_people(people, "ended", Seconds.until(facts.cut_s or 0)), 0)
    return _samples_left(subject(measure), facts, end)


def _begin(expression: Expression, facts: Recorded) -> int:
    during = expression.during
    return facts.seconds(during.name).start if during is not None and during.kind == "phase" else 0


def _to_come(facts: Recorded, during: range) -> int:
    """Give how many visitors of some seconds neither came nor were dropped yet."""
    known = range(during.start, min(during.stop, facts.cut_s or 0))
    came = sum(facts.counts.number(name, known) for name in ("arrived", "dropped"))
    return max(facts.planned(during) - came, 0)


def _samples_left(of: Subject | None, facts: Recorded, end: int) -> int:
    cut_s = facts.cut_s or 0
    lately = range(max(cut_s - LATELY_S, 0), cut_s)
    inside = max((facts.counts.active(second) for second in lately), default=0)
    seen = sum(good_and_failed(facts, of, Seconds.until(cut_s)))
    arrived = facts.counts.number("arrived", Seconds.until(cut_s))
    each = max(GENEROUS * seen / max(arrived, 1), 1.0)
    return math.ceil(each * (inside + _to_come(facts, range(end))))


def _lost(lost: bool) -> Prospect:  # noqa: FBT001 - the name of the function says what is true
    return Prospect.LOST if lost else Prospect.OPEN
