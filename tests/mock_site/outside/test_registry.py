"""The site takes from the registry a yes, a no, or that nobody can say."""

import datetime as dt

import pytest

from mock_site.layers import Level
from mock_site.outside.metrics import CallResult
from mock_site.outside.registry import RegistryOnLine
from mock_site.outside.role import Answer
from mock_site.outside.wire import CallError, Reply
from tests.mock_site.outside.told import MakeLine


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (Reply(status=200, content={"match": True}), Answer.MATCH),
        (Reply(status=200, content={"match": False, "field": "kk"}), Answer.MISMATCH),
        (Reply(status=200, content={"match": "yes"}), Answer.UNAVAILABLE),
        (Reply(status=200, content={}), Answer.UNAVAILABLE),
        (Reply(status=400, content={"match": True}), Answer.UNAVAILABLE),
        (CallError(CallResult.TIMED_OUT), Answer.UNAVAILABLE),
        (CallError(CallResult.LIMITED, 1.0), Answer.UNAVAILABLE),
    ],
)
async def test_only_a_clear_answer_is_one(
    line_over: MakeLine, reply: Reply | CallError, answer: Answer
) -> None:
    """Nobody is refused because the registry was not well; each answer is counted."""
    line = line_over(Level.OFF, reply)
    registry = RegistryOnLine(line.line, line.metrics.lookups)
    assert await registry.lookup("9701010508900001", "9701011408900001", dt.date(1990, 8, 5)) is answer
    sent = {"nik": "9701010508900001", "kk": "9701011408900001", "birth_date": "1990-08-05"}
    assert line.wire.sent == [("POST", "/lookups", sent)]
    counted = line.registry.get_sample_value("site_identity_lookups_total", {"answer": answer.value})
    assert counted == 1
