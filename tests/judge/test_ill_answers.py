"""Claims about answers to ill will: whatever a good site does not answer is a violation."""

from collections.abc import Sequence
from dataclasses import replace
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
RAW = misdeed(9.0, probe="raw", status=400)


def _told(*tried: Misdeed, hindered: Sequence[int] = ()) -> tuple[str, int, str]:
    found = judge_answers(CASE, tried, hindered)
    return found.state, found.count, found.text


def test_answers_that_may_be_given_are_met() -> None:
    """As many as may be."""
    assert _told(misdeed(1.0, status=201), misdeed(1.0), LIMITED, RAW) == (
        "met", 0, "Each of 4 attempts was answered as it may be.",
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
    assert _told(misdeed(1.0), LIMITED, misdeed(1.0, probe="raw", status=None, why="reset"))[0] == "met"


@pytest.mark.parametrize("why", ["refused", "connect-timeout", "dns", "descriptors"])
def test_a_connection_that_was_never_opened_is_no_answer(why: str) -> None:
    """A site that is down has withstood nothing, and neither has one that nobody could reach."""
    state, _count, text = _told(misdeed(1.0, probe="raw", status=None, why=why), LIMITED)
    assert (state, text) == ("broken", f"Of 2 attempts, 1 went as none may: raw: no answer ({why}) (1).")


@pytest.mark.parametrize(
    ("tried", "why"),
    [
        ([LIMITED, RAW], "join was only answered 429, which shows nothing"),
        ([misdeed(1.0, status=201), LIMITED], "nobody got so far as raw"),
        ([LIMITED], "join was only answered 429, which shows nothing; nobody got so far as raw"),
    ],
)
def test_what_nobody_has_really_tried_is_unknown(tried: Sequence[Misdeed], why: str) -> None:
    """A probe that nobody made, or whose answers show nothing."""
    assert _told(*tried) == ("unknown", 0, f"It was not really tried: {why}.")


def test_every_answer_that_shows_nothing_is_told() -> None:
    """In order."""
    answers = {"join": replace(CASE.answers["join"], idle=frozenset({409, 429}))}
    found = judge_answers(replace(CASE, answers=answers), [LIMITED, misdeed(1.0)], ())
    assert found.text == "It was not really tried: join was only answered 409, 429, which shows nothing."


def test_one_answer_that_shows_something_is_enough() -> None:
    """Whoever else got none; but what none may answer is broken however little was tried."""
    assert _told(LIMITED, misdeed(9.0, status=409), RAW)[0] == "met"
    assert _told(misdeed(1.0, status=500))[0] == "broken"


def test_more_than_the_most_is_counted_for_each_abuser() -> None:
    """Two who get one each are right; one who gets two is not."""
    won = [misdeed(1.0, status=201, abuser=number) for number in (0, 1)]
    limited = [misdeed(2.0, status=429, abuser=number) for number in (0, 1)]
    assert _told(*won, *limited, RAW)[0] == "met"
    state, count, text = _told(*won, won[0], won[0], *limited)
    assert (state, count) == ("broken", 2)
    assert text == "Of 6 attempts, 2 went as none may: join: 201 beyond the first 1 (2)."


def test_who_never_gets_what_has_to_come_is_counted() -> None:
    """Unless something kept that abuser from going on: then it is not known whether it would come."""
    assert _told(misdeed(1.0))[2] == "Of 1 attempts, 1 went as none may: join: never 429 (1)."
    why = "whoever made join could not go on until 429 came"
    told = ("unknown", 0, f"It was not really tried: {why}.")
    assert _told(misdeed(1.0), RAW, hindered=[0]) == told
    assert _told(misdeed(1.0), RAW, replace(LIMITED, abuser=1), hindered=[0])[0] == "met"


def test_everything_that_is_wrong_is_told_with_how_often() -> None:
    """In order, whatever came first; an unknown probe hides nothing of the others."""
    failed = [
        misdeed(1.0, status=status, abuser=number) for number, status in enumerate((500, 200, 500))
    ]
    odd = [misdeed(1.0, probe=name, abuser=2) for name in ("aside", "zero")]
    assert _told(*failed, *odd)[2] == (
        "Of 5 attempts, 8 went as none may: aside: is no probe of this version (1);"
        " join: answered 200 (1); join: answered 500 (2); join: never 429 (3);"
        " zero: is no probe of this version (1)."
    )


def test_an_ending_is_a_word() -> None:
    """The status, or why there is none."""
    assert [ending(one) for one in (LIMITED, misdeed(1.0, status=None, why="reset"))] == ["429", "reset"]
