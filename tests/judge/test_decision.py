"""Claims about the decision: four gates in their order, and what each of them lets through."""

from dataclasses import replace

import pytest

from siaga.judge.decision import Judged, decide
from siaga.judge.finding import Audit, Finding
from siaga.judge.verdict import Decision, EvidenceResult, Load, ObjectiveResult, State, Verdict

MET, BROKEN, UNKNOWN = State.MET, State.BROKEN, State.UNKNOWN
KEPT = Audit(applicable=True, acknowledged=1_648)
LOST = Audit(
    applicable=True,
    findings=(Finding(rule="R1", text="1 of 3 people are lost.", count=1, of=3, witnesses=({},)),),
)
LEFT_OVER = Finding(rule="R7", text="2 seats are left over.", count=2, of=9, witnesses=({},))
WARNED = replace(KEPT, warnings=(LEFT_OVER,))
UNAUDITED = Audit(applicable=False)
LOAD = Load(planned_arrivals=1, arrived=1, dropped=0, requests=1, peak_arrivals_per_s=1.0)


def objective(
    name: str, state: State, *, key: bool = False, weight: float = 1.0, value: float | None = 0.02
) -> ObjectiveResult:
    """Make what became of an objective."""
    return ObjectiveResult(
        id=name,
        expression="error ratio <= 1 %",
        state=state,
        value=value,
        bound=None,
        limit=0.01,
        unit="ratio",
        key=key,
        weight=weight,
        text=f"{state.value}.",
        sign="<=",
    )


def ten(*states: State, key: bool = False) -> list[ObjectiveResult]:
    """Make ten objectives: those named, the others met."""
    given = [*states, *[MET] * (10 - len(states))]
    return [objective(f"o{place}", state, key=key) for place, state in enumerate(given)]


def decided(
    objectives: list[ObjectiveResult],
    *,
    audit: Audit = KEPT,
    evidence: State = MET,
    strict: bool = False,
) -> Verdict:
    """Decide on one check of evidence and some objectives."""
    check = EvidenceResult(id="roll-read", state=evidence, value=None, limit=3.0, text="Not read.")
    judged = Judged(audit=audit, evidence=[check], objectives=objectives, load=LOAD)
    return decide(judged, strict=strict)


def spoken(verdict: Verdict) -> tuple[Decision, list[tuple[str, str]]]:
    """Give decision, gates and ids of the reasons."""
    return verdict.decision, [(one.gate, one.id) for one in verdict.reasons]


def test_all_well_is_go_with_what_was_kept() -> None:
    """The one reason tells of promises and objectives."""
    verdict = decided(ten())
    assert spoken(verdict) == (Decision.GO, [("score", "score")])
    assert (
        verdict.reasons[0].text == "1,648 promises were audited and kept; 10 of 10 objectives are met."
    )
    assert verdict.score == 100.0
    assert verdict.would_turn.startswith("Nearest to its limit is the objective o9")


def test_the_verdict_holds_all_that_it_rests_on() -> None:
    """As it was judged; a reader can follow every reason back."""
    objectives = ten(BROKEN, BROKEN)
    check = EvidenceResult(id="roll-read", state=MET, value=None, limit=3.0, text="Read.")
    verdict = decide(
        Judged(audit=WARNED, evidence=[check], objectives=objectives, load=LOAD), strict=False
    )
    assert (verdict.audit, verdict.evidence, verdict.load) == (WARNED, (check,), LOAD)
    assert verdict.objectives == tuple(objectives)


def test_a_reason_says_what_was_found_in_its_own_words() -> None:
    """A rule with its number, a check as it is, an objective with its expression, if it has but one."""
    assert decided(ten(), audit=LOST).reasons[0].text == "1 of 3 people are lost. (R1)"
    assert decided(ten(), evidence=BROKEN).reasons[0].text == "Not read."
    part = objective("part", BROKEN)
    whole = replace(objective("whole", BROKEN, key=True), parts=(part,))
    assert decided([whole]).reasons[0].text == "whole: broken."


@pytest.mark.parametrize(
    ("audit", "evidence", "key", "other", "said"),
    [
        (LOST, MET, MET, MET, (Decision.NO_GO, [("integrity", "R1")])),
        (LOST, BROKEN, BROKEN, UNKNOWN, (Decision.NO_GO, [("integrity", "R1")])),
        (KEPT, BROKEN, MET, MET, (Decision.INCONCLUSIVE, [("evidence", "roll-read")])),
        (KEPT, BROKEN, BROKEN, BROKEN, (Decision.INCONCLUSIVE, [("evidence", "roll-read")])),
        (UNAUDITED, BROKEN, MET, MET, (Decision.INCONCLUSIVE, [("evidence", "roll-read")])),
        (KEPT, UNKNOWN, MET, MET, (Decision.INCONCLUSIVE, [("evidence", "roll-read")])),
        (KEPT, MET, BROKEN, MET, (Decision.NO_GO, [("key", "key")])),
        (KEPT, MET, BROKEN, UNKNOWN, (Decision.NO_GO, [("key", "key")])),
        (KEPT, MET, UNKNOWN, MET, (Decision.INCONCLUSIVE, [("key", "key")])),
        (KEPT, MET, UNKNOWN, BROKEN, (Decision.INCONCLUSIVE, [("key", "key")])),
        (UNAUDITED, MET, BROKEN, MET, (Decision.NO_GO, [("key", "key")])),
        (KEPT, MET, MET, BROKEN, (Decision.NO_GO, [("score", "other")])),
        (KEPT, MET, MET, UNKNOWN, (Decision.INCONCLUSIVE, [("score", "other")])),
        (UNAUDITED, MET, MET, BROKEN, (Decision.NO_GO, [("score", "other")])),
        (UNAUDITED, MET, MET, MET, (Decision.GO_WITH_CONDITIONS, [("conditions", "audit")])),
        (WARNED, MET, MET, MET, (Decision.GO_WITH_CONDITIONS, [("conditions", "R7")])),
        (WARNED, BROKEN, MET, MET, (Decision.INCONCLUSIVE, [("evidence", "roll-read")])),
        (WARNED, MET, BROKEN, MET, (Decision.NO_GO, [("key", "key")])),
        (WARNED, MET, MET, BROKEN, (Decision.NO_GO, [("score", "other")])),
        (WARNED, MET, MET, UNKNOWN, (Decision.INCONCLUSIVE, [("score", "other")])),
        (
            replace(LOST, warnings=(LEFT_OVER,)),
            MET,
            MET,
            MET,
            (Decision.NO_GO, [("integrity", "R1")]),
        ),
    ],
)
def test_the_first_gate_that_speaks_wins(
    audit: Audit, evidence: State, key: State, other: State, said: tuple[Decision, list[object]]
) -> None:
    """Integrity before evidence before key objectives before the score, alone and in conflict."""
    objectives = [objective("key", key, key=True), objective("other", other)]
    assert spoken(decided(objectives, audit=audit, evidence=evidence)) == said


def test_a_broken_key_objective_is_named_alone_among_unknown_ones() -> None:
    """What is broken decides; what is unknown could only delay it."""
    objectives = [objective("a", UNKNOWN, key=True), objective("b", BROKEN, key=True)]
    verdict = decided(objectives)
    assert spoken(verdict) == (Decision.NO_GO, [("key", "b")])
    assert verdict.reasons[0].text == "b: error ratio <= 1 %: broken."


@pytest.mark.parametrize(
    ("states", "score", "decision", "told"),
    [
        ([BROKEN], 90.0, Decision.GO, ["score", "o0"]),
        ([BROKEN, BROKEN], 80.0, Decision.GO_WITH_CONDITIONS, ["o0", "o1"]),
        ([BROKEN] * 3, 70.0, Decision.NO_GO, ["o0", "o1", "o2"]),
        ([BROKEN] * 10, 0.0, Decision.NO_GO, [f"o{place}" for place in range(10)]),
        ([UNKNOWN], 100.0, Decision.GO, ["score", "o0"]),
        ([UNKNOWN, BROKEN], 100 * 8 / 9, Decision.GO_WITH_CONDITIONS, ["o1", "o0"]),
        ([UNKNOWN, UNKNOWN], 100.0, Decision.INCONCLUSIVE, ["o0", "o1"]),
        ([UNKNOWN, UNKNOWN, *[BROKEN] * 8], 0.0, Decision.INCONCLUSIVE, ["o0", "o1"]),
        ([UNKNOWN] * 10, None, Decision.INCONCLUSIVE, [f"o{place}" for place in range(10)]),
    ],
)
def test_the_score_leaves_out_what_is_unknown(
    states: list[State], score: float | None, decision: Decision, told: list[str]
) -> None:
    """Of ten equal objectives one may be unknown; 90 is GO, 75 is conditions."""
    verdict = decided(ten(*states))
    assert verdict.score == score
    assert verdict.decision is decision
    assert [one.id for one in verdict.reasons] == told


@pytest.mark.parametrize(
    ("weight", "decision"), [(25.0, Decision.GO_WITH_CONDITIONS), (25.1, Decision.NO_GO)]
)
def test_exactly_at_its_limit_a_score_is_enough(weight: float, decision: Decision) -> None:
    """Weights decide, not numbers: one broken objective of a quarter leaves 75."""
    objectives = [objective("heavy", BROKEN, weight=weight), objective("met", MET, weight=75.0)]
    assert decided(objectives).decision is decision


def test_no_objective_at_all_is_inconclusive() -> None:
    """Nothing that holds and nothing that fails is no GO."""
    assert decided([]).decision is Decision.INCONCLUSIVE


def test_what_was_not_audited_is_said_before_anything_else() -> None:
    """An audit that does not apply is the first condition; low scores come after it."""
    verdict = decided(ten(BROKEN, BROKEN), audit=UNAUDITED)
    assert spoken(verdict) == (
        Decision.GO_WITH_CONDITIONS,
        [("conditions", "audit"), ("score", "o0"), ("score", "o1")],
    )
    assert verdict.reasons[0].text.startswith("Not applicable: without a roll and a ledger")


def test_a_warning_is_a_condition_that_stands_before_a_low_score() -> None:
    """It makes conditions of a GO, with its sentence, and says what would lift them."""
    verdict = decided(ten(BROKEN, BROKEN), audit=WARNED)
    assert spoken(verdict) == (
        Decision.GO_WITH_CONDITIONS,
        [("conditions", "R7"), ("score", "o0"), ("score", "o1")],
    )
    assert verdict.reasons[0].text == "2 seats are left over. (R7)"
    alone = decided(ten(), audit=WARNED)
    assert alone.would_turn == "No violation of R7: that would make it GO."
    assert (alone.score, alone.exit_code) == (100.0, 0)


@pytest.mark.parametrize(
    ("objectives", "audit", "codes"),
    [
        (ten(), KEPT, (0, 0)),
        (ten(), UNAUDITED, (0, 3)),
        (ten(BROKEN, BROKEN), KEPT, (0, 3)),
        (ten(), WARNED, (0, 3)),
        (ten(BROKEN, key=True), KEPT, (3, 3)),
        (ten(UNKNOWN, key=True), KEPT, (4, 4)),
        (ten(), LOST, (3, 3)),
    ],
    ids=["go", "unaudited", "conditions", "warned", "no-go", "inconclusive", "lost"],
)
def test_exit_codes_without_and_with_strict(
    objectives: list[ObjectiveResult], audit: Audit, codes: tuple[int, int]
) -> None:
    """Strict turns conditions into NO_GO and nothing else."""
    found = [decided(objectives, audit=audit, strict=strict).exit_code for strict in (False, True)]
    assert tuple(found) == codes


def warned(name: str, *, key: bool = False) -> ObjectiveResult:
    """Make an objective that is met, and not as well as was wished for."""
    return replace(objective(name, MET, key=key), warned=True, warn_limit=0.005)


def test_a_warned_key_objective_is_a_condition() -> None:
    """However good the score; of another the score alone tells."""
    verdict = decided([*ten(), warned("nearly", key=True)])
    assert spoken(verdict) == (Decision.GO_WITH_CONDITIONS, [("conditions", "nearly")])
    verdict = decided([*ten(), warned("nearly")])
    assert spoken(verdict) == (Decision.GO, [("score", "score"), ("score", "nearly")])
    assert verdict.reasons[0].text.endswith("11 of 11 objectives are met, 1 of them with a warning.")


def test_what_is_a_condition_is_not_told_again_by_the_score() -> None:
    """8.5 of 10 are met: the broken one is told of beside the condition."""
    verdict = decided([*ten(BROKEN)[:9], warned("nearly", key=True)])
    assert spoken(verdict) == (
        Decision.GO_WITH_CONDITIONS,
        [("conditions", "nearly"), ("score", "o0")],
    )


def test_many_warnings_lower_the_score_to_conditions() -> None:
    """Half of four of ten: 80 of 100."""
    verdict = decided([*ten()[:6], *[warned(f"w{place}") for place in range(4)]])
    assert (verdict.score, verdict.decision) == (80.0, Decision.GO_WITH_CONDITIONS)
    assert [one.id for one in verdict.reasons] == ["w0", "w1", "w2", "w3"]


def test_a_dry_run_is_shown_and_decides_nothing() -> None:
    """Neither broken nor unknown, neither by the score nor by what would turn it."""
    dry = [
        replace(objective("dry", BROKEN, weight=99.0, key=True), dry_run=True),
        replace(objective("dry-too", UNKNOWN, weight=99.0), dry_run=True),
        replace(warned("dry-three", key=True), dry_run=True),
    ]
    verdict = decided([*ten(), *dry])
    assert (verdict.score, spoken(verdict)) == (100.0, (Decision.GO, [("score", "score")]))
    assert verdict.reasons[0].text.endswith("10 of 10 objectives are met.")
    assert [one.id for one in verdict.objectives[10:]] == ["dry", "dry-too", "dry-three"]
    assert [one.id for one in verdict.deciding] == [f"o{place}" for place in range(10)]
    assert "dry" not in verdict.would_turn


def test_a_reason_of_what_is_attested_has_no_expression() -> None:
    """Its text alone."""
    word = replace(objective("way-back", UNKNOWN, key=True), expression="", unit="days")
    assert decided([word]).reasons[0].text == "way-back: unknown."


def test_what_the_generator_dropped_is_no_reason_for_no_go() -> None:
    """A key objective that nothing else breaks is INCONCLUSIVE, unless another one is broken."""
    dropped = replace(objective("dropped", BROKEN, key=True), unsent=True)
    assert spoken(decided([*ten(), dropped])) == (Decision.INCONCLUSIVE, [("key", "dropped")])
    slow = objective("slow", BROKEN, key=True)
    assert spoken(decided([*ten(), dropped, slow])) == (Decision.NO_GO, [("key", "slow")])


def test_so_much_of_the_score_that_the_generator_dropped_is_inconclusive() -> None:
    """Each objective that it keeps from being decided is named."""
    found = [replace(one, unsent=one.state is BROKEN) for one in ten(BROKEN, BROKEN)]
    assert spoken(decided(found)) == (Decision.INCONCLUSIVE, [("score", "o0"), ("score", "o1")])
