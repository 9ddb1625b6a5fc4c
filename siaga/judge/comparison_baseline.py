"""The Baseline of a run: what came of holding it against the one that was copied into its folder."""

from dataclasses import dataclass

from siaga.errors import SiagaError
from siaga.judge.comparison import Answer, Comparison
from siaga.judge.comparison_pair import Pair
from siaga.judge.comparison_run import compare
from siaga.judge.recorded import Recorded, recorded
from siaga.judge.unsent import FELL_SHORT
from siaga.judge.verdict import ObjectiveResult, Reason, State
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import load

ID = "baseline"
EXPRESSION = "measures worse than the baseline"

STATES = {Answer.WORSE: State.BROKEN, Answer.UNKNOWN: State.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the verdict has to know of the baseline.

    Attributes:
        comparison: with the baseline; None where there is none.
        objectives: that no measure is worse: at most one, a key objective.
        conditions: that nothing could be compared: at most one.
    """

    comparison: Comparison | None = None
    objectives: tuple[ObjectiveResult, ...] = ()
    conditions: tuple[Reason, ...] = ()


def held(folder: RunFolder, facts: Recorded) -> Held:
    """Hold a run against its baseline, from its folder alone; nothing where none was asked for.

    A baseline that was asked for and was not there is a condition; one that is in the folder and cannot
    be read leaves a key objective unknown. One that is broken by what the generator dropped says so.
    """
    run = facts.run
    if not run.baseline:
        return Held()
    if run.no_baseline:
        return Held(conditions=(Reason(gate="conditions", id=ID, text=f"{run.no_baseline}."),))
    try:
        before = of_folder(folder.baseline)
    except (OSError, ValueError, SiagaError) as error:
        text = f"The baseline in this folder cannot be read: {str(error).rstrip('.')}."
        return Held(objectives=(_objective(State.UNKNOWN, None, text),))
    found = compare(Pair(before=before, after=facts, least=facts.scenario.baseline))
    state = STATES.get(found.answer, State.MET)
    worse = None if state is State.UNKNOWN else float(len(found.worse))
    text = f"{found.text.removesuffix('.')}; {FELL_SHORT}." if found.is_unsent else found.text
    objective = _objective(state, worse, text, unsent=found.is_unsent)
    return Held(comparison=found, objectives=(objective,))


def of_folder(folder: RunFolder) -> Recorded:
    """Read the facts of a run that is to be compared.

    Raises:
        OSError: run.json cannot be read.
        ValueError: run.json is no record of a run.
        SiagaError: the scenario cannot be read.
    """
    return recorded(folder, load(folder.scenario))


def _objective(state: State, worse: float | None, text: str, *, unsent: bool = False) -> ObjectiveResult:
    return ObjectiveResult(
        id=ID,
        expression=EXPRESSION,
        state=state,
        value=worse,
        bound=None,
        limit=0.0,
        unit="count",
        key=True,
        weight=1.0,
        text=text,
        sign="<=",
        unsent=unsent,
    )
