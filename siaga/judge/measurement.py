"""The Measurement of an expression: a value, its 95 % bound, and in words what it was made of."""

from siaga.judge.expression import Expression
from siaga.judge.fault_measures import DetectionTime, RecoveryTime
from siaga.judge.fault_times import detection_time, recovery_time
from siaga.judge.finding import Audit
from siaga.judge.hysteresis import hysteresis
from siaga.judge.measured import Measurement
from siaga.judge.measures import (
    ASKED,
    AuditCount,
    Budget,
    Burn,
    Hysteresis,
    Plateau,
)
from siaga.judge.recorded import Recorded
from siaga.judge.reject_cost import RejectCost
from siaga.judge.rejecting import reject_cost
from siaga.judge.seconds import NoPeriodError, Seconds, seconds_of
from siaga.judge.spending import burned, plateau, spent
from siaga.judge.taking import taken
from siaga.judge.windows import in_windows, recovered

__all__ = ["Measurement", "measure"]


def measure(
    expression: Expression, facts: Recorded, audit: Audit | None = None, *, least: int = 0
) -> Measurement:
    """Measure what an expression asks for.

    Args:
        expression: what is asked for.
        facts: what was recorded.
        audit: what the audit found; None where it is not known yet.
        least: events that each window has to have; 0 where the objective asks for no number.
    """
    if isinstance(expression.measure, AuditCount):
        return _audited(expression.measure, audit)
    try:
        if isinstance(expression.measure, RecoveryTime):
            return recovery_time(expression, expression.measure, facts)
        if isinstance(expression.measure, DetectionTime):
            return detection_time(expression, expression.measure, facts)
        if expression.recovery is not None:
            return recovered(expression, expression.recovery, facts, least)
        seconds = _counted(expression, facts)
    except NoPeriodError as missing:
        return Measurement(value=None, made_of=str(missing))
    return _measured(expression, facts, seconds, least)


def _counted(expression: Expression, facts: Recorded) -> Seconds | None:
    """Give the seconds that alone count; None: all there are.

    Raises:
        NoPeriodError: there are none.
    """
    if expression.during is not None:
        return seconds_of(expression.during, facts)
    if facts.cut_s is None:
        return None
    if not facts.cut_s:
        raise NoPeriodError("nothing is known of the first second yet")
    return Seconds.until(facts.cut_s)


def _measured(
    expression: Expression, facts: Recorded, seconds: Seconds | None, least: int
) -> Measurement:
    asked, registration = expression.measure, facts.scenario.registration
    if isinstance(asked, Plateau | Hysteresis | RejectCost):
        return _compared(expression, asked, facts, seconds)
    if isinstance(asked, Budget | Burn):
        if registration is None:
            return Measurement(value=None, made_of="the scenario names no registration")
        if isinstance(asked, Budget):
            return spent(expression, asked, facts, registration, seconds)
        return burned(expression, asked, facts, registration, seconds)
    if expression.window is not None:
        return in_windows(expression, facts, seconds, least)
    return taken(expression, facts, seconds)


def _compared(
    expression: Expression,
    asked: Plateau | Hysteresis | RejectCost,
    facts: Recorded,
    seconds: Seconds | None,
) -> Measurement:
    """Measure a time by one before it, or one kind of answer by another."""
    if isinstance(asked, RejectCost):
        return reject_cost(expression, asked, facts, seconds)
    if isinstance(asked, Plateau):
        return plateau(expression, asked, facts, seconds)
    return hysteresis(expression, asked, facts, seconds)


def _audited(asked: AuditCount, audit: Audit | None) -> Measurement:
    """Give what the audit counted; without a roll that could be read, only what the ledger tells."""
    if audit is None or not audit.applicable:
        return Measurement(value=None, made_of="the run was not audited")
    if not audit.attempted:
        return Measurement(value=None, made_of="no operation was attempted")
    unread = any(rule.rule == "R0" and rule.state == "unknown" for rule in audit.rules)
    if unread and asked.name not in ASKED:
        return Measurement(value=None, made_of="the roll could not be read")
    return Measurement(
        value=float(getattr(audit, asked.name.replace("-", "_"))),
        exact=True,
        made_of=f"{audit.attempted:,} operations were audited",
    )
