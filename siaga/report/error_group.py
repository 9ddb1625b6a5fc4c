"""A group of errors: samples that failed for one cause, where they did, and the first of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from siaga.judge.amount import clock
from siaga.record.tally import OTHER
from siaga.report.counted import Counted

MOST_STEPS = 5
"""Steps that are named; of the others there is only their number."""
TOO_MANY = "other kinds, too many to keep apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorGroup:
    """Failed samples of one cause.

    Attributes:
        cause: why they failed.
        count: how many.
        ratio: share of all failed samples, 0 to 1.
        steps: name, number and share of all samples of the step, most first; the share is None where
            the step is not known.
        more_steps: how many steps there are beyond those.
        first: when and where the first was: "1:05, home, in doors-open".
        example: what the first was told; empty where nobody wrote it down.
    """

    cause: str
    count: int
    ratio: float
    steps: tuple[tuple[str, int, float | None], ...]
    more_steps: int
    first: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """Failed samples of one step for one cause."""

    step: str
    cause: str
    count: int
    first_s: int
    example: str


def error_groups(totals: Counted, phases: Sequence[str]) -> tuple[ErrorGroup, ...]:
    """Give the errors by cause, most frequent first, those too many to keep apart last.

    Args:
        totals: what was counted.
        phases: the name of the phase of each run second.
    """
    groups: dict[str, list[_Kind]] = {}
    for one in _kinds(totals):
        groups.setdefault(one.cause, []).append(one)
    failed = sum(totals.errors.values())
    rows = [_group(kinds, failed, totals, phases) for kinds in groups.values()]
    return tuple(sorted(rows, key=lambda row: (not row.steps, -row.count, row.cause)))


def _kinds(totals: Counted) -> Iterable[_Kind]:
    for kind, many in totals.errors.items():
        step, cause = apart(kind, totals.steps)
        first_s, example = totals.first_s.get(kind, 0), totals.examples.get(kind, "")
        yield _Kind(step=step, cause=cause, count=many, first_s=first_s, example=example)


def apart(kind: str, steps: Mapping[str, object]) -> tuple[str, str]:
    """Take "step reason" apart; a step's name may hold spaces, so the longest known one counts."""
    known = [step for step in steps if kind.startswith(f"{step} ")]
    if kind == OTHER or not known:
        return "", TOO_MANY if kind == OTHER else kind
    step = max(known, key=len)
    return step, kind[len(step) + 1 :]


def _group(kinds: Sequence[_Kind], failed: int, totals: Counted, phases: Sequence[str]) -> ErrorGroup:
    count = sum(one.count for one in kinds)
    known = sorted((one for one in kinds if one.step), key=lambda one: (-one.count, one.step))
    earliest = min(kinds, key=lambda one: (one.first_s, one.step))
    return ErrorGroup(
        cause=earliest.cause,
        count=count,
        ratio=count / failed if failed else 0.0,
        steps=tuple((one.step, one.count, _share(one, totals)) for one in known[:MOST_STEPS]),
        more_steps=max(len(known) - MOST_STEPS, 0),
        first=_where(earliest, phases),
        example=next((one.example for one in (earliest, *kinds) if one.example), ""),
    )


def _share(kind: _Kind, totals: Counted) -> float | None:
    counted = totals.steps.get(kind.step)
    samples = counted.good + counted.failed if counted else 0
    return kind.count / samples if samples else None


def _where(kind: _Kind, phases: Sequence[str]) -> str:
    phase = phases[kind.first_s] if kind.first_s < len(phases) else ""
    return ", ".join(filter(None, (clock(kind.first_s), kind.step, f"in {phase}" if phase else "")))
