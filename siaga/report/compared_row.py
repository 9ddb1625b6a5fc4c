"""A compared row: one measure of two runs, as a table shows it."""

from dataclasses import dataclass

from siaga.judge.amount import amount
from siaga.judge.comparison import UNITS, Compared, Comparison, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One measure.

    Attributes:
        id: what it is called.
        before: its value in the baseline.
        after: its value in the run.
        change: how much it changed, with both bounds; empty where nobody can tell.
        answer: "worse", "same", "better" or "unknown".
        text: one sentence.
    """

    id: str
    before: str
    after: str
    change: str
    answer: str
    text: str


def compared_rows(comparison: Comparison) -> tuple[ComparedRow, ...]:
    """Give a row for each measure, in the order in which they were measured."""
    return tuple(
        ComparedRow(
            id=one.id,
            before=amount(one.before, UNITS[one.unit]),
            after=amount(one.after, UNITS[one.unit]),
            change=_change(one),
            answer=one.answer.value,
            text=one.text,
        )
        for one in comparison.measures
    )


def _change(one: Compared) -> str:
    if one.change is None or one.low is None or one.high is None:
        return ""
    low, high = signed(one.low, one.unit), signed(one.high, one.unit)
    return f"{signed(one.change, one.unit)} ({low} to {high})"
