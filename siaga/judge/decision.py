"""The decision: four gates, of which the first that speaks against the launch wins."""

from collections.abc import Sequence
from dataclasses import dataclass

from siaga.judge.finding import Audit
from siaga.judge.score import CONDITIONS_SCORE, GO_SCORE, decided, score
from siaga.judge.turn import would_turn
from siaga.judge.verdict import (
    Decision,
    EvidenceResult,
    Load,
    ObjectiveResult,
    Reason,
    State,
    Verdict,
)

__all__ = ["CONDITIONS_SCORE", "GO_SCORE", "Judged", "decide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Everything that a verdict rests on.

    Attributes:
        audit: ledger against roll.
        evidence: whether the run can be believed.
        objectives: what became of each.
        load: what was sent.
        conditions: what else has to be lived with.
    """

    audit: Audit
    evidence: Sequence[EvidenceResult]
    objectives: Sequence[ObjectiveResult]
    load: Load
    conditions: Sequence[Reason] = ()

    @property
    def deciding(self) -> list[ObjectiveResult]:
        """The objectives that decide: all but those of a dry run."""
        return [one for one in self.objectives if not one.dry_run]


def decide(judged: Judged, *, strict: bool) -> Verdict:
    """Ask the four gates in their order and say what came of it.

    Args:
        judged: what was found.
        strict: whether conditions count as NO_GO in the exit code.
    """
    decision, reasons = _first_that_speaks(judged)
    return Verdict(
        decision=decision,
        exit_code=int(decision.exit_code(strict=strict)),
        reasons=tuple(reasons),
        would_turn=would_turn(decision, reasons, judged.deciding),
        score=score(judged.deciding),
        audit=judged.audit,
        objectives=tuple(judged.objectives),
        evidence=tuple(judged.evidence),
        load=judged.load,
    )


def _first_that_speaks(judged: Judged) -> tuple[Decision, list[Reason]]:
    for gate in (_integrity, _evidence, _key):
        decision, reasons = gate(judged)
        if decision is not None:
            return decision, reasons
    return _score(judged)


def _integrity(judged: Judged) -> tuple[Decision | None, list[Reason]]:
    reasons = [
        Reason(gate="integrity", id=one.rule, text=f"{one.text} ({one.rule})")
        for one in judged.audit.findings
    ]
    return (Decision.NO_GO if reasons else None), reasons


def _evidence(judged: Judged) -> tuple[Decision | None, list[Reason]]:
    reasons = [
        Reason(gate="evidence", id=one.id, text=one.text)
        for one in judged.evidence
        if one.state is not State.MET
    ]
    return (Decision.INCONCLUSIVE if reasons else None), reasons


def _key(judged: Judged) -> tuple[Decision | None, list[Reason]]:
    """A broken key objective is NO_GO, whatever else is unknown; an unknown one is INCONCLUSIVE.

    So is one that is broken by nothing but what the generator dropped.
    """
    key = [one for one in judged.deciding if one.key]
    broken = [one for one in key if one.state is State.BROKEN and not one.is_open]
    open_ = [one for one in key if one.is_open]
    for found, decision in ((broken, Decision.NO_GO), (open_, Decision.INCONCLUSIVE)):
        if found:
            return decision, [_objective_reason("key", one) for one in found]
    return None, []


def _score(judged: Judged) -> tuple[Decision, list[Reason]]:
    decision = decided(judged.deciding)
    if decision is Decision.INCONCLUSIVE:
        return decision, [_objective_reason("score", one) for one in judged.deciding if one.is_open]
    states = ("broken", "unknown", "warned")
    lacking = [one for state in states for one in judged.deciding if one.shown == state]
    if decision is Decision.NO_GO:
        return decision, [_objective_reason("score", one) for one in lacking]
    rules = [*_unaudited(judged.audit), *_warned(judged.audit)]
    lived_with = [*rules, *judged.conditions, *_nearly(judged)]
    named = {one.id for one in lived_with}
    told = [_objective_reason("score", one) for one in lacking if one.id not in named]
    conditions = [*lived_with, *(told if decision is not Decision.GO else [])]
    if conditions:
        return Decision.GO_WITH_CONDITIONS, conditions
    return Decision.GO, [_all_well(judged), *told]


def _unaudited(audit: Audit) -> list[Reason]:
    """Say first of all that no promise was audited, where none could be."""
    if audit.applicable:
        return []
    text = "Not applicable: without a roll and a ledger no promise of the site was audited."
    return [Reason(gate="conditions", id="audit", text=text)]


def _warned(audit: Audit) -> list[Reason]:
    """Say what breaks no promise, but has to be lived with."""
    return [
        Reason(gate="conditions", id=one.rule, text=f"{one.text} ({one.rule})") for one in audit.warnings
    ]


def _nearly(judged: Judged) -> list[Reason]:
    """Say which key objective is met, but not as well as was wished for."""
    return [_objective_reason("conditions", one) for one in judged.deciding if one.key and one.warned]


def _objective_reason(gate: str, objective: ObjectiveResult) -> Reason:
    subject = f"{objective.expression}: " if objective.expression and not objective.parts else ""
    return Reason(gate=gate, id=objective.id, text=f"{objective.id}: {subject}{objective.text}")


def _all_well(judged: Judged) -> Reason:
    met = sum(one.state is State.MET for one in judged.deciding)
    warned = sum(one.warned for one in judged.deciding)
    audited = f"{judged.audit.acknowledged:,} promises were audited and kept; " * judged.audit.applicable
    also = f", {warned} of them with a warning" * (warned > 0)
    text = f"{audited}{met} of {len(judged.deciding)} objectives are met{also}."
    return Reason(gate="score", id="score", text=text)
