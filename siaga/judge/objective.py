"""The judging of an objective: what was measured held against its limit, with three answers."""

from collections.abc import Sequence
from dataclasses import replace

from siaga.judge.amount import amount as written
from siaga.judge.amount import count, duration
from siaga.judge.attestation import judge_attestation
from siaga.judge.cut_short import cut_short, told
from siaga.judge.expression import Expression, limit_of, parse
from siaga.judge.finding import Audit
from siaga.judge.measurement import Measurement, measure
from siaga.judge.recorded import Recorded
from siaga.judge.shortfall import Shortfall, shortfall
from siaga.judge.unsent import speaks_of_them, without
from siaga.judge.unsent import told as told_unsent
from siaga.judge.verdict import ObjectiveResult, State
from siaga.scenario.objective import Objective


def judge_objective(
    objective: Objective, facts: Recorded, audit: Audit | None = None
) -> ObjectiveResult:
    """Judge one objective; one with several expressions is met only if each of them is.

    Args:
        objective: what has to hold.
        facts: what was recorded.
        audit: what the audit found; None where it is not known yet.

    Raises:
        ExpressionError: an expression cannot be read, which `check` tells before a run.
    """
    return _labelled(objective, told(_judged(objective, facts, audit), facts.run))


def _judged(objective: Objective, facts: Recorded, audit: Audit | None) -> ObjectiveResult:
    if objective.attest is not None:
        return judge_attestation(objective, objective.attest, facts.run.started_at)
    parts = tuple(_part(objective, parse(text), facts, audit) for text in objective.expressions)
    return parts[0] if objective.expect is not None else _together(objective, parts)


def _part(
    objective: Objective, expression: Expression, facts: Recorded, audit: Audit | None
) -> ObjectiveResult:
    result = _judge_expression(objective, expression, facts, audit)
    return cut_short(objective.id, expression, result, facts)


def _labelled(objective: Objective, result: ObjectiveResult) -> ObjectiveResult:
    """Give the result with what the scenario says of the objective, its message first."""
    said = f"{objective.message} " if objective.message and not result.full else ""
    return replace(
        result,
        title=objective.title or "",
        tags=objective.tags,
        dry_run=objective.dry_run,
        text=f"{said}{result.text}",
    )


def _judge_expression(
    objective: Objective, expression: Expression, facts: Recorded, audit: Audit | None
) -> ObjectiveResult:
    least, asked = objective.min_events, expression.asked
    measured = measure(expression, facts, audit, least=least)
    alone = without(expression, facts)
    sent = None if alone is None else measure(expression, alone, audit, least=least)
    state = _state(asked, measured, least)
    unsent = speaks_of_them(expression, state, None if sent is None else _state(asked, sent, least))
    state = state if sent is None or not unsent else State.UNKNOWN
    warn = None if objective.warn is None else limit_of(objective.warn, expression)
    warned = warn is not None and state is State.MET and not _kept(expression.at(warn), measured)
    more = shortfall(measured, least) if state is State.UNKNOWN else Shortfall()
    doubt = _doubt(measured, more, least) if _open(measured, state) else ""
    doubt = told_unsent(asked, sent) if unsent else doubt
    return ObjectiveResult(
        id=objective.id,
        expression=expression.text,
        state=state,
        value=measured.value,
        bound=measured.bound,
        limit=asked.limit,
        unit=asked.unit,
        key=objective.key,
        weight=objective.weight,
        text=_text(asked, measured, warn, doubt),
        sign=asked.sign,
        warn_limit=warn,
        warned=warned,
        events=measured.events,
        never=measured.never,
        unsent=unsent,
        more_events=more.events,
        longer_s=more.longer_s,
    )


def _open(measured: Measurement, state: State) -> bool:
    """Tell whether something was measured that does not decide."""
    return measured.value is not None and state is State.UNKNOWN


def _state(expression: Expression, measured: Measurement, least: int) -> State:
    """Met if the bound keeps the limit, broken if the value does not, else nobody can tell yet."""
    few = measured.events is not None and measured.events < least
    if measured.value is None or few:
        return State.UNKNOWN
    if not expression.holds(measured.value):
        return State.BROKEN
    return State.MET if _kept(expression, measured) else State.UNKNOWN


def _kept(expression: Expression, measured: Measurement) -> bool:
    """Tell whether the bound keeps the limit, or the value where it needs none."""
    bound = measured.value if measured.exact else measured.bound
    return bound is not None and expression.holds(bound)


def _text(expression: Expression, measured: Measurement, warn: float | None, doubt: str) -> str:
    if measured.value is None:
        return f"Nothing was measured: {measured.made_of}."
    unit = expression.unit
    bound = "" if measured.bound is None else f", 95 % bound {written(measured.bound, unit)}"
    asked = f"{expression.side} {written(expression.limit, unit)} is asked for"
    wished = "" if warn is None else f" and {expression.side} {written(warn, unit)} wished for"
    return f"{written(measured.value, unit)}{bound}, {asked}{wished}: {measured.made_of}{doubt}."


def _doubt(measured: Measurement, more: Shortfall, least: int) -> str:
    """Say why what was measured does not decide, and what it would take."""
    if measured.over_s is None:
        return "; too few events to decide"
    if more.events is None:
        return "; the value is the limit itself, and no number of events would decide"
    longer = f", {duration(more.longer_s)} more at this rate" if more.longer_s else ""
    asked = f"; at least {count(least)} events are asked for" * ((measured.events or 0) < least)
    return f"{asked}; too few events to decide: {count(more.events)} more are needed{longer}"


def _together(objective: Objective, parts: Sequence[ObjectiveResult]) -> ObjectiveResult:
    states = [part.state for part in parts]
    state = next((one for one in (State.BROKEN, State.UNKNOWN) if one in states), State.MET)
    failing = [part for part in parts if part.state is not State.MET]
    told = " ".join(f"{part.expression}: {part.text}" for part in failing)
    return ObjectiveResult(
        id=objective.id,
        expression=f"all of {len(parts)}",
        state=state,
        value=float(len(parts) - len(failing)),
        bound=None,
        limit=float(len(parts)),
        unit="count",
        key=objective.key,
        weight=objective.weight,
        text=told or f"All of its {len(parts)} expressions are met.",
        unsent=_of_unsent([part for part in parts if part.state is state]),
        parts=tuple(parts),
    )


def _of_unsent(deciding: Sequence[ObjectiveResult]) -> bool:
    """Tell it of several: what is broken otherwise, too, is broken; what is unknown may be for this."""
    if any(part.state is State.BROKEN for part in deciding):
        return all(part.unsent for part in deciding)
    return any(part.unsent for part in deciding)
