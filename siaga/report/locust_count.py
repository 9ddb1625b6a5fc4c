"""The count of Locust: a run's samples by method and name, as Locust's own table has them.

Locust's table is told the same samples, but loses up to three seconds of a worker that is killed, and
what Locust writes of it ends before the run does. This one is added up from what every worker wrote.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from siaga.judge.counts import WorkerTallies
from siaga.record.call_count import CallCount
from siaga.record.tally import OTHER, Tally
from siaga.report.counted import MOST_KINDS
from siaga.report.error_group import TOO_MANY, apart


@dataclass(slots=True)
class LocustSum:
    """Samples added up.

    Attributes:
        requests: all of them, good and failed.
        failures: those that failed.
        received_bytes: size of their answers; None where it is not known of all.
    """

    requests: int = 0
    failures: int = 0
    received_bytes: int | None = 0

    def add(self, requests: int, failures: int, received_bytes: int | None) -> None:
        """Add samples."""
        self.requests += requests
        self.failures += failures
        if self.received_bytes is None or received_bytes is None:
            self.received_bytes = None
        else:
            self.received_bytes += received_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LocustRow:
    """A row of the table.

    Attributes:
        step: whose samples they are.
        method: as the column Type has it; empty in older runs, which do not tell.
        name: as the column Name has it.
        total: of its samples.
    """

    step: str
    method: str
    name: str
    total: LocustSum


@dataclass(frozen=True, slots=True, kw_only=True)
class LocustError:
    """Failed samples of a row for one reason.

    Attributes:
        method: as of the row; empty where the row is not known.
        name: as of the row; empty where the row is not known.
        error: as the column Error has it.
        occurrences: how many.
        first_s: run second of the first.
        last_s: run second of the last.
    """

    method: str
    name: str
    error: str
    occurrences: int
    first_s: int
    last_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocustCount:
    """Everything that Locust counts.

    Attributes:
        rows: in order of name and method, as Locust has them.
        errors: in order of name, method and error.
        total: of all samples.
        seconds: the same by the run second in which they ended.
        visitors: inside at the end of each run second, 0 to the last that a worker told of.
    """

    rows: tuple[LocustRow, ...]
    errors: tuple[LocustError, ...]
    total: LocustSum
    seconds: Mapping[int, LocustSum]
    visitors: tuple[int, ...]

    @property
    def length_s(self) -> int:
        """Seconds from the first phase to the end of that in which the last sample ended."""
        return max(self.seconds, default=-1) + 1


_Kind = tuple[str, str, str]
"""Step, method and reason."""


@dataclass(slots=True)
class _Failures:
    """Errors added up: how many of each kind, and in which seconds."""

    many: Counter[_Kind] = field(default_factory=Counter)
    first_s: dict[_Kind, int] = field(default_factory=dict)
    last_s: dict[_Kind, int] = field(default_factory=dict)

    def add(self, kind: _Kind, many: int, second: int) -> None:
        if kind not in self.many and len(self.many) >= MOST_KINDS:
            kind = (kind[0], kind[1], OTHER)
        self.many[kind] += many
        self.first_s[kind] = min(self.first_s.get(kind, second), second)
        self.last_s[kind] = max(self.last_s.get(kind, second), second)


def locust_count(workers: Sequence[WorkerTallies], *, closed: bool) -> LocustCount:
    """Add up what all workers told.

    Args:
        workers: of the run.
        closed: whether a stock Locust file was played; its steps are called by method and name.
    """
    rows: defaultdict[tuple[str, str], LocustSum] = defaultdict(LocustSum)
    seconds: defaultdict[int, LocustSum] = defaultdict(LocustSum)
    total, failures, visitors = LocustSum(), _Failures(), Counter[int]()
    for tally in (one for worker in workers for one in worker.tallies):
        visitors[tally.second] += tally.active
        for step, method, call in _calls(tally):
            for told in (rows[step, method], seconds[tally.second], total):
                told.add(call.good + call.failed, call.failed, call.received_bytes)
        for kind, many in _failed(tally):
            failures.add(kind, many, tally.second)
    return LocustCount(
        rows=_rows(rows, closed=closed),
        errors=_errors(failures, closed=closed),
        total=total,
        seconds=seconds,
        visitors=tuple(visitors[second] for second in range(max(visitors, default=-1) + 1)),
    )


def _calls(tally: Tally) -> Iterator[tuple[str, str, CallCount]]:
    """Give the samples by step and method; older runs tell of steps alone."""
    for step, methods in tally.calls.items():
        for method, call in methods.items():
            yield step, method, call
    if not tally.calls:
        for step, count in tally.steps.items():
            yield step, "", CallCount(good=count.good, failed=count.failed)


def _failed(tally: Tally) -> Iterator[tuple[_Kind, int]]:
    """Give the failed samples by step, method and reason."""
    for step, methods in tally.calls.items():
        for method, call in methods.items():
            for reason, many in call.errors.items():
                yield (step, method, reason), many
    if not tally.calls:
        for told, many in tally.errors.items():
            step, reason = apart(told, tally.steps)
            yield (step, "", reason if step else OTHER), many


def _rows(sums: Mapping[tuple[str, str], LocustSum], *, closed: bool) -> tuple[LocustRow, ...]:
    rows = (
        LocustRow(step=step, method=method, name=_name(step, method, closed=closed), total=total)
        for (step, method), total in sums.items()
    )
    return tuple(sorted(rows, key=lambda row: (row.name, row.method)))


def _errors(failures: _Failures, *, closed: bool) -> tuple[LocustError, ...]:
    errors = (
        LocustError(
            method=kind[1],
            name=_name(*kind[:2], closed=closed),
            error=_error(kind[2], closed=closed),
            occurrences=many,
            first_s=failures.first_s[kind],
            last_s=failures.last_s[kind],
        )
        for kind, many in failures.many.items()
    )
    return tuple(sorted(errors, key=lambda one: (one.name, one.method, one.error)))


def _name(step: str, method: str, *, closed: bool) -> str:
    """Give the name that Locust has for a step; that of a stock file has its method in front."""
    said = f"{' '.join(method.split())} " if closed and method.strip() else ""
    return step.removeprefix(said)


def _error(reason: str, *, closed: bool) -> str:
    """Give an error as Locust is told it; of what a stock file tells it itself, the kind is kept."""
    if reason == OTHER:
        return TOO_MANY
    return reason if closed else f"CatchResponseError({reason!r})"
