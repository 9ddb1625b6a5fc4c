"""Claims about pledges: each asking is an operation of its own, all under one key."""

import pytest

from siaga.crowd.exchange import Exchange
from siaga.crowd.pledge import Pledge
from siaga.crowd.promise import Promise
from siaga.ledger.outcome import Outcome
from tests.crowd.test_exchange import ANSWER, RESET
from tests.crowd.visitor_stage import Stage

SEAT = Promise(person="31", receipt="seat")


def _pledge(stage: Stage) -> Pledge:
    return Pledge(stage.world(), 7, "join", SEAT, "a-key")


def test_each_asking_is_written_down_before_and_after(stage: Stage) -> None:
    """What is known of the person stands in each record."""
    pledge = _pledge(stage)
    for exchange in (RESET, Exchange(answer=ANSWER)):
        before = len(stage.facts())
        assert pledge.asked(iter([exchange]).__next__) is exchange
        began, ended = stage.facts()[before:]
        assert (began["e"], began["key"], began["visitor"]) == ("invoke", "a-key", 7)
        assert (ended["e"], ended["op"], ended["outcome"]) == ("complete", began["op"], "unknown")


def test_what_was_kept_is_what_that_answer_says(stage: Stage) -> None:
    """Of another exchange, or of one without an answer, nothing was."""
    pledge, answered = _pledge(stage), Exchange(answer=ANSWER)
    pledge.asked(lambda: RESET)
    pledge.asked(lambda: answered)
    kept = pledge.kept(answered)
    assert (kept.outcome, kept.receipt, kept.answer) == (Outcome.UNKNOWN, "", ANSWER)
    for other in (RESET, Exchange(answer=ANSWER)):
        with pytest.raises(ValueError, match="exchange: is none of this pledge, or has no answer"):
            pledge.kept(other)
