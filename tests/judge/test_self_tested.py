"""Claims about the evidence of the judge itself: who asks for a self-test gets one, or no verdict."""

import dataclasses

import pytest

from siaga.judge.run import judge_run
from siaga.judge.self_tested import self_tested
from siaga.judge.verdict import Decision, EvidenceResult, State
from siaga.record.selftest_record import SelfTestRecord, judge_build
from tests.judge.hand_made import Run

AT = "2026-11-29T08:00:00+00:00"
ASKED = "reports/selftest/selftest.json"


def asked(run: Run) -> Run:
    """Have a run ask for a self-test."""
    evidence = run.scenario.evidence.model_copy(update={"self_test": ASKED})
    return dataclasses.replace(run, scenario=run.scenario.model_copy(update={"evidence": evidence}))


def record(**changes: object) -> SelfTestRecord:
    """Give the record of a self-test of this judge in which all was right."""
    told = {"at": AT, "build": judge_build(), "scope": "quick", "right": ("clean", "quota"), "wrong": ()}
    return SelfTestRecord(**{**told, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            record(),
            (State.MET, 0.0, f"0 of 2 verdicts of the quick self-test of {AT} were wrong."),
        ),
        (
            record(scope="whole", wrong=("lazy-fsync", "quota")),
            (
                State.BROKEN,
                2.0,
                f"2 of 4 verdicts of the whole self-test of {AT} were wrong: lazy-fsync, quota.",
            ),
        ),
        (
            record(right=(), wrong=("quota",)),
            (State.BROKEN, 1.0, f"1 of 1 verdicts of the quick self-test of {AT} were wrong: quota."),
        ),
        (
            record(build="0" * 64),
            (State.UNKNOWN, None, f"The self-test of {AT} was that of another judge than this one."),
        ),
        (
            record(scope="named"),
            (
                State.UNKNOWN,
                None,
                f"In the self-test of {AT} only trials that somebody named were played.",
            ),
        ),
        (
            record(right=()),
            (State.UNKNOWN, None, f"In the self-test of {AT} nothing was played."),
        ),
        (None, (State.UNKNOWN, None, f"There was no record of a self-test at {ASKED}.")),
    ],
    ids=["right", "wrong", "all-wrong", "another-judge", "named", "empty", "none"],
)
def test_a_self_test_counts_for_the_judge_that_was_tested(
    good: Run, found: SelfTestRecord | None, expected: tuple[State, float | None, str]
) -> None:
    """The run is the same in each; what was not met keeps it from a verdict."""
    run = asked(good)
    if found is not None:
        found.write(run.folder.self_test)
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    state, value, text = expected
    assert verdict.evidence[-1] == EvidenceResult(
        id="self-tested", state=state, value=value, limit=0.0, text=text
    )
    decided = Decision.GO if state is State.MET else Decision.INCONCLUSIVE
    assert verdict.decision is decided
    if decided is not Decision.GO:
        assert (
            verdict.would_turn
            == "Run again, and let `siaga selftest` see that this judge judges rightly."
        )


def test_nobody_is_asked_where_the_scenario_asks_for_none(good: Run) -> None:
    """A record that lies there by chance changes nothing."""
    record(wrong=("quota",)).write(good.folder.self_test)
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert "self-tested" not in {one.id for one in verdict.evidence}


def test_a_record_that_cannot_be_read_is_no_self_test(good: Run) -> None:
    """It is damage, and said to be."""
    run = asked(good)
    run.folder.self_test.parent.mkdir(parents=True, exist_ok=True)
    run.folder.self_test.write_text("{}", encoding="utf-8")
    evidence = judge_run(run.folder, run.scenario, strict=False).verdict.evidence
    told = {one.id: one.text for one in evidence if one.state is not State.MET}
    assert told == {
        "files-whole": "self-test: selftest.json: is no record of a run ('schema').",
        "self-tested": f"There was no record of a self-test at {ASKED}.",
    }


def test_the_judge_is_asked_who_it_is(good: Run) -> None:
    """The digest is that of the judge that judges now, not of the one that played the run."""
    run = asked(good)
    record(build="1" * 64).write(run.folder.self_test)
    facts = judge_run(run.folder, run.scenario, strict=False).facts
    assert self_tested(facts, lambda: "1" * 64).state is State.MET
