"""The Rejecting of a run: what turning people away cost the site, as its own CPU time tells."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise

import numpy as np

from siaga.judge.amount import amount, share
from siaga.judge.expression import Expression
from siaga.judge.measured import Measurement
from siaga.judge.recorded import Recorded
from siaga.judge.reject_cost import Costs, Floats, RejectCost, Spans, costs, own_share
from siaga.judge.seconds import Seconds
from siaga.observe.growth import grown

Count = Callable[[str | None, Collection[int]], int]
"""Gives how many there were of a step, or of every step, in some seconds."""

CPU = "process_cpu_seconds_total"
"""What the client libraries of Prometheus call the CPU time of a process."""

SPAN_S = 2.0
"""Answers and CPU time are told to the second and to the scrape; a span of less would blur them."""

FEWEST_SPANS = 30
FEWEST_ANSWERS = 100
LEAST_OWN = 0.1
"""Share of its rise and fall that a column has to have of its own: of less nobody makes a cost."""


def reject_cost(
    expression: Expression, measure: RejectCost, facts: Recorded, seconds: Seconds | None
) -> Measurement:
    """Measure the CPU time of a rejected answer by that of a served one; the bound is a bootstrap's."""
    every = facts.counts.answers(measure.step, seconds)
    rejected = facts.counts.rejects(measure.step, seconds)
    events = min(every - rejected, rejected)
    spans = _spans(measure, facts, seconds)
    missing = _missing(every, rejected, spans)
    if missing or spans is None:
        return Measurement(value=None, events=events, made_of=missing)
    found = costs(spans, facts.scenario.seed)
    bound = found.high if expression.at_most else found.low
    return Measurement(
        value=found.ratio,
        bound=bound if np.isfinite(bound) else None,
        events=events,
        made_of=_made_of(found, every, rejected, spans.cpu_s.size),
    )


def _made_of(found: Costs, every: int, rejected: int, spans: int) -> str:
    if found.ratio is None:
        return (
            f"in {spans} spans {every - rejected:,} served answers took no CPU time that could be seen"
        )
    return (
        f"an answer that served took {amount(found.served_s, 's')} of CPU time, one that rejected"
        f" {amount(found.rejected_s, 's')}; {rejected:,} of {every:,} answers in {spans} spans rejected"
    )


def _missing(every: int, rejected: int, spans: Spans | None) -> str:
    """Say what the run would need; empty where it has all of it."""
    if spans is None:
        return f"the site shows no {CPU}"
    if min(every - rejected, rejected) < FEWEST_ANSWERS:
        return (
            f"{every - rejected:,} answers served and {rejected:,} rejected (429, 503);"
            f" {FEWEST_ANSWERS} of each are needed"
        )
    if spans.cpu_s.size < FEWEST_SPANS:
        return f"{spans.cpu_s.size} spans of {SPAN_S:g} s are too few; {FEWEST_SPANS} are needed"
    return _alike("rejected", spans.rejected, (spans.served, *spans.others)) or _alike(
        "served", spans.served, (spans.rejected, *spans.others)
    )


def _alike(what: str, column: Floats, others: Sequence[Floats]) -> str:
    own = own_share(column, others[:-1], others[-1])
    if own >= LEAST_OWN:
        return ""
    return (
        f"{share(own)} of the rise and fall of answers that {what} is their own, {share(LEAST_OWN)} is"
        " needed: a time with as many of the other answers and fewer of these"
    )


def _spans(measure: RejectCost, facts: Recorded, seconds: Seconds | None) -> Spans | None:
    """Cut the time that counts at scrapes; None where the site shows no CPU time."""
    points = [one for one in facts.series.points(CPU, {}) if one.at_s.size]
    if not points:
        return None
    good_s = facts.series.good_s
    cuts = list(_cuts(good_s, facts, seconds))
    begun_s, ended_s = np.array(cuts).reshape(-1, 2).T
    cpu_s = grown(points, good_s, float(good_s[0]))
    every = _added_up(facts, facts.counts.answers, measure.step)
    rejected = _added_up(facts, facts.counts.rejects, measure.step)

    def gained(at_s: Floats, total: Floats) -> Floats:
        return np.asarray(np.interp(ended_s, at_s, total) - np.interp(begun_s, at_s, total))

    ticks_s = np.arange(every.size, dtype=float)
    turned_away = gained(ticks_s, rejected)
    others = gained(ticks_s, _added_up(facts, facts.counts.answers, None) - every)
    return Spans(
        cpu_s=gained(good_s, cpu_s),
        served=gained(ticks_s, every) - turned_away,
        rejected=turned_away,
        others=(*([] if measure.step is None else [others]), ended_s - begun_s),
    )


def _cuts(good_s: Floats, facts: Recorded, seconds: Seconds | None) -> Iterator[tuple[float, float]]:
    """Give the spans from scrape to scrape, each of two seconds or a little more."""
    counted = Seconds.until(facts.counts.last_second + 1) if seconds is None else seconds
    for one in counted.ranges:
        chosen: list[float] = []
        for at_s in good_s[(good_s >= one.start) & (good_s <= one.stop)].tolist():
            if not chosen or at_s - chosen[-1] >= SPAN_S:
                chosen.append(at_s)
        yield from pairwise(chosen)


def _added_up(facts: Recorded, count: Count, step: str | None) -> Floats:
    """Give how many there were by the beginning of each second, and of the one after the last."""
    numbers = [count(step, [at]) for at in range(facts.counts.last_second + 1)]
    return np.concatenate(([0.0], np.cumsum(numbers, dtype=float)))
