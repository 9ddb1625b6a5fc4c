"""The identity registry as the site reaches it."""

import datetime as dt
from collections.abc import Mapping

from prometheus_client import Counter

from mock_site.outside.line import Line
from mock_site.outside.role import Answer
from mock_site.outside.wire import CallError

_FOUND = 200


class RegistryOnLine:
    """Asks the identity registry; whatever it cannot say for sure is UNAVAILABLE.

    Args:
        line: to the registry.
        answers: counts each answer.
    """

    def __init__(self, line: Line, answers: Mapping[Answer, Counter]) -> None:
        self._line = line
        self._answers = answers

    async def lookup(self, nik: str, kk: str, birth_date: dt.date) -> Answer:
        """Tell whether the three belong together; never raises."""
        answer = await self._asked({"nik": nik, "kk": kk, "birth_date": birth_date.isoformat()})
        self._answers[answer].inc()
        return answer

    async def _asked(self, person: Mapping[str, str]) -> Answer:
        try:
            reply = await self._line.ask("POST", "/lookups", person)
        except CallError:
            return Answer.UNAVAILABLE
        match = reply.content.get("match")
        if reply.status != _FOUND or not isinstance(match, bool):
            return Answer.UNAVAILABLE
        return Answer.MATCH if match else Answer.MISMATCH
