"""The taking of a measure over some seconds of a run, all of them at once."""

from collections.abc import Sequence

from siaga.judge import confidence
from siaga.judge.closed_model import steps_named
from siaga.judge.confidence import Share
from siaga.judge.estimates import estimate_error
from siaga.judge.expression import Expression
from siaga.judge.measured import Measurement
from siaga.judge.measures import (
    Collateral,
    Completion,
    DroppedArrivals,
    ErrorRatio,
    Goodput,
    GoodputRatio,
    Latency,
    Ratio,
    RetryAmplification,
    SeriesValue,
    Subject,
    WaitEstimateError,
    subject,
)
from siaga.judge.promql import NoAnswerError, Promql, Worst, worst
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import Seconds, planned
from siaga.judge.series_measure import series_measured
from siaga.record.pool import Pool

FEWEST = 30
"""What is taken of a fault says nothing with fewer events."""


def taken(expression: Expression, facts: Recorded, seconds: Seconds | None) -> Measurement:
    """Take a measure that can be taken of any stretch of a run.

    Args:
        expression: what is measured, and on which side its limit is.
        facts: what was recorded.
        seconds: those that alone count; None for the whole run.
    """
    measure = expression.measure
    if isinstance(measure, SeriesValue):
        return series_measured(expression, measure, facts, seconds)
    if isinstance(measure, Promql):
        return _promql(expression, measure, facts, seconds)
    if isinstance(measure, WaitEstimateError):
        return estimate_error(expression, measure, facts, seconds)
    of = subject(measure)
    if of is not None and of.kind != "step" and not facts.counts.populations:
        return Measurement(value=None, made_of="an older siaga made the run and tells nobody apart")
    return _of_events(expression, facts, seconds)


def _of_events(expression: Expression, facts: Recorded, seconds: Seconds | None) -> Measurement:
    measure = expression.measure
    if isinstance(measure, Latency):
        return _latency(expression, measure, facts, seconds)
    if isinstance(measure, Goodput):
        return _goodput(expression, measure, facts, seconds)
    if isinstance(measure, RetryAmplification):
        return _amplification(expression, facts, seconds)
    if isinstance(measure, Ratio):
        return _ratio(expression, measure, facts, seconds)
    raise TypeError(f"{expression.text!r}: is measured as a whole, not over some seconds")


def good_and_failed(facts: Recorded, of: Subject | None, seconds: Seconds | None) -> tuple[int, int]:
    """Count the samples of a subject, or of every step, that ended well and otherwise."""
    counts = facts.counts
    if of is None or of.kind == "step":
        step = None if of is None else steps_named(of.name, facts)
        return counts.good(step, seconds), counts.failed(step, seconds)
    people = populations_of(facts, of)
    return counts.of_people(people, "good", seconds), counts.of_people(people, "failed", seconds)


def good_of(of: Subject, facts: Recorded, seconds: Seconds) -> int:
    """Count the good samples of a subject; where the unsent do not count, as though all were served.

    Each would have made as many as one who came, and one at least.
    """
    counts, good = facts.counts, good_and_failed(facts, of, seconds)[0]
    if facts.unsent:
        return good
    if of.kind == "step":
        arrived, dropped = counts.number("arrived"), counts.number("dropped", seconds)
    else:
        people = populations_of(facts, of)
        arrived = counts.of_people(people, "arrived")
        dropped = counts.of_people(people, "dropped", seconds)
    each = max(sum(good_and_failed(facts, of, None)) / max(arrived, 1), 1.0)
    return good + round(dropped * each)


def populations_of(facts: Recorded, of: Subject) -> tuple[str, ...]:
    """Give the names of the populations of a subject that is no step."""
    every = facts.scenario.traffic.populations
    return tuple(
        one.name for one in every if (one.name if of.kind == "population" else one.journey) == of.name
    )


def pool_of(measure: Latency, facts: Recorded, seconds: Seconds | None) -> Pool:
    """Put together the latencies of which a quantile is asked for."""
    of = measure.of
    pool = facts.latencies.pool(
        steps_named(of.name, facts) if of.kind == "step" else None,
        seconds,
        populations=None if of.kind == "step" else populations_of(facts, of),
        service=measure.service,
    )
    return pool if facts.unsent else pool.sent


def share_of(measure: Ratio, facts: Recorded, seconds: Seconds | None) -> Share:
    """Count how many of how many a ratio is."""
    counts = facts.counts
    if isinstance(measure, DroppedArrivals):
        # Whoever neither came nor was dropped belongs to a worker that was lost: evidence tells of it.
        dropped = counts.number("dropped", seconds)
        return Share(hits=dropped, of=dropped + counts.number("arrived", seconds))
    if isinstance(measure, Completion):
        people = populations_of(facts, measure.of)
        completed = counts.of_people(people, "completed", seconds)
        return Share(hits=completed, of=counts.of_people(people, "ended", seconds))
    good, failed = good_and_failed(facts, measure.of, seconds)
    if isinstance(measure, GoodputRatio) and measure.of is None:
        dropped = counts.number("dropped", seconds) if facts.unsent else 0
        return Share(hits=good, of=good + failed + dropped)
    return Share(hits=failed if isinstance(measure, ErrorRatio) else good, of=good + failed)


def nothing(expression: Expression, facts: Recorded) -> Measurement:
    """Say that nothing happened which could be measured, and what did."""
    when = "" if expression.during is None else f" {expression.during}"
    of = subject(expression.measure)
    if isinstance(expression.measure, DroppedArrivals):
        return Measurement(value=None, made_of=f"no arrival was due{when}")
    if of is not None and of.kind != "step":
        what = "journey ended" if isinstance(expression.measure, Completion) else "sample"
        return Measurement(value=None, made_of=f"no {what} of {of}{when}")
    known = ", ".join(facts.counts.steps) or "none"
    of_step = "" if of is None else f" of {of}"
    return Measurement(
        value=None, made_of=f"no sample{of_step}{when}; steps that were recorded: {known}"
    )


def _over_s(facts: Recorded, seconds: Seconds | None) -> float:
    return float(len(planned(facts) if seconds is None else seconds))


def _latency(
    expression: Expression, measure: Latency, facts: Recorded, seconds: Seconds | None
) -> Measurement:
    of, upper = measure.of, expression.at_most
    pool = pool_of(measure, facts, seconds)
    total = pool.total
    if total == 0:
        return nothing(expression, facts)
    rank = confidence.quantile_rank(total, measure.quantile, upper=upper)
    is_service = measure.service or facts.latencies.closed
    made_of = f"{total - pool.never:,} samples of {of}{' (service time)' * is_service}"
    made_of += "" if is_service else _unserved(pool, facts, seconds)
    if rank is None:
        least = confidence.samples_for(measure.quantile, upper=upper)
        made_of = f"{made_of}, too few for a 95 % bound, which takes {least:,}"
    value, bound = pool.quantile(measure.quantile), None if rank is None else pool.at_rank(rank)
    undecided = value is not None and _undecided(expression, value, bound)
    return Measurement(
        value=value,
        bound=bound,
        events=total,
        never=pool.never,
        needed=_samples_needed(expression, measure, pool) if undecided else None,
        over_s=_over_s(facts, seconds),
        made_of=made_of,
    )


def _unserved(pool: Pool, facts: Recorded, seconds: Seconds | None) -> str:
    """Say how many more waited for ever, and how many did of whom nobody knows what they waited for."""
    never, counts = pool.never, facts.counts
    told = counts.of_people(counts.populations, "dropped", seconds)
    if untold := counts.number("dropped", seconds) - told:
        return f", without {untold:,} dropped arrivals, of which an older siaga tells no more"
    who = "1 visitor who was" if never == 1 else f"{never:,} visitors who were"
    return f" and {who} never served" if never else ""


def _samples_needed(expression: Expression, measure: Latency, pool: Pool) -> int | None:
    """Give how many samples, spread as these are, bound the quantile on the right side of the limit."""
    inclusive = expression.sign in {"<=", ">"}
    below = pool.below(expression.limit, inclusive=inclusive) / pool.total
    return confidence.samples_needed(measure.quantile, below, pool.total, upper=expression.at_most)


def _goodput(
    expression: Expression, measure: Goodput, facts: Recorded, seconds: Seconds | None
) -> Measurement:
    """Good samples by time; of the whole run, only the time of its phases counts."""
    counted = planned(facts) if seconds is None else seconds
    good = good_of(measure.of, facts, counted)
    if good == 0 and sum(good_and_failed(facts, measure.of, None)) == 0:
        return nothing(expression, facts)
    over_s = float(len(counted))
    bound = confidence.rate_bound(good, over_s, upper=expression.at_most)
    needed = None
    if good and _undecided(expression, good / over_s, bound):
        needed = confidence.smallest(
            lambda many: expression.holds(
                confidence.rate_bound(many, over_s * many / good, upper=expression.at_most)
            ),
            good,
        )
    return Measurement(
        value=good / over_s,
        bound=bound,
        events=good,
        needed=needed,
        over_s=over_s,
        made_of=f"{good:,} good samples of {measure.of} in {over_s:,.0f} s",
    )


def _ratio(
    expression: Expression, measure: Ratio, facts: Recorded, seconds: Seconds | None
) -> Measurement:
    share = share_of(measure, facts, seconds)
    ratio, bound = share.ratio, confidence.ratio_bound(share, upper=expression.at_most)
    if ratio is None:
        return nothing(expression, facts)
    if isinstance(measure, GoodputRatio | Collateral) and share.of < FEWEST:
        return _too_few(share.of)
    undecided = _undecided(expression, ratio, bound)
    return Measurement(
        value=ratio,
        bound=bound,
        events=share.of,
        needed=confidence.events_needed(ratio, expression.limit) if undecided else None,
        over_s=_over_s(facts, seconds),
        made_of=f"{share.hits:,} of {share.of:,} {_hits(measure)}",
    )


def _amplification(expression: Expression, facts: Recorded, seconds: Seconds | None) -> Measurement:
    """Requests by steps; each is counted when it ends, a step with the first of its requests."""
    sent, every = facts.counts.number("sent", seconds), facts.counts.number("asked", seconds)
    if not every:
        return nothing(expression, facts)
    if every < FEWEST:
        return _too_few(every)
    return Measurement(
        value=sent / every,
        exact=True,
        events=every,
        made_of=f"{sent:,} requests were sent for {every:,} steps",
    )


def _too_few(events: int) -> Measurement:
    return Measurement(
        value=None, events=events, made_of=f"{events:,} events are too few; {FEWEST} are needed"
    )


def _hits(measure: Ratio) -> str:
    if isinstance(measure, GoodputRatio) and measure.of is None:
        return "samples and dropped arrivals good"
    if isinstance(measure, DroppedArrivals):
        return "arrivals dropped"
    if isinstance(measure, Completion):
        return f"journeys of {measure.of} completed"
    what = "failed" if isinstance(measure, ErrorRatio) else "good"
    return f"samples of {measure.of} {what}" if measure.of else f"samples {what}"


def _undecided(expression: Expression, value: float, bound: float | None) -> bool:
    """Tell whether the value keeps the limit and its bound does not."""
    return expression.holds(value) and not (bound is not None and expression.holds(bound))


def _promql(
    expression: Expression, measure: Promql, facts: Recorded, seconds: Seconds | None
) -> Measurement:
    t0_s, record = (0.0, None) if facts.plan is None else (facts.plan.t0_s, facts.promql)
    stretches: Sequence[range | None] = (None,) if seconds is None else seconds.ranges
    highest = expression.at_most
    try:
        found = [worst(record, measure, t0_s=t0_s, during=one, highest=highest) for one in stretches]
    except NoAnswerError as missing:
        return Measurement(value=None, made_of=str(missing))
    furthest: Worst = max(found, key=lambda one: one.value if highest else -one.value)
    return Measurement(value=furthest.value, exact=True, made_of=furthest.made_of)
