"""The SeriesMeasure of a run: a number made of the site's series, unless too little of them was seen."""

import numpy as np

from siaga.judge.expression import Expression
from siaga.judge.measured import Measurement
from siaga.judge.measures import SeriesValue
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import Seconds
from siaga.judge.series_value import NoValueError, refuse_gap, series_value, shown_s
from siaga.observe.series import Floats


def series_measured(
    expression: Expression, measure: SeriesValue, facts: Recorded, seconds: Seconds | None
) -> Measurement:
    """Make one number of series, or of two such numbers a fraction.

    Args:
        expression: what is measured, and its limit.
        measure: the numbers.
        facts: what was recorded.
        seconds: those that alone count; None for the whole run.
    """
    during = None if seconds is None else seconds.ranges
    gap_s = facts.scenario.evidence.telemetry_gap_s
    try:
        seen = series_value(facts.series, measure.top, during)
        if not _decided(expression, measure, seen):
            refuse_gap(facts.series, measure.top, during, gap_s)
        below = 1.0
        if measure.below is not None:
            below = series_value(facts.series, measure.below, during)
            refuse_gap(facts.series, measure.below, during, gap_s)
    except NoValueError as missing:
        return Measurement(value=None, made_of=str(missing))
    if below == 0:
        return Measurement(value=None, made_of="what stands below the fraction line is 0")
    return Measurement(value=seen / below, exact=True, made_of=_scrapes(measure, facts, seconds))


def _decided(expression: Expression, measure: SeriesValue, seen: float) -> bool:
    """Tell whether nothing that was not seen could change how an extreme stands to its limit."""
    if measure.below is not None or measure.top.function not in {"max", "min"}:
        return False
    return expression.holds(seen) != (expression.at_most == (measure.top.function == "max"))


def _scrapes(measure: SeriesValue, facts: Recorded, seconds: Seconds | None) -> str:
    """Say how many scrapes showed the series, of how many."""
    at_s = shown_s(facts.series, measure.top)
    if measure.below is not None:
        at_s = at_s[np.isin(at_s, shown_s(facts.series, measure.below))]
    shown, of = _inside(at_s, seconds), _inside(facts.series.attempts_s, seconds)
    return f"{shown:,} of {of:,} scrapes of the site"


def _inside(at_s: Floats, seconds: Seconds | None) -> int:
    return at_s.size if seconds is None else sum(int(one // 1) in seconds for one in at_s)
