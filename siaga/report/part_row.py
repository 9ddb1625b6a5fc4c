"""A part row: where the time of one step went, on average."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from siaga.record.split import Split
from siaga.report.step_table import StepRow

PARTS = {
    "before": "before",
    "lookup": "look-up",
    "connect": "connecting",
    "tls": "TLS",
    "wait": "first byte",
    "body": "body",
}
"""What each part of a step's time is called, in the order in which they follow each other."""

MILLION = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a step's time.

    Attributes:
        kind: of `PARTS`.
        name: what it is called.
        mean_s: of all samples of the step that were answered.
        start_ratio: share of the step's time that was over when it began, 0 to 1.
        ratio: its own share, 0 to 1.
    """

    kind: str
    name: str
    mean_s: float
    start_ratio: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One step.

    Attributes:
        step: its name.
        answers: samples that were answered.
        mean_s: how long they took from their intended start.
        opened_ratio: share of them for which a connection was opened, 0 to 1.
        parts: what that time is made of, in order.
    """

    step: str
    answers: int
    mean_s: float
    opened_ratio: float
    parts: tuple[Part, ...]


def part_rows(splits: Mapping[str, Split], steps: Sequence[StepRow]) -> tuple[PartRow, ...]:
    """Give a row for each step that was answered, in the order of the steps."""
    found = ((one.step, splits.get(one.step)) for one in steps)
    return tuple(_row(step, split) for step, split in found if split is not None and split.answers)


def _row(step: str, split: Split) -> PartRow:
    total_us, over_us, parts = split.total_us, 0, []
    for kind, name in PARTS.items():
        part_us = getattr(split, f"{kind}_us")
        parts.append(
            Part(
                kind=kind,
                name=name,
                mean_s=part_us / split.answers / MILLION,
                start_ratio=over_us / total_us if total_us else 0.0,
                ratio=part_us / total_us if total_us else 0.0,
            )
        )
        over_us += part_us
    return PartRow(
        step=step,
        answers=split.answers,
        mean_s=total_us / split.answers / MILLION,
        opened_ratio=split.opened / split.answers,
        parts=tuple(parts),
    )
