"""What is around a site of the tests: a registry, an evaluator and a post that do as they are told."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mock_site.outside.role import Answer
from mock_site.store.message import Message


@dataclass(slots=True)
class Registry:
    """Knows everybody, unless told otherwise."""

    answer: Answer = Answer.MATCH
    asked: list[tuple[str, str, dt.date]] = field(default_factory=list)

    async def lookup(self, nik: str, kk: str, birth_date: dt.date) -> Answer:
        """Answer as told."""
        self.asked.append((nik, kk, birth_date))
        return self.answer


@dataclass(slots=True)
class Evaluator:
    """Has no scores until told one."""

    score: float | None = None
    takes: bool = True
    submitted: dict[str, Mapping[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def submit(self, evaluation_id: str, answers: Mapping[str, str]) -> bool:
        """Take answers, if told to."""
        if self.takes:
            self.submitted[evaluation_id] = answers
        return self.takes

    async def result(self, evaluation_id: str) -> float | None:
        """Give the score of what was submitted."""
        self.asked.append(evaluation_id)
        return self.score if evaluation_id in self.submitted else None


@dataclass(slots=True)
class Post:
    """Keeps what it was given."""

    sent: list[Message] = field(default_factory=list)

    def written(self, messages: Sequence[Message]) -> None:
        """Keep messages that the store has just written."""
        self.sent += messages

    def last(self, to: str) -> Message:
        """Give the last message to somebody."""
        return next(message for message in reversed(self.sent) if message.to == to)


@dataclass(slots=True)
class Around:
    """The neighbours of one site."""

    registry: Registry = field(default_factory=Registry)
    evaluator: Evaluator = field(default_factory=Evaluator)
    post: Post = field(default_factory=Post)
