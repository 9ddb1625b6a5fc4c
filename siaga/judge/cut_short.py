"""What a run that was Cut Short can still say: of an objective that needed all of it, nothing."""

from dataclasses import replace

from siaga.judge.amount import duration
from siaga.judge.expression import Expression
from siaga.judge.prospect import Prospect, is_settled, prospect
from siaga.judge.recorded import Recorded
from siaga.judge.verdict import ObjectiveResult, State
from siaga.record.run_record import RunRecord


def cut_short(
    name: str, expression: Expression, result: ObjectiveResult, facts: Recorded
) -> ObjectiveResult:
    """Give the result of an expression as the shortened run leaves it.

    What was met only so far is unknown, and so is what stood broken and could have been mended; what
    ended the run stays broken.

    Args:
        name: id of the objective.
        expression: what it asks.
        result: by what was recorded up to the end.
        facts: what was recorded.
    """
    if not facts.run.aborted_for or result.state is State.UNKNOWN:
        return result
    if result.state is State.MET:
        return result if _stays_met(expression, facts) else undecided(result, facts.run)
    ended_it = name == facts.run.aborted_for
    lost = ended_it or prospect(expression, facts) is Prospect.LOST
    return result if lost else undecided(result, facts.run)


def undecided(result: ObjectiveResult, run: RunRecord) -> ObjectiveResult:
    """Give a result of which the rest of the run could have made another."""
    if not run.aborted_for or result.state is State.UNKNOWN:
        return result
    how = "met" if result.state is State.MET else "broken"
    text = f"It stood {how} when the run was ended early, at {duration(run.aborted_at_s)}"
    return replace(result, state=State.UNKNOWN, warned=False, text=f"{text}: {result.text}")


def told(result: ObjectiveResult, run: RunRecord) -> ObjectiveResult:
    """Give the result of the objective that ended the run with when and why it did."""
    if result.id != run.aborted_for:
        return result
    text = f"The run was ended early for it, at {duration(run.aborted_at_s)}: {run.aborted_why}."
    return replace(result, text=f"{text} {result.text}")


def _stays_met(expression: Expression, facts: Recorded) -> bool:
    """Tell whether no second to come could have changed it."""
    window, recovery = expression.window, expression.recovery
    if is_settled(expression, facts):
        return True
    if recovery is not None:
        return recovery.kind != "fault"
    return window is not None and not window.every
