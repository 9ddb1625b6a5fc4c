"""The PromqlRecord: what a Prometheus answered when it was asked after a run."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from siaga.record.record import SCHEMA, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class PromqlAnswer:
    """The answer to one query: one series, or why there is none.

    Attributes:
        query: as the objective has it.
        at_s: the instants with a value, Unix seconds, in order.
        values: their values, as Prometheus writes them: "12.5", "NaN", "+Inf".
        error: why there is no series; empty where there is one.
    """

    query: str
    at_s: tuple[float, ...] = ()
    values: tuple[str, ...] = ()
    error: str = ""

    def __post_init__(self) -> None:
        """Refuse an answer whose parts do not fit together."""
        if not isinstance(self.query, str) or not isinstance(self.error, str):
            raise ValueError("answer: query and error are texts")  # noqa: TRY004 - a damaged file
        if len(self.at_s) != len(self.values):
            raise ValueError(f"answer: {len(self.at_s)} instants have {len(self.values)} values")
        if not all(math.isfinite(at_s) for at_s in self.at_s):
            raise ValueError("answer: an instant is no number")
        for value in self.values:
            float(value)

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> "PromqlAnswer":
        """Read an answer back.

        Raises:
            KeyError: a part of it is missing.
            TypeError: a part of it is something else.
            ValueError: its parts do not fit together.
        """
        at_s, values = tuple(map(float, fact["at_s"])), tuple(map(str, fact["values"]))
        return cls(query=fact["query"], at_s=at_s, values=values, error=fact["error"])


@dataclass(frozen=True, slots=True, kw_only=True)
class PromqlRecord(Record):
    """What a Prometheus answered; kept in metrics/promql.json.

    Attributes:
        server: its address as the scenario has it: a reference to the environment stays one.
        from_s: the first instant that was asked for, Unix seconds.
        until_s: no instant is later.
        step_s: time from one instant to the next.
        answers: one for each query.
    """

    schema: int = SCHEMA
    server: str
    from_s: float
    until_s: float
    step_s: float
    answers: tuple[PromqlAnswer, ...]

    def __post_init__(self) -> None:
        """Refuse a span that is none."""
        numbers = (self.from_s, self.until_s, self.step_s)
        if not all(map(math.isfinite, numbers)) or self.step_s <= 0 or self.until_s < self.from_s:
            raise ValueError(f"span: {numbers!r} is none; from, until and step in seconds are allowed")

    @classmethod
    def of(cls, fact: Mapping[str, Any]) -> Self:
        """Give the record that a JSON object holds; errors are those of its parts."""
        answers = [PromqlAnswer.from_json(one) for one in fact["answers"]]
        return super(PromqlRecord, cls).of({**fact, "answers": answers})

    def answer(self, query: str) -> PromqlAnswer | None:
        """Give the answer to a query; None if it was not asked."""
        return next((one for one in self.answers if one.query == query), None)
