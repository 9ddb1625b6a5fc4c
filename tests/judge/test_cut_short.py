"""Claims about what a run that an objective ended early can still say."""

from dataclasses import replace

import pytest

from siaga.judge.cut_short import undecided
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, ObjectiveResult, State, Verdict
from siaga.ledger.outcome import Outcome
from siaga.record.fault_span import FaultSpan
from siaga.record.run_record import RunRecord
from siaga.record.tally import StepCount
from siaga.scenario.model import Evidence, Objective
from tests.judge.hand_made import PER_S, Run, entry, whole_second

MET, BROKEN, UNKNOWN = State.MET, State.BROKEN, State.UNKNOWN


def ended(run: Run, *objectives: Objective, at_s: int = 12, name: str = "slow") -> Verdict:
    """Judge a run that an objective ended, having been seen up to a second."""
    run.record(aborted_for=name, aborted_at_s=at_s, aborted_why="it was lost beyond repair")
    run.judged_with(objectives=objectives or run.scenario.objectives)
    return judge_run(run.folder, run.scenario, strict=False).verdict


def cut(run: Run, failed_from_s: int = 12) -> None:
    """Have the generator end after 13 s, and whoever was inside fail from a second on."""
    good, failed = StepCount(good=PER_S), StepCount(good=0, failed=PER_S)
    seconds = [
        whole_second(
            second,
            steps={"join": failed if second >= failed_from_s else good},
            closed=second == 13,
        )
        for second in range(14)
    ]
    run.tallies(seconds)
    run.scrapes([{"site_seats{state=left}": 7.0}] * 14)


SLOW = Objective(id="slow", expect="p99 of join <= 50 ms", key=True, abort=True)


def states(verdict: Verdict) -> dict[str, State]:
    """Give what became of each objective."""
    return {one.id: one.state for one in verdict.objectives}


def test_a_key_objective_that_ended_the_run_is_no_go_and_says_when_and_why(good: Run) -> None:
    """What was not played for that reason makes nothing INCONCLUSIVE: neither arrivals nor promises."""
    cut(good)
    good.judged_with(evidence=Evidence(acknowledged=1_000, seen=("sold-out",), unknown=0.0))
    good.promises(eka=None)
    verdict = ended(good, SLOW)
    assert verdict.decision is Decision.NO_GO
    (reason,) = verdict.reasons
    assert (reason.gate, reason.id) == ("key", "slow")
    assert reason.text == (
        "slow: p99 of join <= 50 ms: The run was ended early for it, at 12 s: it was lost beyond repair."
        " 100 ms, 95 % bound 100 ms, at most 50 ms is asked for: 1,200 samples of join."
    )
    evidence = {one.id: one for one in verdict.evidence}
    assert {one.state for one in evidence.values()} == {MET}
    assert not {"enough-acknowledged", "moments-seen", "few-unknown"} & set(evidence)
    assert evidence["run-to-its-end"].text == (
        "slow ended the run early, at 12 s; what only a whole run can show is not asked."
    )


def test_a_promise_that_was_broken_goes_first(good: Run) -> None:
    """Integrity outweighs whatever ended the run."""
    cut(good)
    good.roll(before=[], first=[entry("ana", 1)], second=[entry("ana", 1)])
    verdict = ended(good, SLOW)
    assert (verdict.decision, verdict.reasons[0].gate) == (Decision.NO_GO, "integrity")


def test_a_generator_that_was_saturated_still_proves_nothing(good: Run) -> None:
    """A slow generator may be what made the site look slow."""
    good.day(cpu_ratio=[0.99])
    assert ended(good, SLOW).decision is Decision.INCONCLUSIVE


def test_what_was_due_before_the_end_has_to_have_been_offered(good: Run) -> None:
    """Half of the arrivals of the second phase are missing until the 12th second."""
    good.day(arrived=[100] * 10 + [50])
    (unmet,) = [one for one in ended(good, SLOW).evidence if one.state is not MET]
    assert (unmet.id, unmet.value) == ("plan-offered", 0.5)
    good.day(arrived=[100] * 12 + [0])
    (offered,) = [one for one in ended(good, SLOW).evidence if one.id == "plan-offered"]
    assert (offered.state, offered.value) == (MET, 1.0)


def test_the_site_has_to_have_been_looked_at_until_the_end(good: Run) -> None:
    """And no longer."""
    good.scrapes([{"a": 1.0}] * 12)
    assert ended(good, SLOW, at_s=16).decision is Decision.NO_GO
    assert ended(good, SLOW, at_s=17).decision is Decision.INCONCLUSIVE


def test_an_objective_that_decides_nothing_alone_leaves_the_run_inconclusive(good: Run) -> None:
    """The rest was not played, and nothing that was says NO_GO."""
    cut(good)
    verdict = ended(good, SLOW.model_copy(update={"key": False}))
    assert verdict.decision is Decision.INCONCLUSIVE
    (reason,) = verdict.reasons
    assert reason.id == "run-to-its-end"
    assert reason.text == (
        "slow ended the run early, at 12 s; it is no key objective, and the run decides nothing."
    )


def test_nothing_after_the_end_counts(good: Run) -> None:
    """Whoever was cut off failed because the run was ended; until then nobody had."""
    cut(good, failed_from_s=12)
    errors = Objective(id="errors", expect="error ratio <= 5 %")
    (result,) = ended(good, errors, name="other").objectives
    assert (result.state, result.value, result.events) == (UNKNOWN, 0.0, 12 * PER_S)


KEPT = [
    ("error ratio <= 5 % during doors-open", MET),
    ("error ratio <= 5 % during evening", UNKNOWN),
    ("error ratio <= 5 %", UNKNOWN),
    ("error ratio <= 5 % over 5 s", UNKNOWN),
    ("error ratio <= 5 % for 5 s", MET),
    ("error ratio <= 5 % within 5 s after 1 s", MET),
    ("error ratio <= 5 % before fault kill", MET),
    ("error ratio <= 5 % during fault kill", UNKNOWN),
    ("error ratio <= 5 % for 2 s within 5 s after fault kill", UNKNOWN),
    ("audit lost <= 0", UNKNOWN),
    ("max(site_seats) <= 8", UNKNOWN),
]


@pytest.mark.parametrize(("text", "state"), KEPT)
def test_only_what_no_second_could_change_stays_met(good: Run, text: str, state: State) -> None:
    """A phase that was played to its end, a window that was found; of the rest nobody knows."""
    good.folder.faults.parent.mkdir(exist_ok=True)
    FaultSpan(kind="kill", target="site", from_s=4.0, until_s=6.0).write(good.folder.faults)
    cut(good)
    (result,) = ended(good, Objective(id="o", expect=text)).objectives
    assert result.state is state
    assert result.text.startswith("It stood met when the run was ended early, at 12 s: ") is (
        state is UNKNOWN
    )


STOOD_BROKEN = [
    ("error ratio <= 1 %", BROKEN),
    ("error ratio <= 30 %", UNKNOWN),
    ("last(site_seats) <= 0", UNKNOWN),
    ("max(site_seats) <= 3", BROKEN),
    ("error ratio <= 20 % during doors-open", BROKEN),
    ("audit acknowledged >= 1000", UNKNOWN),
    ("audit acknowledged <= 1", BROKEN),
]


@pytest.mark.parametrize(("text", "state"), STOOD_BROKEN)
def test_only_what_could_not_be_mended_stays_broken(good: Run, text: str, state: State) -> None:
    """600 of 1,200 failed."""
    cut(good, failed_from_s=6)
    (result,) = ended(good, Objective(id="o", expect=text)).objectives
    assert result.state is state
    assert result.text.startswith("It stood broken when the run was ended early, at 12 s: ") is (
        state is UNKNOWN
    )


def test_what_ended_the_run_stays_broken_though_it_could_have_been_mended(good: Run) -> None:
    """It stood broken for the whole of its grace period."""
    cut(good)
    result = ended(
        good, Objective(id="o", expect="last(site_seats) <= 0", key=True, message="Sold out!"), name="o"
    )
    assert states(result) == {"o": BROKEN}
    assert result.objectives[0].text.startswith("Sold out! The run was ended early for it, at 12 s: ")


def test_of_several_expressions_each_is_held_for_itself(good: Run) -> None:
    """One is lost, one is settled, one is open: the objective is lost."""
    cut(good, failed_from_s=6)
    texts = ("error ratio <= 1 %", "error ratio <= 50 % during doors-open", "error ratio <= 30 %")
    (result,) = ended(good, Objective(id="o", all=texts)).objectives
    assert result.state is BROKEN
    assert [one.state for one in result.parts] == [BROKEN, MET, UNKNOWN]


def test_what_a_person_attests_holds_whatever_was_played(good: Run) -> None:
    """It needs no run."""
    word = {"owner": "a", "date": "2026-12-01", "link": "https://x.test", "expires": "2027-12-01"}
    objective = Objective.model_validate({"id": "o", "attest": word})
    assert states(ended(good, objective)) == {"o": MET}


RESULT = ObjectiveResult(
    id="o", expression="a", state=MET, value=1.0, bound=None, limit=2.0, unit="s", key=False,
    weight=1.0, text="1 s.", warned=True,
)  # fmt: skip
RUN = RunRecord(
    run_id="a", scenario="a", started_at="", host="", seed=1, epoch=1, scale=1.0, time_scale=1.0,
    workers=1, owned_site=False, aborted_for="other", aborted_at_s=75,
)  # fmt: skip


def test_what_is_undecided_says_what_it_was(good: Run) -> None:
    """Without its warning, since nothing is met; what is unknown, and a whole run, stay as they are."""
    assert undecided(RESULT, RUN) == replace(
        RESULT,
        state=UNKNOWN,
        warned=False,
        text="It stood met when the run was ended early, at 1 min 15 s: 1 s.",
    )
    assert undecided(RESULT, replace(RUN, aborted_for="")) == RESULT
    unknown = replace(RESULT, state=UNKNOWN)
    assert undecided(unknown, RUN) == unknown
    assert judge_run(good.folder, good.scenario, strict=False).verdict.decision is Decision.GO


def test_a_run_that_ended_before_its_first_second_has_nothing(good: Run) -> None:
    """And says so."""
    (result,) = ended(good, Objective(id="o", expect="error ratio <= 5 %"), at_s=0).objectives
    assert (result.state, result.value) == (UNKNOWN, None)
    assert result.text == "Nothing was measured: nothing is known of the first second yet."


def test_the_outcome_of_who_was_cut_off_is_held_against_nobody(good: Run) -> None:
    """The audit of the unknown is one that the rest of the run could have answered."""
    cut(good)
    good.promises(eka=None, fajar=Outcome.REFUSED)
    (result,) = ended(good, Objective(id="o", expect="audit unknown <= 0")).objectives
    assert result.state is UNKNOWN
