"""What was counted: the tallies of all workers added up, step by step and error by error."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder
from siaga.record.tally import StepCount, Tally

OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Totals of a run.

    Attributes:
        steps: good and failed samples by step, in order of name.
        errors: failed samples by "step reason".
        reached: visitors by "population stage".
    """

    steps: Mapping[str, StepCount]
    errors: Mapping[str, int]
    reached: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRow:
    """Failed samples of one step for one reason.

    Attributes:
        step: name of the step; empty where kinds were too many to keep apart.
        reason: why they failed.
        count: how many.
        ratio: share of all samples of the step, 0 to 1; None where the step is not known.
    """

    step: str
    reason: str
    count: int
    ratio: float | None


def counted(folder: RunFolder) -> Counted:
    """Add up every tally of a run; damaged ones are passed over, for the verdict tells of them."""
    good: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for path in folder.tally_files():
        for tally in _tallies(path):
            good.update({step: count.good for step, count in tally.steps.items()})
            failed.update({step: count.failed for step, count in tally.steps.items()})
            errors.update(tally.errors)
            reached.update(tally.reached)
    steps = {step: StepCount(good=good[step], failed=failed[step]) for step in sorted(good | failed)}
    return Counted(steps=steps, errors=errors, reached=reached)


def error_rows(totals: Counted) -> tuple[ErrorRow, ...]:
    """Give the errors, most frequent first, those too many to keep apart last."""
    rows = [_error_row(totals, kind, many) for kind, many in totals.errors.items()]
    return tuple(sorted(rows, key=lambda row: (not row.step, -row.count, row.step, row.reason)))


def _tallies(path: Path) -> Iterator[Tally]:
    try:
        yield from map(Tally.from_json, whole_lines(path))
    except ValueError:
        return


def _error_row(totals: Counted, kind: str, many: int) -> ErrorRow:
    """Take "step reason" apart; a step's name may hold spaces, so the longest known one counts."""
    known = [step for step in totals.steps if kind.startswith(f"{step} ")]
    if kind == OTHER or not known:
        reason = "other kinds, too many to keep apart" if kind == OTHER else kind
        return ErrorRow(step="", reason=reason, count=many, ratio=None)
    step = max(known, key=len)
    samples = totals.steps[step].good + totals.steps[step].failed
    return ErrorRow(
        step=step, reason=kind[len(step) + 1 :], count=many, ratio=many / samples if samples else None
    )
