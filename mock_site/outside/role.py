"""The roles of the neighbours: what the site asks of them, apart from how it reaches them."""

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from typing import Protocol


class Answer(Enum):
    """What the identity registry says of a person."""

    MATCH = "match"
    MISMATCH = "mismatch"
    UNAVAILABLE = "unavailable"
    """It cannot say now; it may be asked again later."""


class IdentityRegistry(Protocol):
    """Knows who people are."""

    async def lookup(self, nik: str, kk: str, birth_date: dt.date) -> Answer:
        """Tell whether the three belong together; never raises."""
        ...


class Evaluator(Protocol):
    """Grades the test."""

    async def submit(self, evaluation_id: str, answers: Mapping[str, str]) -> bool:
        """Hand answers in, as often as you like, and tell whether they were taken; never raises."""
        ...

    async def result(self, evaluation_id: str) -> float | None:
        """Give the score, 0 to 1; None if there is none yet or nobody can say. Never raises."""
        ...
