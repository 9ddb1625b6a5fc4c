"""The windows of a measure: the worst or the best, and the first that keeps the limit again."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from siaga.judge.amount import amount, count, duration
from siaga.judge.expression import Expression
from siaga.judge.measured import Measurement
from siaga.judge.measures import SeriesValue
from siaga.judge.period import Recovery
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import Seconds, moments_s, planned
from siaga.judge.taking import taken

LEAST_EVENTS = 100
"""A window with fewer events says nothing, unless the objective asks for another number."""

_Choice = Callable[[Iterable[float]], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looks:
    """What was measured in each window that says something, by its first second."""

    seen: tuple[tuple[int, Measurement], ...]
    thin: int


def in_windows(
    expression: Expression, facts: Recorded, seconds: Seconds | None, least: int
) -> Measurement:
    """Measure every window of the expression's length, and give the worst or the best.

    Value and bound are chosen each for itself: the worst window is met if the bound of each is.

    Args:
        expression: what is measured; it has a window.
        facts: what was recorded.
        seconds: where windows lie; None for all phases.
        least: events that a window needs to say something; 0 for `LEAST_EVENTS`.
    """
    every = expression.window is None or expression.window.every
    lie_in = planned(facts) if seconds is None else seconds
    if every and isinstance(expression.measure, SeriesValue):
        whole = taken(expression, facts, lie_in)
        if whole.value is None:
            return whole
    looks = _looks(expression, facts, lie_in, least)
    if not looks.seen:
        return Measurement(value=None, made_of=_none(expression, looks, least))
    choose: _Choice = max if every is expression.at_most else min
    values = {start: one.value for start, one in looks.seen if one.value is not None}
    value = choose(values.values())
    at_s = next(start for start, one in values.items() if one == value)
    chosen = dict(looks.seen)[at_s]
    which = "worst" if every else "best"
    length = duration(expression.window_s)
    return Measurement(
        value=value,
        bound=_bound([one for _start, one in looks.seen], choose, every=every),
        exact=chosen.exact,
        events=chosen.events,
        never=chosen.never,
        made_of=f"{chosen.made_of}, the {which} of {count(len(looks.seen))} windows of {length}, from"
        f" {at_s} s{_left_aside(looks, least)}",
    )


def recovered(expression: Expression, recovery: Recovery, facts: Recorded, least: int) -> Measurement:
    """Measure how soon after each moment a window begins that keeps the limit; the longest counts.

    Args:
        expression: what is measured.
        recovery: after what, and how soon.
        facts: what was recorded.
        least: events that a window needs to say something; 0 for `LEAST_EVENTS`.

    Raises:
        NoPeriodError: there is no such moment.
    """
    each = [_after(expression, at_s, facts, least) for at_s in moments_s(recovery, facts)]
    unseen = next((one for one in each if one.value is None), None)
    if unseen is not None and not any(_late(one, recovery) for one in each):
        return unseen
    known = [(one.value, one) for one in each if one.value is not None]
    _value, slowest = max(known, key=lambda one: one[0])
    bounds = [one.bound for _value, one in known]
    surely = max((one for one in bounds if one is not None), default=None)
    return replace(slowest, bound=None if None in bounds else surely)


def _late(one: Measurement, recovery: Recovery) -> bool:
    return one.value is not None and one.value > recovery.within_s


def _after(expression: Expression, moment_s: float, facts: Recorded, least: int) -> Measurement:
    """Give the time from a moment to the first window that keeps the limit, surely or by its value."""
    end = len(planned(facts))
    start, length = math.ceil(moment_s), expression.window_s
    looks = _looks(expression, facts, Seconds.of([range(start, end)]), least)
    likely = _first(looks, lambda one: one.value is not None and expression.holds(one.value))
    surely = _first(looks, lambda one: _sure(expression, one))
    kept = f"with {expression.side} {amount(expression.limit, expression.unit)}"
    window = f"window of {duration(length)} {kept}"
    aside = _left_aside(looks, least)
    if likely is None:
        return _never(expression, end - length + 1 - moment_s, f"{window}{aside}")
    return Measurement(
        value=likely - moment_s,
        bound=None if surely is None else surely - moment_s,
        made_of=f"the first {window} begins at {likely} s{aside}",
    )


def _never(expression: Expression, left_s: float, window: str) -> Measurement:
    recovery = expression.recovery
    if recovery is not None and left_s > recovery.within_s:
        return Measurement(value=left_s, made_of=f"no {window} came before the end of the run")
    return Measurement(value=None, made_of=f"the run ended before there was a {window}")


def _sure(expression: Expression, one: Measurement) -> bool:
    bound = one.value if one.exact else one.bound
    return bound is not None and expression.holds(bound)


def _first(looks: _Looks, kept: Callable[[Measurement], bool]) -> int | None:
    return next((start for start, one in looks.seen if kept(one)), None)


def _looks(expression: Expression, facts: Recorded, seconds: Seconds, least: int) -> _Looks:
    least = least or LEAST_EVENTS
    each = [
        (window.ranges[0].start, taken(expression, facts, window))
        for window in seconds.windows(expression.window_s)
    ]
    seen = [(start, one) for start, one in each if _says(one, least)]
    return _Looks(seen=tuple(seen), thin=len(each) - len(seen))


def _says(one: Measurement, least: int) -> bool:
    return one.value is not None and (one.events is None or one.events >= least)


def _bound(looks: Sequence[Measurement], choose: _Choice, *, every: bool) -> float | None:
    """Choose among the bounds; where one is missing, the worst of all is not known."""
    bounds = [one.bound for one in looks if one.bound is not None]
    missing = len(bounds) < len(looks)
    return None if not bounds or (every and missing) else choose(bounds)


def _left_aside(looks: _Looks, least: int) -> str:
    if not looks.thin:
        return ""
    return f" ({count(looks.thin)} with fewer than {count(least or LEAST_EVENTS)} events are left aside)"


def _none(expression: Expression, looks: _Looks, least: int) -> str:
    length = duration(expression.window_s)
    if not looks.thin:
        return f"no window of {length} fits into the time that counts"
    return f"none of {count(looks.thin)} windows of {length} has {count(least or LEAST_EVENTS)} events"
