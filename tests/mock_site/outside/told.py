"""A wire that answers as it is told, a line over it, and what a bulkhead told."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry

from mock_site.outside.line import Line
from mock_site.outside.metrics import OutsideMetrics
from mock_site.outside.wire import CallError, Reply


@dataclass(slots=True)
class ToldWire:
    """A wire that answers with what it is told, in order, and with the last for ever.

    Attributes:
        answers: replies, errors, or seconds that an answer takes too long.
        sent: what was sent.
    """

    answers: list[Reply | CallError | float]
    sent: list[tuple[str, str, Mapping[str, Any] | None]] = field(default_factory=list)

    async def send(self, method: str, path: str, content: Mapping[str, Any] | None) -> Reply:
        """Answer."""
        self.sent.append((method, path, content))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, float):
            await asyncio.sleep(answer)
            return Reply(status=200, content={})
        if isinstance(answer, CallError):
            raise answer
        return answer


@dataclass(slots=True)
class Taken:
    """Places that were taken, noted down.

    Attributes:
        noted: how many were, of how many, after each change.
    """

    noted: list[tuple[int, int]] = field(default_factory=list)

    def places(self, in_use: int, most: int) -> None:
        """Note it."""
        self.noted.append((in_use, most))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOverWire:
    """A line, its wire and its metrics."""

    line: Line
    wire: ToldWire
    metrics: OutsideMetrics
    registry: CollectorRegistry

    def calls(self, result: str) -> float | None:
        """Give the number of calls that ended so."""
        labels = {"neighbour": "registry", "result": result}
        return self.registry.get_sample_value("site_neighbour_calls_total", labels)

    def places(self) -> tuple[float | None, float | None]:
        """Give how many places are taken, of how many."""
        name, labels = "site_neighbour_places", {"neighbour": "registry"}
        in_use = self.registry.get_sample_value(name, {**labels, "state": "in_use"})
        return in_use, self.registry.get_sample_value(name, {**labels, "state": "most"})


MakeLine = Callable[..., LineOverWire]
"""Makes a line of a level, or with guards, over a wire that is told."""
