"""The turn: the smallest change that would turn a verdict, in one sentence."""

from collections.abc import Sequence

from siaga.judge.verdict import Decision, ObjectiveResult, Reason, State
from siaga.report.amount import amount

REMEDIES = {
    "run-to-its-end": "let the run go to its end",
    "files-whole": "keep the files of the run whole",
    "workers-complete": "keep every worker alive to the end",
    "plan-offered": "give the generator what it needs to send the whole plan",
    "generator-on-time": "give the generator more CPU, or more workers",
    "generator-not-saturated": "give the generator more workers",
    "telemetry-whole": "keep the site's metrics page readable throughout",
    "ledger-complete": "keep the ledger of every worker",
    "roll-read": "make the roll readable before and after the run",
    "enough-acknowledged": "play more people, or a larger scale, so that enough is acknowledged",
    "few-unknown": "find out why so many operations end without an answer",
}
"""What meets each check of the evidence."""


def would_turn(
    decision: Decision, reasons: Sequence[Reason], objectives: Sequence[ObjectiveResult]
) -> str:
    """Say what would turn the verdict, by the gate that decided it."""
    if decision is Decision.GO:
        return _nearest(objectives)
    gate = reasons[0].gate if reasons else "score"
    if gate == "integrity":
        rules = ", ".join(reason.id for reason in reasons)
        return f"No violation of {rules} at all: a broken promise is never outweighed."
    if gate == "evidence":
        return f"Run again, and {_all_of([REMEDIES[reason.id] for reason in reasons])}."
    if gate == "conditions":
        return "A roll that can be read, so that promises are audited, would make it GO."
    return _objectives_turn(decision, reasons, objectives)


def _objectives_turn(
    decision: Decision, reasons: Sequence[Reason], objectives: Sequence[ObjectiveResult]
) -> str:
    named = {reason.id for reason in reasons}
    changes = [_change(one) for result in objectives if result.id in named for one in _failing(result)]
    end = " for a verdict" if decision is Decision.INCONCLUSIVE else ""
    return f"{_capital(_all_of(changes))}{end}." if changes else "At least one objective that is known."


def _failing(objective: ObjectiveResult) -> Sequence[ObjectiveResult]:
    parts = objective.parts or (objective,)
    return [part for part in parts if part.state is not State.MET]


def _change(objective: ObjectiveResult) -> str:
    name = f"{objective.id} ({objective.expression})"
    limit = amount(objective.limit, objective.unit)
    if objective.value is None:
        return f"{name} has to be measured at all"
    if objective.state is State.UNKNOWN:
        return f"{name} needs more events, so that its 95 % bound reaches {limit}"
    return f"{name} has to come from {amount(objective.value, objective.unit)} to {limit}"


def _nearest(objectives: Sequence[ObjectiveResult]) -> str:
    """Name the objective that used most of what its limit leaves it."""
    parts = [part for one in objectives for part in (one.parts or (one,))]
    shares = {used: part for part in parts if (used := _used(part)) is not None}
    if not shares:
        return "A single broken promise would make it NO GO."
    used = max(shares)
    part = shares[used]
    weight = "key objective" if part.key else "objective"
    return (
        f"Nearest to its limit is the {weight} {part.id} ({part.expression}), with"
        f" {amount(part.bound if part.bound is not None else part.value, part.unit)}"
        f" of {amount(part.limit, part.unit)}; a single broken promise would make it NO GO."
    )


def _used(part: ObjectiveResult) -> float | None:
    """Give how much of its limit an objective used; of a lower limit below 1, of what may be missing."""
    seen = part.bound if part.bound is not None else part.value
    if seen is None or part.limit == 0:
        return None
    if ">" not in part.expression:
        return seen / part.limit
    if part.unit == "ratio" and part.limit < 1:
        return (1 - seen) / (1 - part.limit)
    return part.limit / seen if seen and part.unit != "count" else None


def _all_of(parts: Sequence[str]) -> str:
    once = list(dict.fromkeys(parts))
    return once[0] if len(once) == 1 else f"{', '.join(once[:-1])} and {once[-1]}" if once else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
