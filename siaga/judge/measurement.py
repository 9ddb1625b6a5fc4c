"""The Measurement of an expression: a value, its 95 % bound, and in words what it was made of."""

from dataclasses import dataclass

from siaga.judge import confidence
from siaga.judge.confidence import Share
from siaga.judge.expression import (
    Availability,
    DroppedArrivals,
    ErrorRatio,
    Expression,
    Latency,
    SeriesValue,
)
from siaga.judge.recorded import Recorded
from siaga.judge.series_value import NoValueError, series_value

Ratio = Availability | ErrorRatio | DroppedArrivals


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What was measured.

    Attributes:
        value: in the unit of the expression; None if nothing was measured.
        bound: the 95 % bound on the side of the limit; None if there is none.
        exact: whether the value is a count of everything, which needs no bound.
        made_of: what it was made of, or why there is nothing: "1,740 samples of join".
    """

    value: float | None
    bound: float | None = None
    exact: bool = False
    made_of: str


def measure(expression: Expression, facts: Recorded) -> Measurement:
    """Measure what an expression asks for."""
    measured = expression.measure
    during = None if expression.during is None else facts.seconds(expression.during)
    if isinstance(measured, Latency):
        return _latency(expression, measured, facts, during)
    if isinstance(measured, SeriesValue):
        return _series(measured, facts, during)
    share = _share(measured, facts, during)
    return _ratio(expression, share, measured) if share.of else _nothing(expression, measured, facts)


def _latency(
    expression: Expression, measured: Latency, facts: Recorded, during: range | None
) -> Measurement:
    pool = facts.latencies.pool(measured.step, during)
    total = pool.total
    made_of = f"{total:,} samples of {measured.step}"
    if total == 0:
        return Measurement(value=None, made_of=_never(measured.step, expression, facts))
    rank = confidence.quantile_rank(total, measured.quantile, upper=expression.at_most)
    if rank is None:
        needed = confidence.samples_for(measured.quantile, upper=expression.at_most)
        made_of = f"{made_of}, too few for a 95 % bound, which takes {needed:,}"
    return Measurement(
        value=pool.quantile(measured.quantile),
        bound=None if rank is None else pool.at_rank(rank),
        made_of=made_of,
    )


def _ratio(expression: Expression, share: Share, measured: Ratio) -> Measurement:
    return Measurement(
        value=share.ratio,
        bound=confidence.ratio_bound(share, upper=expression.at_most),
        made_of=f"{share.hits:,} of {share.of:,} {_subject(measured)}",
    )


def _nothing(expression: Expression, measured: Ratio, facts: Recorded) -> Measurement:
    if isinstance(measured, DroppedArrivals):
        return Measurement(value=None, made_of=f"no arrival was due{_when(expression)}")
    return Measurement(value=None, made_of=_never(measured.step, expression, facts))


def _share(measured: Ratio, facts: Recorded, during: range | None) -> Share:
    counts = facts.counts
    if isinstance(measured, DroppedArrivals):
        # Whoever neither came nor was dropped belongs to a worker that was lost: evidence tells of it.
        dropped = counts.number("dropped", during)
        return Share(hits=dropped, of=dropped + counts.number("arrived", during))
    good, failed = counts.good(measured.step, during), counts.failed(measured.step, during)
    hits = good if isinstance(measured, Availability) else failed
    return Share(hits=hits, of=good + failed)


def _subject(measured: Ratio) -> str:
    if isinstance(measured, DroppedArrivals):
        return "arrivals dropped"
    what = "good" if isinstance(measured, Availability) else "failed"
    return f"samples of {measured.step} {what}" if measured.step else f"samples {what}"


def _series(measured: SeriesValue, facts: Recorded, during: range | None) -> Measurement:
    try:
        top = series_value(facts.series, measured.top, during)
        below = 1.0 if measured.below is None else series_value(facts.series, measured.below, during)
    except NoValueError as missing:
        return Measurement(value=None, made_of=str(missing))
    if below == 0:
        return Measurement(value=None, made_of="what stands below the fraction line is 0")
    return Measurement(value=top / below, exact=True, made_of=_scrapes(facts, during))


def _scrapes(facts: Recorded, during: range | None) -> str:
    at_s, up = facts.series.attempts_s, facts.series.up
    if during is not None:
        up = up[(at_s >= during.start) & (at_s < during.stop)]
    return f"{int(up.sum()):,} of {up.size:,} scrapes of the site"


def _never(step: str | None, expression: Expression, facts: Recorded) -> str:
    of_step = "" if step is None else f" of {step}"
    known = ", ".join(facts.counts.steps) or "none"
    return f"no sample{of_step}{_when(expression)}; steps that were recorded: {known}"


def _when(expression: Expression) -> str:
    return "" if expression.during is None else f" during {expression.during}"
