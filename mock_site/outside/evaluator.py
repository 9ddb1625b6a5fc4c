"""The evaluator of the test as the site reaches it."""

from collections.abc import Mapping
from urllib.parse import quote

from mock_site.outside.line import Line
from mock_site.outside.wire import CallError

_FOUND = 200
_TAKEN = 202


class EvaluatorOnLine:
    """Hands answers to the evaluator and asks it for scores.

    Args:
        line: to the evaluator.
    """

    def __init__(self, line: Line) -> None:
        self._line = line

    async def submit(self, evaluation_id: str, answers: Mapping[str, str]) -> bool:
        """Hand answers in, as often as you like, and tell whether they were taken; never raises."""
        content = {"id": evaluation_id, "answers": dict(answers)}
        try:
            reply = await self._line.ask("POST", "/evaluations", content)
        except CallError:
            return False
        return reply.status == _TAKEN

    async def result(self, evaluation_id: str) -> float | None:
        """Give the score, 0 to 1; None if there is none yet or nobody can say. Never raises."""
        try:
            reply = await self._line.ask("GET", f"/evaluations/{quote(evaluation_id, safe='')}")
        except CallError:
            return None
        score = reply.content.get("score")
        if reply.status != _FOUND or isinstance(score, bool) or not isinstance(score, int | float):
            return None
        return float(score) if 0 <= score <= 1 else None
