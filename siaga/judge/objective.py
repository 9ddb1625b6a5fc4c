"""The judging of an objective: what was measured held against its limit, with three answers."""

from collections.abc import Sequence

from siaga.judge.amount import amount as written
from siaga.judge.expression import Expression, parse
from siaga.judge.measurement import Measurement, measure
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import ObjectiveResult, State
from siaga.scenario.model import Objective


def judge_objective(objective: Objective, facts: Recorded) -> ObjectiveResult:
    """Judge one objective; one with several expressions is met only if each of them is.

    Raises:
        ExpressionError: an expression cannot be read, which `check` tells before a run.
    """
    parts = tuple(_judge_expression(objective, parse(text), facts) for text in objective.expressions)
    return parts[0] if objective.expect is not None else _together(objective, parts)


def _judge_expression(objective: Objective, expression: Expression, facts: Recorded) -> ObjectiveResult:
    measured = measure(expression, facts)
    state = _state(expression, measured)
    return ObjectiveResult(
        id=objective.id,
        expression=expression.text,
        state=state,
        value=measured.value,
        bound=measured.bound,
        limit=expression.limit,
        unit=expression.unit,
        key=objective.key,
        weight=objective.weight,
        text=_text(expression, measured, state),
    )


def _state(expression: Expression, measured: Measurement) -> State:
    """Met if the bound keeps the limit, broken if the value does not, else nobody can tell yet."""
    if measured.value is None:
        return State.UNKNOWN
    if not expression.holds(measured.value):
        return State.BROKEN
    if measured.exact:
        return State.MET
    kept = measured.bound is not None and expression.holds(measured.bound)
    return State.MET if kept else State.UNKNOWN


def _text(expression: Expression, measured: Measurement, state: State) -> str:
    if measured.value is None:
        return f"Nothing was measured: {measured.made_of}."
    unit = expression.unit
    value, limit = written(measured.value, unit), written(expression.limit, unit)
    bound = "" if measured.bound is None else f", 95 % bound {written(measured.bound, unit)}"
    side = "at most" if expression.at_most else "at least"
    doubt = "; too few events to decide" if state is State.UNKNOWN else ""
    side = f"{'less' if expression.at_most else 'more'} than" if len(expression.sign) == 1 else side
    return f"{value}{bound}, {side} {limit} is asked for: {measured.made_of}{doubt}."


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
        parts=tuple(parts),
    )
