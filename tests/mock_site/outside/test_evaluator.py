"""The site hands answers to the evaluator and takes a score from it, or none."""

import pytest

from mock_site.layers import Level
from mock_site.outside.evaluator import EvaluatorOnLine
from mock_site.outside.metrics import CallResult
from mock_site.outside.wire import CallError, Reply
from tests.mock_site.outside.told import MakeLine


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        (Reply(status=202, content={"id": "a"}), True),
        (Reply(status=400, content={}), False),
        (CallError(CallResult.FAILED), False),
    ],
)
async def test_answers_are_taken_or_not(
    line_over: MakeLine, reply: Reply | CallError, *, taken: bool
) -> None:
    """Only 202 says that they are."""
    line = line_over(Level.OFF, reply)
    assert await EvaluatorOnLine(line.line).submit("a", {"q1": "b"}) is taken
    assert line.wire.sent == [("POST", "/evaluations", {"id": "a", "answers": {"q1": "b"}})]


@pytest.mark.parametrize(
    ("reply", "score"),
    [
        (Reply(status=200, content={"state": "done", "score": 0.75}), 0.75),
        (Reply(status=200, content={"state": "done", "score": 0}), 0.0),
        (Reply(status=200, content={"state": "pending"}), None),
        (Reply(status=200, content={"state": "done", "score": True}), None),
        (Reply(status=200, content={"state": "done", "score": 1.5}), None),
        (Reply(status=200, content={"state": "done", "score": float("nan")}), None),
        (Reply(status=404, content={"score": 0.75}), None),
        (CallError(CallResult.CUT), None),
    ],
)
async def test_a_score_is_between_0_and_1_or_there_is_none(
    line_over: MakeLine, reply: Reply | CallError, score: float | None
) -> None:
    """Nobody fails because the evaluator was not well."""
    line = line_over(Level.OFF, reply)
    assert await EvaluatorOnLine(line.line).result("a/b") == score
    assert line.wire.sent == [("GET", "/evaluations/a%2Fb", None)]
