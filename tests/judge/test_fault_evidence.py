"""Claims about the evidence of faults: what nothing proves, or nobody healed, decides nothing."""

from types import SimpleNamespace

import pytest

from siaga.judge.fault_evidence import faults_proven
from siaga.judge.recorded import recorded
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, EvidenceResult, State
from siaga.record.fault_span import FaultSpan
from tests.judge.hand_made import Run

PROOF = {"proof": "its process is gone", "proven_s": 4.25}


def judged(run: Run, *spans: FaultSpan, planned: int = 0, **record: object) -> EvidenceResult:
    """Judge the faults of a run that had some and was to have so many."""
    run.folder.faults.parent.mkdir(exist_ok=True)
    run.folder.faults.unlink(missing_ok=True)
    run.record(**record)
    for span in spans:
        span.write(run.folder.faults)
    faults = tuple(SimpleNamespace(kind="kill") for _ in range(planned))
    return faults_proven(recorded(run.folder, run.scenario.model_copy(update={"faults": faults})))


def kill(from_s: float = 4.0, until_s: float | None = 6.0, **given: object) -> FaultSpan:
    """Make a fault."""
    return FaultSpan(
        kind="kill",
        target="site",
        from_s=from_s,
        until_s=until_s,
        **{**PROOF, **given},  # type: ignore[arg-type]
    )


def test_a_fault_that_was_seen_and_healed_is_proven(good: Run) -> None:
    """With what showed it; the run decides as it would have without."""
    assert judged(good, kill()) == EvidenceResult(
        id="faults-proven",
        state=State.MET,
        value=1.0,
        limit=1.0,
        text="Every fault happened and was healed: kill of site at 4.0 s: its process is gone.",
    )
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert verdict.decision is Decision.GO
    assert "faults-proven" in {one.id for one in verdict.evidence}


def test_what_showed_each_of_several_faults_is_told(good: Run) -> None:
    """In order of time."""
    assert judged(good, kill(), kill(8.0, 9.0, proof="its port is shut", proven_s=8.5)).text == (
        "Every fault happened and was healed: kill of site at 4.0 s: its process is gone; kill of site"
        " at 8.0 s: its port is shut."
    )


@pytest.mark.parametrize("span", [kill(proof="", proven_s=None), kill(until_s=None)])
def test_one_that_is_not_alone_keeps_a_run_from_deciding(good: Run, span: FaultSpan) -> None:
    """Every other check is met, and the verdict is INCONCLUSIVE."""
    judged(good, span)
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    unmet = {one.id: one.state for one in verdict.evidence if one.state is not State.MET}
    assert unmet == {"faults-proven": State.BROKEN}
    assert verdict.decision is Decision.INCONCLUSIVE
    assert verdict.would_turn == "Run again, and let every fault be seen to happen, and heal it."


def test_a_run_without_faults_is_not_asked(good: Run) -> None:
    """It has nothing to prove."""
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert "faults-proven" not in {one.id for one in verdict.evidence}


def test_each_fault_is_held_for_itself(good: Run) -> None:
    """One is proven, one is not, one was never healed."""
    unseen = kill(8.0, 9.0, proof="", proven_s=None)
    found = judged(good, kill(), unseen, kill(12.0, None, proven_s=13.0))
    assert (found.state, found.value, found.limit) == (State.BROKEN, 1.0, 3.0)
    assert found.text == (
        "Nothing proves that kill of site at 8.0 s happened. kill of site at 12.0 s was never healed."
    )


def test_a_fault_that_was_planned_and_never_began_is_not_proven(good: Run) -> None:
    """Unless the run was ended early, before its time came."""
    found = judged(good, kill(), planned=3)
    assert (found.state, found.value, found.limit) == (State.BROKEN, 1.0, 3.0)
    assert found.text == "2 of 3 faults of the scenario never began."
    assert judged(good, kill(), planned=3, aborted_for="a", aborted_at_s=8).state is State.MET
    assert judged(good, kill(), planned=1).state is State.MET
