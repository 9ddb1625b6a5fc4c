"""The check of an expression before anything is sent: what could never be measured is pointed at."""

import math
from collections.abc import Iterator

from siaga.judge.amount import share
from siaga.judge.closed_model import refused
from siaga.judge.expression import Expression, ExpressionError, limit_of, parse, pointed
from siaga.judge.fault_measures import DetectionTime, FaultTime, RecoveryTime
from siaga.judge.fault_times import indicators
from siaga.judge.measures import (
    ASKED,
    AuditCount,
    Budget,
    Burn,
    Hysteresis,
    Plateau,
    Ratio,
    SeriesValue,
    subject,
)
from siaga.judge.promql import Promql
from siaga.judge.reject_cost import RejectCost
from siaga.scenario.model import Scenario
from siaga.scenario.objective import Objective
from siaga.scenario.traffic import Ramp

START = "start"
"""What the grammar calls a whole expression, which begins with its measure."""

FAULT = "named"
"""What it calls a fault that is named before the sign."""

Found = tuple[str, str]
"""A part of the expression, as the grammar calls it, and what is wrong with it."""


def expression_problems(scenario: Scenario, text: str) -> list[str]:
    """Give a sentence for everything that an expression asks and no run of the scenario could tell."""
    try:
        expression = parse(text)
    except ExpressionError as error:
        return [str(error)]
    found = [
        *(refused(expression) if scenario.traffic.is_closed else ()),
        *_period_problems(scenario, expression),
        *_subject_problems(scenario, expression),
        *_fault_problems(scenario, expression),
        *_source_problems(scenario, expression),
        *_window_problems(scenario, expression),
        *_load_problems(scenario, expression),
        *_bound_problems(expression),
    ]
    return [pointed(text, problem, expression.marks[part]) for part, problem in found]


def abort_problems(objective: Objective, text: str) -> list[str]:
    """Refuse an objective that may end the run early and is known only when the run is over."""
    try:
        expression = parse(text)
    except ExpressionError:
        return []
    if objective.grace_s is None or not isinstance(expression.measure, AuditCount):
        return []
    problem = "is counted by the audit when the run is over, too late to end it early; leave out abort"
    return [pointed(text, problem, expression.marks[START])]


def warn_problems(objective: Objective) -> list[str]:
    """Refuse a stricter limit that is none; of an expression that cannot be read nobody can tell."""
    if objective.warn is None or objective.expect is None:
        return []
    try:
        expression = parse(objective.expect)
    except ExpressionError:
        return []
    try:
        stricter = expression.at(limit_of(objective.warn, expression))
    except ExpressionError as error:
        return [str(error)]
    return [f"{objective.warn!r}: {problem}" for _part, problem in _bound_problems(stricter)]


def _period_problems(scenario: Scenario, expression: Expression) -> Iterator[Found]:
    phases = {phase.name: phase for phase in scenario.traffic.phases}
    during, recovery = expression.during, expression.recovery
    named = [
        ("phase", during.name if during is not None and during.kind == "phase" else None),
        ("after_phase", recovery.name if recovery is not None and recovery.kind == "phase" else None),
    ]
    for part, name in named:
        if name is not None and name not in phases:
            yield part, f"{name!r} is no phase; phases are {', '.join(phases)}"
    ramps = all(isinstance(phase.rate, Ramp) for phase in phases.values())
    if during is not None and during.kind == "steady" and ramps:
        yield "steady", "no phase has one rate; name a phase instead"
    if recovery is not None and recovery.at_s >= scenario.traffic.curve.duration_s:
        yield "after_second", f"the day is over by {recovery.at_s:g} s; name an earlier second"


def _subject_problems(scenario: Scenario, expression: Expression) -> Iterator[Found]:
    of = subject(expression.measure)
    if of is None or of.kind == "step" or scenario.traffic.is_closed:
        return
    every = scenario.traffic.populations
    names = [one.name if of.kind == "population" else one.journey for one in every]
    if of.name not in names:
        known = ", ".join(dict.fromkeys(names))
        part = "group" if "group" in expression.marks else "step"
        yield part, f"{of.name!r} is no {of.kind} of the scenario; there are {known}"


def _fault_problems(scenario: Scenario, expression: Expression) -> Iterator[Found]:
    """Refuse a fault named before the sign that no run of the scenario has."""
    measure, during = expression.measure, expression.during
    if FAULT not in expression.marks:
        return
    name = measure.fault if isinstance(measure, FaultTime) else "" if during is None else during.name
    kinds = scenario.fault_kinds
    if name not in kinds:
        known = f"there are {', '.join(sorted(kinds))}" if kinds else "it has none"
        yield FAULT, f"{name!r} is no fault of the scenario; {known}"
    if isinstance(measure, RecoveryTime) and not indicators(scenario):
        missing = "a latency, an availability or an error ratio of the whole run"
        yield START, f"asks whether every objective is kept again; write one for {missing}"


def _source_problems(scenario: Scenario, expression: Expression) -> Iterator[Found]:
    """Refuse a measure whose facts the scenario gives nobody a chance to record."""
    measure = expression.measure
    if isinstance(measure, SeriesValue | DetectionTime | RejectCost) and scenario.site.metrics is None:
        yield START, "looks at the site's metrics, and site.metrics names no page"
    if isinstance(measure, Promql) and scenario.prometheus is None:
        yield START, "asks a Prometheus, and the scenario names none; write prometheus: {url: ...}"
    if isinstance(measure, Budget | Burn) and scenario.registration is None:
        missing = "write registration: {for: ..., people: ...}"
        yield START, f"is counted for the whole registration, and the scenario names none; {missing}"
    if isinstance(measure, AuditCount) and measure.name not in ASKED and scenario.site.roll is None:
        yield START, "is counted on the roll, and site.roll names none"
    if isinstance(measure, AuditCount) and measure.name == "over-quota" and scenario.site.quota is None:
        yield START, "needs to know how many seats there are; say site.quota"


def _window_problems(scenario: Scenario, expression: Expression) -> Iterator[Found]:
    starts_s, during = scenario.traffic.phase_starts_s(), expression.during
    if isinstance(expression.measure, Plateau):
        if during is None or during.kind in {"steady", "before"}:
            yield START, "is that of one phase or fault; write for example during evening"
        elif during.kind == "phase" and starts_s.get(during.name, math.inf) < expression.window_s:
            yield "phase", f"no window of {expression.window_s} s comes before it; name a later phase"
    lengths_s = {phase.name: phase.for_s for phase in scenario.traffic.phases}
    whole_s = scenario.traffic.curve.duration_s
    room_s = lengths_s.get(during.name, whole_s) if during is not None else whole_s
    windowed = expression.window is not None or isinstance(expression.measure, Plateau)
    if windowed and expression.window_s > room_s:
        part = "window" if expression.window is not None else START
        yield part, f"no window of {expression.window_s} s fits into {room_s:g} s; write a shorter one"


def _load_problems(scenario: Scenario, expression: Expression) -> Iterator[Found]:
    """Refuse a hysteresis of loads that differ: nobody could tell what the site has to do with it."""
    measure, during = expression.measure, expression.during
    if not isinstance(measure, Hysteresis):
        return
    rates = {phase.name: phase.rate for phase in scenario.traffic.phases}
    starts_s = scenario.traffic.phase_starts_s()
    if measure.since not in rates:
        yield START, f"{measure.since!r} is no phase; phases are {', '.join(rates)}"
    elif during is None or during.kind != "phase":
        yield START, "is that of one phase; write for example during evening"
    elif during.name not in rates:
        return
    elif starts_s[measure.since] >= starts_s[during.name]:
        yield "phase", f"does not come after {measure.since}; name a later phase"
    elif isinstance(rates[during.name], Ramp) or rates[during.name] != rates[measure.since]:
        yield "phase", f"has another rate than {measure.since}; name a phase with the same, and no ramp"


def _bound_problems(expression: Expression) -> Iterator[Found]:
    """Refuse a ratio that no number of events can show: the bound of none failed is still above 0."""
    if not isinstance(expression.measure, Ratio | Budget | RejectCost):
        return
    impossible = expression.limit <= 0 if expression.at_most else expression.limit >= 1
    open_above = isinstance(expression.measure, Budget | RejectCost) and not expression.at_most
    if impossible and not open_above:
        shown = f"{'at most' if expression.at_most else 'at least'} {share(expression.limit)}"
        allowed = "0.1 %" if expression.at_most else "99.9 %"
        problem = f"no run is long enough to show {shown} with 95 % confidence"
        yield "limit", f"{problem}; write for example {allowed}"
