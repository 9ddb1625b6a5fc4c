"""Claims about the gates: what each found, and which one settled the verdict."""

from dataclasses import replace
from typing import Any

import pytest

from siaga.judge.finding import Audit, RuleResult
from siaga.judge.verdict import Decision, EvidenceResult, Reason, State, Verdict
from siaga.report.gate import Gate, gates
from tests.report.verdicts import (
    empty_verdict,
    go_verdict,
    inconclusive_verdict,
    no_go_verdict,
    objective,
    warned_verdict,
)

GO = go_verdict((4, 8))


def _gate(verdict: Verdict, name: str) -> Gate:
    return next(one for one in gates(verdict) if one.id == name)


def _stopped(decision: Decision, gate: str, **parts: Any) -> Verdict:  # noqa: ANN401 - any part
    reason = Reason(gate=gate, id="some", text="It was stopped here.")
    return replace(GO, decision=decision, reasons=(reason,), **parts)


def test_the_gates_stand_in_their_order() -> None:
    """Integrity is asked first and the score last."""
    assert [one.id for one in gates(GO)] == ["integrity", "evidence", "key", "score"]


@pytest.mark.parametrize(
    ("verdict", "deciding"),
    [
        (GO, "score"),
        (replace(GO, decision=Decision.GO_WITH_CONDITIONS), "score"),
        (warned_verdict(GO), "integrity"),
        (no_go_verdict(GO), "integrity"),
        (inconclusive_verdict(GO), "evidence"),
        (empty_verdict(), "evidence"),
        (_stopped(Decision.NO_GO, "key"), "key"),
        (_stopped(Decision.NO_GO, "score"), "score"),
        (replace(no_go_verdict(GO), reasons=()), "integrity"),
        (replace(inconclusive_verdict(GO), reasons=()), "evidence"),
    ],
    ids=[
        "go",
        "conditions",
        "warned",
        "lost",
        "worker",
        "empty",
        "key",
        "score",
        "no-reason",
        "no-reason-2",
    ],
)
def test_exactly_one_gate_decides(verdict: Verdict, deciding: str) -> None:
    """It is the one of the first reason, or the last where nothing spoke against the launch."""
    assert [one.id for one in gates(verdict) if one.decides] == [deciding]


@pytest.mark.parametrize("decision", [Decision.NO_GO, Decision.INCONCLUSIVE])
@pytest.mark.parametrize("name", ["integrity", "evidence", "key"])
def test_the_gate_that_stopped_a_launch_is_never_met(decision: Decision, name: str) -> None:
    """A guard that stopped the run is no check, but its gate says why instead of "met"."""
    gate = _gate(_stopped(decision, name), name)
    state = "broken" if decision is Decision.NO_GO else "unknown"
    assert (gate.state, gate.text) == (state, "It was stopped here.")


def test_a_score_that_stopped_a_launch_keeps_its_number() -> None:
    """The score gate always says how many points there were."""
    gate = _gate(_stopped(Decision.NO_GO, "score", score=40.0), "score")
    assert (gate.state, gate.text) == (
        "broken",
        "40 of 100, 90 is asked for; 3 of 3 objectives met.",
    )


def test_conditions_are_told_at_the_last_gate() -> None:
    """GO WITH CONDITIONS is neither met nor broken."""
    assert _gate(replace(GO, decision=Decision.GO_WITH_CONDITIONS), "score").state == "conditions"


def test_a_condition_of_the_audit_leaves_the_score_as_it_is() -> None:
    """The audit made the conditions; all points are there."""
    assert _gate(warned_verdict(GO), "score").state == "met"


@pytest.mark.parametrize(
    ("audit", "state", "text"),
    [
        (GO.audit, "met", "5 rules held, no violation found."),
        (no_go_verdict(GO).audit, "broken", "1 rule broken: R1."),
        (warned_verdict(GO).audit, "conditions", "5 rules held, 1 rule only warned: R7."),
        (Audit(applicable=False), "not_applicable", "There is no roll to hold the ledger against."),
        (
            Audit(applicable=True, rules=(RuleResult(rule="R1", title="t", state="unknown", text="x"),)),
            "unknown",
            "1 rule could not be judged: R1.",
        ),
    ],
    ids=["held", "broken", "warned", "no-roll", "unreadable-roll"],
)
def test_integrity_says_what_the_audit_found(audit: Audit, state: str, text: str) -> None:
    """A roll that could not be read is unknown, never a pass."""
    gate = _gate(replace(GO, audit=audit), "integrity")
    assert (gate.state, gate.text) == (state, text)


def _evidence(name: str, state: State) -> EvidenceResult:
    return EvidenceResult(id=name, state=state, value=None, limit=1.0, text="t")


@pytest.mark.parametrize(
    ("states", "state", "text"),
    [
        ((State.MET, State.MET), "met", "All of 2 checks met."),
        ((State.MET,), "met", "All of 1 check met."),
        ((State.MET, State.UNKNOWN), "unknown", "1 of 2 checks not met: e1."),
        ((State.BROKEN, State.UNKNOWN), "broken", "2 of 2 checks not met: e0, e1."),
        ((), "unknown", "Nothing was checked, so nothing is proven."),
    ],
    ids=["met", "one", "unknown", "broken-is-worse", "none"],
)
def test_evidence_is_as_good_as_its_worst_check(
    states: tuple[State, ...], state: str, text: str
) -> None:
    """No evidence at all proves nothing."""
    evidence = tuple(_evidence(f"e{place}", one) for place, one in enumerate(states))
    gate = _gate(replace(GO, evidence=evidence), "evidence")
    assert (gate.state, gate.text) == (state, text)


@pytest.mark.parametrize(
    ("states", "state", "text"),
    [
        ((State.MET,), "met", "All of 1 key objective met."),
        ((State.MET, State.UNKNOWN), "unknown", "1 of 2 key objectives not met: o1 (unknown)."),
        ((State.BROKEN, State.UNKNOWN), "broken", "2 of 2 key objectives not met: o0 (broken), o1"),
        ((), "not_applicable", "The scenario has no key objective."),
    ],
    ids=["met", "unknown", "broken-is-worse", "none"],
)
def test_the_key_gate_looks_at_key_objectives_alone(
    states: tuple[State, ...], state: str, text: str
) -> None:
    """An objective that is not key never stops a launch here."""
    other = objective(id="other", expression="e", value=9.0, limit=1.0, unit="s", key=False)
    keys = tuple(
        objective(id=f"o{place}", expression="e", value=1.0, limit=1.0, unit="s", state=one)
        for place, one in enumerate(states)
    )
    broken = replace(other, state=State.BROKEN)
    gate = _gate(replace(GO, objectives=(broken, *keys)), "key")
    assert gate.state == state
    assert gate.text.startswith(text)


def test_a_score_that_is_not_known_is_no_pass() -> None:
    """Where no objective is known there is no number."""
    gate = _gate(replace(GO, score=None), "score")
    assert (gate.state, gate.text) == ("unknown", "No objective is known, so there is no score.")


@pytest.mark.parametrize(
    ("points", "state"),
    [(100.0, "met"), (90.0, "met"), (89.9, "conditions"), (75.0, "conditions"), (40.0, "broken")],
)
def test_the_score_is_judged_although_another_gate_decided(points: float, state: str) -> None:
    """A low score is not shown as met because something worse was found first."""
    gate = _gate(replace(no_go_verdict(GO), score=points), "score")
    assert gate.state == state
    assert gate.text == f"{points:g} of 100, 90 is asked for; 3 of 3 objectives met."


def _warned_key() -> Verdict:
    """Give the verdict of a day on which a key objective was met, but not as well as wished for."""
    went_well = go_verdict((1,))
    nearly = replace(went_well.objectives[0], warned=True)
    return replace(
        went_well,
        decision=Decision.GO_WITH_CONDITIONS,
        reasons=(Reason(gate="conditions", id=nearly.id, text="nearly."),),
        objectives=(nearly, *went_well.objectives[1:]),
    )


def test_a_warned_key_objective_is_a_condition_of_the_key_gate() -> None:
    """It decides there, and says which one."""
    verdict = _warned_key()
    key = _gate(verdict, "key")
    assert (key.state, key.decides) == ("conditions", True)
    assert key.text == "All of 3 key objectives met, 1 of them with a warning: join-availability."
    assert _gate(verdict, "integrity").decides is False
    plain = replace(verdict, reasons=(Reason(gate="conditions", id="R7", text="r."),))
    assert _gate(plain, "integrity").decides is True


def test_a_dry_run_counts_at_no_gate() -> None:
    """Neither at the key objectives nor among those of the score."""
    went_well = go_verdict((1,))
    dry = replace(went_well.objectives[0], state=State.BROKEN, dry_run=True)
    verdict = replace(went_well, objectives=(dry, *went_well.objectives[1:]))
    assert _gate(verdict, "key").text == "All of 2 key objectives met."
    assert _gate(verdict, "score").text == "100 of 100, 90 is asked for; 2 of 2 objectives met."


def test_what_the_generator_dropped_leaves_the_key_gate_open() -> None:
    """It is broken, which is told, and decides nothing of the site."""
    broken = objective(id="dropped", expression="e", value=9.0, limit=1.0, unit="s", state=State.BROKEN)
    dropped = replace(broken, unsent=True)
    gate = _gate(replace(GO, objectives=(dropped,)), "key")
    assert (gate.state, gate.text) == ("unknown", "1 of 1 key objective not met: dropped (broken).")
