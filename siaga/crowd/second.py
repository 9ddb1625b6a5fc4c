"""The Second of a recorder: what was counted since the last fold, and what that comes to."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from siaga.crowd.sample import Sample
from siaga.record.call_count import CallCount
from siaga.record.split import Parts, Split
from siaga.record.tally import MOST, OTHER, PopulationCount, StepCount

KINDS_OF_ERROR = 50
"""Distinct error texts kept apart in one second; the rest counts as `OTHER`."""

Try = tuple[str, str, bool, bool, bool]
"""A kind of them: step, population, whether it was answered, rejected, blocked."""

Groups = Mapping[tuple[str, str], Sequence[Sample]]
"""Samples by step and population."""


@dataclass(slots=True)
class Second:
    """What has been counted since the last fold.

    Attributes:
        samples: that were told so far, but for those that are in `good`.
        good: of steps that the site answered well at once; each of them is a try, too.
    """

    samples: list[Sample] = field(default_factory=list)
    good: list[Sample] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    reactions: Counter[str] = field(default_factory=Counter)
    tries: defaultdict[Try, int] = field(default_factory=lambda: defaultdict(int))
    people: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lateness_s: float = 0.0
    sent: int = 0
    asked: int = 0

    def end(self) -> Groups:
        """Count what went well among the rest, and put all samples together by step and population."""
        groups: defaultdict[tuple[str, str], list[Sample]] = defaultdict(list)
        for one in self.good:
            groups[one.step, one.population].append(one)
        for (step, population), samples in groups.items():
            self.tries[step, population, True, False, False] += len(samples)
        for one in self.samples:
            groups[one.step, one.population].append(one)
        self.samples, self.good = self.good + self.samples, []
        return groups

    def visitors(self) -> dict[str, int]:
        """Count the visitors who came and went."""
        return {name: self.counts[name] for name in ("arrived", "dropped", "finished", "wanted")}

    def answers(self) -> dict[str, int]:
        """Count the answers of each step."""
        return _by_step({one: number for one, number in self.tries.items() if one[2]})

    def rejects(self) -> dict[str, int]:
        """Count those of them that turned the request away."""
        return _by_step({one: number for one, number in self.tries.items() if one[3]})

    def errors(self) -> dict[str, int]:
        """Count the failed samples by kind."""
        every = Counter(f"{one.step} {one.reason}" for one in self.samples if one.reason)
        kept = dict(every.most_common(KINDS_OF_ERROR))
        other = every.total() - sum(kept.values())
        return kept | ({OTHER: other} if other else {})

    def populations(self, groups: Groups) -> dict[str, PopulationCount]:
        """Count what happened to the people of each population."""
        people = {name: counts.copy() for name, counts in self.people.items()}
        for (_step, population), samples in groups.items():
            bad = _bad(samples)
            mine = people.setdefault(population, Counter())
            mine.update(failed=bad, good=len(samples) - bad)
        for (_step, population, _answered, _rejected, blocked), number in self.tries.items():
            mine = people.setdefault(population, Counter())
            mine.update(tries=number, blocked=number * blocked)
        return {name: PopulationCount(**people[name]) for name in sorted(people)}


def steps_of(groups: Groups) -> dict[str, StepCount]:
    """Count good and failed samples of each step."""
    good, failed = Counter[str](), Counter[str]()
    for (step, _population), samples in groups.items():
        bad = _bad(samples)
        failed[step] += bad
        good[step] += len(samples) - bad
    return {step: StepCount(good=good[step], failed=failed[step]) for step in sorted(good)}


def calls_of(samples: Sequence[Sample], kinds: Collection[str]) -> dict[str, dict[str, CallCount]]:
    """Count samples by step and method, with their errors.

    Args:
        samples: of a second.
        kinds: of errors that are kept apart, "step reason".
    """
    rows: defaultdict[tuple[str, str], list[Sample]] = defaultdict(list)
    for one in samples:
        rows[one.step, one.method].append(one)
    calls: dict[str, dict[str, CallCount]] = {}
    for step, method in sorted(rows):
        calls.setdefault(step, {})[method] = _call(rows[step, method], kinds)
    return calls


def splits_of(groups: Groups) -> dict[str, Split]:
    """Say where the time of the samples of each step went that were answered."""
    by_step: dict[str, list[tuple[float, Parts]]] = defaultdict(list)
    for (step, _population), samples in groups.items():
        by_step[step] += [
            (one.ended_s - one.intended_s, one.parts_s) for one in samples if one.parts_s is not None
        ]
    return {step: Split.of(by_step[step]) for step in sorted(by_step) if by_step[step]}


def latencies_s(samples: Sequence[Sample], *, intended: bool) -> list[float]:
    """Give how long the timed ones took, from the intended start or from the real one."""
    if intended:
        return [one.ended_s - one.intended_s for one in samples if one.timed]
    return [one.ended_s - one.started_s for one in samples if one.timed]


def _call(samples: Sequence[Sample], kinds: Collection[str]) -> CallCount:
    """Count the samples of one step and method; a client of a Locust file's own may tell of any size."""
    errors = Counter[str]()
    for one in samples:
        if one.reason:
            errors[one.reason if f"{one.step} {one.reason}" in kinds else OTHER] += 1
    failed = errors.total()
    size_bytes = sum([one.received_bytes for one in samples])
    return CallCount(
        good=len(samples) - failed,
        failed=failed,
        received_bytes=min(max(size_bytes, 0), MOST),
        errors=dict(errors),
    )


def _bad(samples: Sequence[Sample]) -> int:
    return sum(1 for one in samples if one.reason)


def _by_step(tries: Mapping[Try, int]) -> dict[str, int]:
    found = Counter[str]()
    for one, number in tries.items():
        found[one[0]] += number
    return dict(found)
