"""Claims about the agreement of three counts as evidence: alone it keeps a run from deciding."""

import pytest

from siaga.judge.agreement import counts_agree
from siaga.judge.audit import unaudited
from siaga.judge.checked import unknown
from siaga.judge.finding import Audit, HeadCount
from siaga.judge.run import judge_run
from siaga.judge.turn import REMEDIES
from siaga.judge.verdict import Decision, EvidenceResult, State
from tests.judge.hand_made import DURATION_S, Run


@pytest.fixture
def counting(good: Run) -> Run:
    """The run in which all is well, of a site that counts whom it says yes to."""
    good.judged_with(site=good.scenario.site.model_copy(update={"counter": "joins_total"}))
    scrapes_of(good, 0, 3)
    return good


def scrapes_of(run: Run, *values: float) -> None:
    """Have the counter show values, the last to the end."""
    shown = [*values, *[values[-1]] * (DURATION_S + 1 - len(values))]
    run.scrapes([{"joins_total": float(one)} for one in shown])


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ((0, 2), State.BROKEN),
        ((0, 4), State.BROKEN),
        ((0, 3, 0), State.UNKNOWN),
        ((0, 4, 1), State.UNKNOWN),
    ],
)
def test_counts_that_disagree_or_are_unknown_keep_a_run_from_deciding(
    counting: Run, values: tuple[float, ...], state: State
) -> None:
    """One thing is changed: this check is not met, every other is, and the verdict is INCONCLUSIVE."""
    assert judge_run(counting.folder, counting.scenario, strict=False).verdict.decision is Decision.GO
    scrapes_of(counting, *values)
    result = judge_run(counting.folder, counting.scenario, strict=False).verdict
    failed = {one.id: one.state for one in result.evidence if one.state is not State.MET}
    assert failed == {"counts-agree": state}
    assert result.decision is Decision.INCONCLUSIVE
    assert result.would_turn == f"Run again, and {REMEDIES['counts-agree']}."
    assert (result.reasons[0].id, result.reasons[0].text) == (
        "counts-agree",
        next(one.text for one in result.evidence if one.id == "counts-agree"),
    )


def test_its_value_is_the_counter_and_its_limit_the_roll(counting: Run) -> None:
    """A reader sees both numbers, met or not."""
    scrapes_of(counting, 5, 9)
    (found,) = (
        one
        for one in judge_run(counting.folder, counting.scenario, strict=False).verdict.evidence
        if one.id == "counts-agree"
    )
    assert (found.value, found.limit) == (4.0, 3.0)


def test_what_could_not_be_audited_agrees_with_nothing() -> None:
    """It is unknown, never met."""
    assert counts_agree(unaudited("The ledger is damaged.")).state is State.UNKNOWN


def test_all_that_is_said_of_counts_that_cannot_be_compared() -> None:
    """Nothing was audited, or the roll could not be read: no number stands for one that is missing."""
    nothing = "Nothing could be audited, so there is nothing to hold the counter against."
    assert counts_agree(unaudited("The ledger is damaged.")) == unknown("counts-agree", 0.0, nothing)
    assert unknown("counts-agree", 0.0, nothing).id == "counts-agree"
    unread = HeadCount(acknowledged=1, unknown=0, state="unknown", text="The roll could not be read.")
    assert counts_agree(Audit(applicable=True, counts=unread)) == EvidenceResult(
        id="counts-agree",
        state=State.UNKNOWN,
        value=None,
        limit=0.0,
        text="The roll could not be read.",
    )
