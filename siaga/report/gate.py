"""A gate: one of the four questions, asked in order, that decide a verdict; the first to speak wins."""

from collections.abc import Sequence
from dataclasses import dataclass

from siaga.judge.amount import number
from siaga.judge.decision import CONDITIONS_SCORE, GO_SCORE
from siaga.judge.verdict import Decision, EvidenceResult, ObjectiveResult, State, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What one gate found.

    Attributes:
        id: "integrity", "evidence", "key" or "score".
        title: its name.
        question: what it asks.
        state: "met", "broken", "unknown", "conditions" or "not_applicable".
        text: what it found, in one sentence.
        decides: whether the verdict was settled here.
    """

    id: str
    title: str
    question: str
    state: str
    text: str
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """State and sentence of a gate, before it is known which one decides."""

    state: str
    text: str


QUESTIONS = {
    "integrity": ("Integrity", "Did the site keep every promise it made?"),
    "evidence": ("Evidence", "Can this run be believed?"),
    "key": ("Key objectives", "Does everything hold without which there is no launch?"),
    "score": ("Score", "Does enough of the rest hold?"),
}


JUDGED = {"met", "warned", "not_applicable"}
"""States of a rule that leave nothing open."""

STOPPED = {Decision.NO_GO: "broken", Decision.INCONCLUSIVE: "unknown"}


def gates(verdict: Verdict) -> tuple[Gate, ...]:
    """Give the four gates in their order; exactly one decides."""
    answers = {
        "integrity": _integrity(verdict),
        "evidence": _evidence(verdict.evidence),
        "key": _key([one for one in verdict.deciding if one.key]),
        "score": _score(verdict),
    }
    deciding = _deciding(verdict, answers)
    answers[deciding] = _agreeing(answers[deciding], verdict)
    return tuple(
        Gate(
            id=name,
            title=QUESTIONS[name][0],
            question=QUESTIONS[name][1],
            state=answer.state,
            text=answer.text,
            decides=name == deciding,
        )
        for name, answer in answers.items()
    )


def _deciding(verdict: Verdict, answers: dict[str, _Answer]) -> str:
    """Go by the verdict's own first reason where it stopped the run, else all gates were passed."""
    first = verdict.reasons[0].gate if verdict.reasons else ""
    if verdict.decision in {Decision.GO, Decision.GO_WITH_CONDITIONS}:
        return _of_condition(verdict) if first == "conditions" else "score"
    if first in answers:
        return first
    return next((name for name, one in answers.items() if one.state in {"broken", "unknown"}), "score")


def _of_condition(verdict: Verdict) -> str:
    """Tell by which gate the first condition came: a key objective that is warned, or the audit."""
    warned = {one.id for one in verdict.deciding if one.key and one.warned}
    return "key" if verdict.reasons[0].id in warned else "integrity"


def _agreeing(answer: _Answer, verdict: Verdict) -> _Answer:
    """Let no gate that stopped a launch say "met": a guard may have spoken, which it does not count."""
    if verdict.decision not in STOPPED or answer.state in {"broken", "unknown"}:
        return answer
    text = verdict.reasons[0].text if verdict.reasons else answer.text
    return _Answer(state=STOPPED[verdict.decision], text=text)


def _integrity(verdict: Verdict) -> _Answer:
    audit = verdict.audit
    if audit.findings:
        rules = ", ".join(finding.rule for finding in audit.findings)
        return _Answer(state="broken", text=f"{_many(len(audit.findings), 'rule')} broken: {rules}.")
    if not audit.applicable:
        return _Answer(state="not_applicable", text="There is no roll to hold the ledger against.")
    unjudged = [rule.rule for rule in audit.rules if rule.state not in JUDGED]
    if unjudged:
        text = f"{_many(len(unjudged), 'rule')} could not be judged: {', '.join(unjudged)}."
        return _Answer(state="unknown", text=text)
    held = _many(sum(rule.state == "met" for rule in audit.rules), "rule")
    if audit.warnings:
        rules = ", ".join(warning.rule for warning in audit.warnings)
        text = f"{held} held, {_many(len(audit.warnings), 'rule')} only warned: {rules}."
        return _Answer(state="conditions", text=text)
    return _Answer(state="met", text=f"{held} held, no violation found.")


def _evidence(evidence: Sequence[EvidenceResult]) -> _Answer:
    if not evidence:
        return _Answer(state="unknown", text="Nothing was checked, so nothing is proven.")
    failing = [one.id for one in evidence if one.state is not State.MET]
    if failing:
        text = f"{len(failing)} of {_many(len(evidence), 'check')} not met: {', '.join(failing)}."
        return _Answer(state=_worst([one.state for one in evidence]), text=text)
    return _Answer(state="met", text=f"All of {_many(len(evidence), 'check')} met.")


def _key(objectives: Sequence[ObjectiveResult]) -> _Answer:
    if not objectives:
        return _Answer(state="not_applicable", text="The scenario has no key objective.")
    failing = [f"{one.id} ({one.state.value})" for one in objectives if one.state is not State.MET]
    many = _many(len(objectives), "key objective")
    if failing:
        text = f"{len(failing)} of {many} not met: {', '.join(failing)}."
        said = [State.UNKNOWN if one.is_open else one.state for one in objectives]
        return _Answer(state=_worst(said), text=text)
    warned = [one.id for one in objectives if one.warned]
    if warned:
        text = f"All of {many} met, {len(warned)} of them with a warning: {', '.join(warned)}."
        return _Answer(state="conditions", text=text)
    return _Answer(state="met", text=f"All of {many} met.")


def _score(verdict: Verdict) -> _Answer:
    if verdict.score is None:
        return _Answer(state="unknown", text="No objective is known, so there is no score.")
    met = sum(one.state is State.MET for one in verdict.deciding)
    points = f"{number(verdict.score)} of 100, {number(GO_SCORE)} is asked for"
    text = f"{points}; {met} of {_many(len(verdict.deciding), 'objective')} met."
    return _Answer(state=_score_state(verdict, verdict.score), text=text)


def _score_state(verdict: Verdict, points: float) -> str:
    """Where an earlier gate decided, tell what this one would have said."""
    spoke = any(reason.gate == "score" for reason in verdict.reasons)
    if spoke and verdict.decision is Decision.GO_WITH_CONDITIONS:
        return "conditions"
    if spoke and verdict.decision in STOPPED:
        return STOPPED[verdict.decision]
    if points >= GO_SCORE:
        return "met"
    return "conditions" if points >= CONDITIONS_SCORE else "broken"


def _worst(states: Sequence[State]) -> str:
    return State.BROKEN.value if State.BROKEN in states else State.UNKNOWN.value


def _many(number_of: int, noun: str) -> str:
    return f"{number_of} {noun}{'' if number_of == 1 else 's'}"
