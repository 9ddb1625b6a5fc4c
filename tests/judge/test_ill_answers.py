"""Claims about answers to ill will: whatever a good site does not answer is a violation."""

from collections.abc import Sequence
from typing import Any

import pytest

from siaga.abuse.case import Answers, Case, Tag
from siaga.judge.ill_answers import ending, judge_answers
from siaga.ledger.misdeed import Misdeed
from tests.judge.test_misdeeds import misdeed

CASE = Case(
    name="race-one-person",
    title="a race",
    good="one wins",
    item="OAT-005",
    tag=Tag.INTRUSIVE,
    answers={
        "join": Answers(statuses=frozenset({201, 409, 429}), most={201: 1}, least={429: 1}),
        "raw": Answers(statuses=frozenset({400}), closed=True),
    },
)
LIMITED = misdeed(9.0, status=429)


def _told(*tried: Misdeed, hindered: Sequence[int] = ()) -> tuple[str, int, str]:
    found = judge_answers(CASE, tried, hindered)
    return found.state, found.count, found.text


def test_answers_that_may_be_given_are_met() -> None:
    """As many as may be."""
    assert _told(misdeed(1.0, status=201), misdeed(1.0), LIMITED) == (
        "met", 0, "Each of 3 attempts was answered as it may be.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"status": 500}, "join: answered 500 (1)"),
        ({"status": 200}, "join: answered 200 (1)"),
        ({"status": None, "why": "timeout"}, "join: no answer in time (1)"),
        ({"status": None, "why": "reset"}, "join: no answer (reset) (1)"),
        ({"gained": "a seat"}, "join: a seat (1)"),
        ({"probe": "other"}, "other: is no probe of this version (1)"),
        ({"probe": "raw", "status": None, "why": "timeout"}, "raw: no answer in time (1)"),
    ],
)
def test_what_none_may_answer_is_told(changed: dict[str, Any], why: str) -> None:
    """With how often, and of which probe."""
    state, count, text = _told(misdeed(1.0, **changed), LIMITED)
    assert (state, count) == ("broken", 1)
    assert text == f"Of 2 attempts, 1 went as none may: {why}."


def test_a_closed_connection_may_be_an_answer() -> None:
    """Where the case says so."""
    assert _told(misdeed(1.0, probe="raw", status=None, why="reset"))[0] == "met"


def test_more_than_the_most_is_counted_for_each_abuser() -> None:
    """Two who get one each are right; one who gets two is not."""
    won = [misdeed(1.0, status=201, abuser=number) for number in (0, 1)]
    limited = [misdeed(2.0, status=429, abuser=number) for number in (0, 1)]
    assert _told(*won, *limited)[0] == "met"
    state, count, text = _told(*won, won[0], won[0], *limited)
    assert (state, count) == ("broken", 2)
    assert "join: 201 beyond the first 1 (2)" in text


def test_who_never_gets_what_has_to_come_is_counted() -> None:
    """Unless something kept that abuser from going on."""
    assert _told(misdeed(1.0))[2] == "Of 1 attempts, 1 went as none may: join: never 429 (1)."
    assert _told(misdeed(1.0), hindered=[0])[0] == "met"


def test_an_ending_is_a_word() -> None:
    """The status, or why there is none."""
    assert [ending(one) for one in (LIMITED, misdeed(1.0, status=None, why="reset"))] == ["429", "reset"]
