"""The Result of a case of abuse: what was tried, what came of it, and what is made of that."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One of the three things that are asserted of each case.

    Attributes:
        id: "answers", "holdings" or "honest".
        state: "met", "broken", "unknown" or "not_applicable".
        count: how many violations.
        text: what was found, in a sentence.
    """

    id: str
    state: str
    count: int = 0
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What became of one case.

    Attributes:
        case: its name.
        title: what was tried.
        item: of OWASP's lists.
        requirement: that a good site meets; empty for none.
        tag: "passive", "intrusive" or "destructive".
        state: "met", "broken" or "unknown".
        planned: how many abusers were to come.
        tried: how many of them tried at all.
        attempts: how many attempts were made.
        answers: how many of each probe ended with each status, or without one: "join 409".
        setbacks: what kept how many from trying, or from going on.
        assertions: the three.
        text: what was found, in a sentence or two.
    """

    case: str
    title: str
    item: str
    requirement: str
    tag: str
    state: str
    planned: int
    tried: int
    attempts: int
    answers: Mapping[str, int]
    setbacks: Mapping[str, int]
    assertions: tuple[Assertion, ...]
    text: str

    @property
    def count(self) -> int:
        """How many violations there were in all."""
        return sum(one.count for one in self.assertions)
