"""A promise count: one number of the audit, what it means and whether it may be above zero."""

from dataclasses import dataclass

from siaga.judge.finding import Audit
from siaga.report.glossary import TERMS


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCount:
    """One number of the audit.

    Attributes:
        name: its name.
        count: how many operations or entries.
        meaning: one line.
        state: "met" or "broken" where any at all is one too many; empty where the number only tells.
    """

    name: str
    count: int
    meaning: str
    state: str


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
    told = [_told(name, count, meaning) for name, (count, meaning) in telling.items()]
    return (*told, *(_judged(name, count) for name, count in forbidden.items()))


def _told(name: str, count: int, meaning: str) -> PromiseCount:
    return PromiseCount(name=name, count=count, meaning=meaning, state="")


def _judged(name: str, count: int) -> PromiseCount:
    state = "broken" if count else "met"
    return PromiseCount(name=name, count=count, meaning=TERMS[name], state=state)
