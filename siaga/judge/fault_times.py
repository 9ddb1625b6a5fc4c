"""The times of a fault: until a series of the site showed it, and until all was well again.

Recovery is looked for in windows of five seconds: the site has recovered with the first of six in a
row, each with thirty events at least, in which every indicator keeps its objective. The indicators are
the latencies, availabilities and error ratios that the scenario asks for in the whole run.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np

from siaga.judge.amount import count, duration
from siaga.judge.expression import Expression, parse
from siaga.judge.fault_measures import DetectionTime, RecoveryTime
from siaga.judge.measured import Measurement
from siaga.judge.measures import Availability, ErrorRatio, Latency
from siaga.judge.recorded import Recorded
from siaga.judge.seconds import Seconds, faults_of, healed_s, planned
from siaga.judge.taking import FEWEST, taken
from siaga.observe.series import SeriesPoints
from siaga.record.fault_span import FaultSpan
from siaga.scenario.model import Scenario

WINDOW_S = 5
IN_A_ROW = 6
"""Length of a window, and how many good ones make a recovery."""

_UNASKED = Measurement(value=None, made_of="no objective says when the site has recovered")

_Keeps = Callable[[int], bool | None]
"""Whether the window that begins with a second keeps every objective; None: too few events to say."""


def indicators(scenario: Scenario) -> list[Expression]:
    """Give what has to hold again for a site to have recovered."""
    objectives = (one for one in scenario.objectives if not one.dry_run)
    each = [parse(text) for one in objectives for text in one.expressions]
    asked = [one for one in each if isinstance(one.measure, Latency | Availability | ErrorRatio)]
    return [one for one in asked if not (one.during or one.window or one.recovery)]


def recovery_time(expression: Expression, measure: RecoveryTime, facts: Recorded) -> Measurement:
    """Measure how long the slowest recovery from a kind of fault took.

    The value is the least that it can have been, were every window with too few events a good one; the
    bound is the most. A recovery that never came is as long as was looked for it, at least.

    Args:
        expression: what is asked for.
        measure: its measure.
        facts: what was recorded.

    Raises:
        NoPeriodError: there was no such fault, or one was never healed.
    """
    if not indicators(facts.scenario):
        return _UNASKED
    return _slowest(expression, recoveries(faults_of(measure.fault, facts), facts))


def recoveries(spans: Sequence[FaultSpan], facts: Recorded) -> list[Measurement]:
    """Measure how long the recovery from each fault took, in their order.

    Raises:
        NoPeriodError: one was never healed.
    """
    asked = indicators(facts.scenario)
    if not asked:
        return [_UNASKED] * len(spans)

    @cache
    def keeps(start: int) -> bool | None:
        """Look at one window, once."""
        return _kept(asked, facts, Seconds.of([range(start, start + WINDOW_S)]))

    end = len(planned(facts))
    return [_recovery(healed_s(one), end, keeps) for one in spans]


def detection_time(expression: Expression, measure: DetectionTime, facts: Recorded) -> Measurement:
    """Measure how long the slowest detection of a kind of fault took; at least how long, of none.

    Args:
        expression: what is asked for.
        measure: its measure.
        facts: what was recorded.

    Raises:
        NoPeriodError: there was no such fault.
    """
    return _slowest(expression, detections(faults_of(measure.fault, facts), measure, facts))


def detections(spans: Sequence[FaultSpan], measure: DetectionTime, facts: Recorded) -> list[Measurement]:
    """Measure how long the detection of each fault took, in their order."""
    points = facts.series.points(measure.name, measure.labels)
    if not points:
        unseen = Measurement(value=None, made_of=f"the site showed no series {named(measure)}")
        return [unseen] * len(spans)
    last_s = float(facts.series.attempts_s[-1])
    if facts.cut_s is not None:
        last_s = min(last_s, float(facts.cut_s))
    return [_detection(one, points, last_s, named(measure)) for one in spans]


def _kept(asked: Sequence[Expression], facts: Recorded, window: Seconds) -> bool | None:
    looks = [(one, taken(one, facts, window)) for one in asked]
    full = [(one, seen) for one, seen in looks if (seen.events or 0) >= FEWEST]
    if any(seen.value is not None and not one.holds(seen.value) for one, seen in full):
        return False
    return True if len(full) == len(looks) else None


def _recovery(moment_s: float, end: int, keeps: _Keeps) -> Measurement:
    last = end - IN_A_ROW * WINDOW_S
    starts = range(math.ceil(moment_s), last + 1)
    rows = {at: [keeps(at + WINDOW_S * one) for one in range(IN_A_ROW)] for at in starts}
    likely = next((at for at, row in rows.items() if False not in row), None)
    surely = next((at for at, row in rows.items() if all(row)), None)
    looked = f"{IN_A_ROW} windows of {duration(WINDOW_S)} in a row"
    if not any(False in row or None not in row for row in rows.values()):
        return Measurement(value=None, made_of=_nothing(rows, looked))
    thin = sum(keeps(at) is None for at in starts)
    aside = f" ({count(thin)} windows have fewer than {FEWEST} events)" * bool(thin)
    if likely is None:
        made_of = f"no {looked} kept every objective before the end{aside}, so it is at least that"
        return Measurement(value=last + 1 - moment_s, made_of=made_of)
    return Measurement(
        value=likely - moment_s,
        bound=None if surely is None else surely - moment_s,
        made_of=f"every objective was kept in {looked} from {likely} s on{aside}",
    )


def _nothing(rows: Mapping[int, object], looked: str) -> str:
    if not rows:
        return f"the run ended before there were {looked}"
    return f"no {looked} have {FEWEST} events each"


def _detection(
    span: FaultSpan, points: Sequence[SeriesPoints], last_s: float, series: str
) -> Measurement:
    found_s = [at_s for one in points if (at_s := _changed_s(span.from_s, one, last_s)) is not None]
    if found_s:
        value = min(found_s) - span.from_s
        made_of = f"{series} changed at {min(found_s):.1f} s, the fault began at {span.from_s:.1f} s"
        return Measurement(value=value, bound=value, made_of=made_of)
    if last_s <= span.from_s:
        return Measurement(value=None, made_of="the site was not looked at after the fault began")
    return Measurement(
        value=last_s - span.from_s,
        made_of=f"{series} never changed before the end, so it is at least that",
    )


def _changed_s(from_s: float, points: SeriesPoints, last_s: float) -> float | None:
    """Give when a series first had another value than before a fault, or a value at all."""
    later = (points.at_s >= from_s) & (points.at_s <= last_s)
    before = points.values[points.at_s < from_s]
    changed = later if not before.size else later & (points.values != before[-1])
    return float(points.at_s[np.argmax(changed)]) if changed.any() else None


def _slowest(expression: Expression, each: Sequence[Measurement]) -> Measurement:
    """Give the longest of all; where one is unknown, only a longer one than allowed says anything."""
    unseen = next((one for one in each if one.value is None), None)
    slowest = max(each, key=lambda one: one.value or 0.0)
    if unseen is not None and (slowest.value is None or expression.holds(slowest.value)):
        return unseen
    bounds = [one.bound for one in each if one.bound is not None]
    several = f", the slowest of {count(len(each))}" * (len(each) > 1)
    return Measurement(
        value=slowest.value,
        bound=max(bounds) if len(bounds) == len(each) else None,
        made_of=f"{slowest.made_of}{several}",
    )


def named(measure: DetectionTime) -> str:
    """Give the series that a detection looks at as expressions write it."""
    labels = ", ".join(f'{name}="{value}"' for name, value in sorted(measure.labels.items()))
    return f"{measure.name}{{{labels}}}" if labels else measure.name
