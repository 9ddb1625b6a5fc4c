"""A row of harm: one fault of the run as a reader wants to see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from siaga.judge.amount import clock, duration
from siaga.record.fault_span import FaultSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmRow:
    """One fault.

    Attributes:
        kind: what was done.
        target: to whom.
        began: minutes and seconds of the run.
        lasted: how long, in words.
        proof: what shows that it happened; empty where nothing does.
        healed: how its way back went, in words.
        state: `met` where it happened and was healed, `unknown` else: what the evidence makes of it.
    """

    kind: str
    target: str
    began: str
    lasted: str
    proof: str
    healed: str
    state: str


def harm_rows(faults: Sequence[FaultSpan]) -> tuple[HarmRow, ...]:
    """Give the rows of the faults of a run, in the order in which they began."""
    return tuple(_row(one) for one in sorted(faults, key=lambda one: one.from_s))


def _row(span: FaultSpan) -> HarmRow:
    return HarmRow(
        kind=span.kind,
        target=span.target,
        began=clock(max(span.from_s, 0.0)),
        lasted=_lasted(span),
        proof=span.proof,
        healed=_healed(span),
        state="met" if span.is_known else "unknown",
    )


def _lasted(span: FaultSpan) -> str:
    if span.until_s is None:
        return "to the end"
    length_s = span.until_s - span.from_s
    return duration(length_s) if length_s >= 1 else "a moment"


def _healed(span: FaultSpan) -> str:
    if span.until_s is None:
        return "never"
    if span.rolled_back_s is None:
        return "not seen"
    return f"seen {duration(max(span.rolled_back_s - span.until_s, 0.0))} later"
