"""Claims about the check of feeds: a row that two visitors got keeps a run from deciding."""

import pytest

from siaga.judge.feed_evidence import feed_rows
from siaga.judge.handouts import Handouts, Twice
from siaga.judge.run import judge_run
from siaga.judge.turn import REMEDIES
from siaga.judge.verdict import Decision, State
from tests.judge.hand_made import Run
from tests.judge.test_handouts import fed, feed, hand_out

SOUND = Handouts(feed="vouchers", again=False, rows=4_812, visitors=4_812)

SOME = "3 rows of codes taken by 3 visitors"


def _handouts(**changed: object) -> Handouts:
    return Handouts(**{"feed": "codes", "again": False, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "state", "told"),
    [
        (
            {"rows": 3, "visitors": 3},
            State.MET,
            f"{SOME}, none twice, none unknown.",
        ),
        (
            {"rows": 3, "visitors": 3, "left": 2},
            State.MET,
            f"{SOME}, none twice, none unknown; 2 visitors found none left and went away.",
        ),
        (
            {"rows": 2, "visitors": 5, "twice": 2, "again": True},
            State.MET,
            "2 rows of codes taken by 5 visitors, more than once as the scenario allows, none unknown.",
        ),
        (
            {"rows": 3, "visitors": 3, "twice": 1, "first_twice": Twice(row=17, visitors=(3, 1_009))},
            State.BROKEN,
            f"{SOME}, 1 of them more than once (row 17 by visitors 3, 1,009).",
        ),
        (
            {"rows": 3, "visitors": 3, "unknown": 1, "others": 2},
            State.BROKEN,
            f"{SOME}, 1 that the file does not have, 2 that were somebody else's.",
        ),
        ({}, State.UNKNOWN, "No row of codes was handed out, so that nothing is proven of them."),
    ],
)
def test_what_became_of_the_rows_is_told(other: dict[str, object], state: State, told: str) -> None:
    """For each feed; one that is wrong is not made up for by another."""
    found = feed_rows([SOUND, _handouts(**other)])
    first = "4,812 rows of vouchers taken by 4,812 visitors, none twice, none unknown."
    assert (found.id, found.state, found.text) == ("feed-rows", state, f"{first} {told}")


def test_where_nothing_could_be_read_nothing_is_known() -> None:
    """That is not met."""
    assert feed_rows([]).state is State.UNKNOWN


def test_a_row_that_two_visitors_got_alone_keeps_a_run_from_deciding(good: Run) -> None:
    """Says nothing against the site: the verdict turns from GO to INCONCLUSIVE, by this check alone."""
    fed(good, feed())
    hand_out(good, (1, 0), (2, 1))
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert verdict.decision is Decision.GO
    hand_out(good, (2, 1))
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert {one.id for one in verdict.evidence if one.state is not State.MET} == {"feed-rows"}
    assert (verdict.decision, verdict.exit_code) == (Decision.INCONCLUSIVE, 4)
    assert [(one.gate, one.id) for one in verdict.reasons] == [("evidence", "feed-rows")]
    assert verdict.would_turn == f"Run again, and {REMEDIES['feed-rows']}."


def test_a_run_of_which_nobody_wrote_down_what_its_feeds_were_decides_nothing(good: Run) -> None:
    """Damage is told of, and the check is unknown."""
    fed(good, feed())
    good.record(feeds=[])
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    states = {one.id: one.state for one in verdict.evidence if one.state is not State.MET}
    assert states == {"files-whole": State.BROKEN, "feed-rows": State.UNKNOWN}
