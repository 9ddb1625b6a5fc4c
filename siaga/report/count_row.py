"""A count row: one of the three ways in which the people of a run were counted, in a sentence."""

from dataclasses import dataclass

from siaga.judge.amount import count, number
from siaga.judge.finding import HeadCount


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One way of counting.

    Attributes:
        name: who counted: the ledger, the site's counter or the roll.
        text: what was counted, one sentence.
    """

    name: str
    text: str


def count_rows(counts: HeadCount) -> tuple[CountRow, ...]:
    """Give the three, side by side."""
    told = f"{_people(counts.acknowledged, 'was', 'were')} told yes"
    return (
        CountRow(name="Ledger", text=f"{told}, {count(counts.unknown)} more heard no answer."),
        CountRow(name="Counter", text=_counter(counts.counter)),
        CountRow(name="Roll", text=_roll(counts.on_roll)),
    )


def _people(many: int, one: str, more: str) -> str:
    return f"{count(many)} {'person ' + one if many == 1 else 'people ' + more}"


def _counter(grown: float | None) -> str:
    if grown is None:
        return "Nobody knows by how much the site's own counter grew."
    return f"The site's own counter grew by {number(grown)}."


def _roll(entries: int | None) -> str:
    if entries is None:
        return "Nobody knows how many entries are new."
    return f"{count(entries)} {'entry is' if entries == 1 else 'entries are'} new."
