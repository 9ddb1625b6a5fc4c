"""What was counted: the tallies of all workers added up, step by step and error by error."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from siaga.judge.counts import WorkerTallies
from siaga.record.split import Split
from siaga.record.tally import OTHER, StepCount, Tally

MOST_KINDS = 500
"""Errors that are kept apart, those that were read first; no reader reads more."""

NO_TIME = Split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Totals of a run.

    Attributes:
        steps: good and failed samples by step, in order of name.
        errors: failed samples by "step reason", at most 500 kinds, the rest as "other".
        reached: visitors by "population stage".
        arrived: visitors whose journey began, by population; none in older runs.
        first_s: the run second in which each error was first seen.
        examples: what the first of each was told, as far as it was written down.
        splits: where the time of the answered samples went, by step; none in older runs.
        requests: that went over the wire, whoever sent them; 0 in older runs.
        http2: of those, over HTTP/2.
    """

    steps: Mapping[str, StepCount]
    errors: Mapping[str, int]
    reached: Mapping[str, int]
    arrived: Mapping[str, int] = field(default_factory=dict)
    first_s: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    splits: Mapping[str, Split] = field(default_factory=dict)
    requests: int = 0
    http2: int = 0


def counted(workers: Sequence[WorkerTallies]) -> Counted:
    """Add up every tally of a run."""
    good: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    arrived: Counter[str] = Counter()
    first: dict[str, Tally] = {}
    splits: dict[str, Split] = {}
    every = [tally for worker in workers for tally in worker.tallies]
    for tally in every:
        good.update({step: count.good for step, count in tally.steps.items()})
        failed.update({step: count.failed for step, count in tally.steps.items()})
        reached.update(tally.reached)
        arrived.update({name: count.arrived for name, count in tally.populations.items()})
        seen = _bounded(tally.errors, errors)
        errors.update(seen)
        _note_first(first, tally, seen)
        for step, split in tally.splits.items():
            splits[step] = splits.get(step, NO_TIME) + split
    steps = {step: StepCount(good=good[step], failed=failed[step]) for step in sorted(good | failed)}
    return Counted(
        steps=steps,
        errors=errors,
        reached=reached,
        arrived=arrived,
        first_s={kind: first[kind].second for kind in errors},
        examples={kind: first[kind].examples[kind] for kind in errors if kind in first[kind].examples},
        splits=splits,
        requests=sum(one.wire_requests for one in every),
        http2=sum(one.wire_http2 for one in every),
    )


def _note_first(first: dict[str, Tally], tally: Tally, seen: Iterable[str]) -> None:
    """Keep the tally in which an error was seen before it was in any other."""
    for kind in seen:
        if kind not in first or tally.second < first[kind].second:
            first[kind] = tally


def _bounded(fresh: Mapping[str, int], known: Mapping[str, int]) -> Counter[str]:
    """Give errors to add to those that are known; which are too many to keep apart count as other."""
    room = MOST_KINDS - len(known.keys() - {OTHER})
    apart: Counter[str] = Counter()
    for kind, many in fresh.items():
        room -= (is_new := kind not in known and kind != OTHER)
        apart[OTHER if is_new and room < 0 else kind] += many
    return apart
