"""The Promise: what a visitor asks a site to keep, and what the site said to it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from siaga.crowd.answer import Answer, AnswerError
from siaga.crowd.exchange import Exchange
from siaga.ledger.outcome import Observation, Outcome

NOT_PROCESSED = "X-Not-Processed"
"""Header by which a site says that it certainly did nothing."""


def said_in_json(answer: Answer) -> object:
    """Give the answer's JSON; None where it is none."""
    try:
        return answer.json()
    except AnswerError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What is asked for.

    Attributes:
        person: who it is for, as the roll names people.
        receipt: key of what the answer says under which it names what was granted.
        expect: statuses that count as good answers.
        echo: key of what the answer says that repeats the person; empty if the site does not.
        content: what the site is to hold then, by the names of the roll's columns; empty if nothing.
        reads: makes of an answer what it says, as JSON would; for a site that says it on a page.
    """

    person: str
    receipt: str
    expect: Collection[int] = (200, 201)
    echo: str = "person"
    content: Mapping[str, object] = field(default_factory=dict)
    reads: Callable[[Answer], object] = said_in_json

    def __post_init__(self) -> None:
        """Refuse a person whom no roll can name: rolls hold text."""
        if type(self.person) is not str:
            raise TypeError(f"person {self.person!r}: is no text; a promise is for whom the roll names")


class Kept(NamedTuple):
    """What the site said; a tuple, since one is made for every promise.

    Attributes:
        outcome: acknowledged, refused or unknown.
        receipt: what was granted, as the answer names it; empty if nothing.
        answer: the answer.
    """

    outcome: Outcome
    receipt: str
    answer: Answer


def observe(exchange: Exchange, promise: Promise) -> Observation:
    """Give what an exchange shows of a promise."""
    if exchange.failure is not None:
        failure = exchange.failure
        return Observation(sent=not failure.certainly_not_sent, why=failure.reason.value)
    answer = exchange.answer
    if answer is None:
        raise ValueError("exchange: has neither answer nor failure")
    body = promise.reads(answer)
    said = body if isinstance(body, dict) else {}
    echoed = said.get(promise.echo) if promise.echo else None
    return Observation(
        True,  # noqa: FBT003 - a tuple of which one is made for every promise
        answer.status,
        str(said.get(promise.receipt) or ""),
        echoed is not None and str(echoed) != promise.person,
        answer.headers.get(NOT_PROCESSED) is not None,
        body,
        f"status {answer.status}",
    )
