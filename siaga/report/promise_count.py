"""A promise count: one number of the audit, what it means and whether it may be above zero."""

from collections.abc import Mapping
from dataclasses import dataclass

from siaga.judge.finding import Audit
from siaga.report.glossary import TERMS


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCount:
    """One number of the audit.

    Attributes:
        name: its name.
        count: how many operations or entries; None where nobody could tell.
        meaning: one line.
        state: that of the rule which forbids any at all; empty where the number only tells.
    """

    name: str
    count: int | None
    meaning: str
    state: str


RULES = {"lost": "R1", "duplicated": "R2", "phantom": "R3", "unexpected": "R4", "over quota": "R6"}
"""The rule that forbids each."""
FROM_ROLL = {"on roll": "R1", "recovered": "R5"}
"""Numbers that only tell, but need the roll, each with a rule that needs it too."""


def promise_counts(audit: Audit) -> tuple[PromiseCount, ...]:
    """Give the numbers of an audit, those that tell first, those that must be 0 last."""
    telling = {
        "attempted": (audit.attempted, "Everything that visitors asked for."),
        "acknowledged": (audit.acknowledged, TERMS["acknowledged"]),
        "refused": (audit.refused, TERMS["refused"]),
        "unknown": (audit.unknown, "No answer came: nobody can tell whether it was done."),
        "on roll": (audit.on_roll, TERMS["roll"]),
        "recovered": (audit.recovered, TERMS["recovered"]),
    }
    forbidden = {
        "lost": audit.lost,
        "duplicated": audit.duplicated,
        "phantom": audit.phantom,
        "unexpected": audit.unexpected,
        "over quota": audit.over_quota,
    }
    states = {rule.rule: rule.state for rule in audit.rules}
    told = [_told(name, count, meaning, states) for name, (count, meaning) in telling.items()]
    return (*told, *(_judged(name, count, states) for name, count in forbidden.items()))


def _told(name: str, count: int, meaning: str, states: Mapping[str, str]) -> PromiseCount:
    known = states.get(FROM_ROLL.get(name, "")) != "unknown"
    return PromiseCount(name=name, count=count if known else None, meaning=meaning, state="")


def _judged(name: str, count: int, states: Mapping[str, str]) -> PromiseCount:
    """A zero is worth as much as its rule: one that could not be judged proves nothing."""
    state = states.get(RULES[name], "unknown")
    known = state in {"met", "broken"}
    return PromiseCount(name=name, count=count if known else None, meaning=TERMS[name], state=state)
