"""The Counts of a run: what all workers tallied, added up second by second."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from siaga.record.json_lines import whole_lines
from siaga.record.tally import Tally
from siaga.scenario.quantity import LONGEST_S

LATEST_S = 2 * LONGEST_S
"""A day of the longest length, and as much patience: no run has a later second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerTallies:
    """The tallies of one worker.

    Attributes:
        rank: of the worker.
        tallies: in the order they were written.
    """

    rank: int
    tallies: tuple[Tally, ...]

    @property
    def closed(self) -> bool:
        """Whether the worker wrote everything it had to write."""
        return any(tally.closed for tally in self.tallies)

    def spans(self) -> Iterator[tuple[range, Tally]]:
        """Give the seconds of which each tally tells: its own, and those that were slept through."""
        told = 0
        for tally in self.tallies:
            yield range(min(told, tally.second), tally.second + 1), tally
            told = max(told, tally.second + 1)


@dataclass(slots=True)
class _Sums:
    """Sums by second, and by step and second."""

    numbers: dict[str, Counter[int]] = field(default_factory=dict)
    good: dict[str, Counter[int]] = field(default_factory=dict)
    failed: dict[str, Counter[int]] = field(default_factory=dict)
    answers: dict[str, Counter[int]] = field(default_factory=dict)
    rejects: dict[str, Counter[int]] = field(default_factory=dict)
    populations: dict[str, dict[str, Counter[int]]] = field(default_factory=dict)

    def add(self, tally: Tally) -> None:
        for name in ("arrived", "dropped", "active", "wanted", "sent"):
            self.numbers.setdefault(name, Counter())[tally.second] += getattr(tally, name)
        self.numbers.setdefault("asked", Counter())[tally.second] += _asked(tally)
        for step, count in tally.steps.items():
            self.good.setdefault(step, Counter())[tally.second] += count.good
            self.failed.setdefault(step, Counter())[tally.second] += count.failed
        for told, sums_of in ((tally.answers, self.answers), (tally.rejects, self.rejects)):
            for step, many in told.items():
                sums_of.setdefault(step, Counter())[tally.second] += many
        for name, population in tally.populations.items():
            sums = self.populations.setdefault(name, {})
            for one in fields(population):
                sums.setdefault(one.name, Counter())[tally.second] += getattr(population, one.name)


class Counts:
    """What was counted.

    Args:
        workers: their tallies.
    """

    def __init__(self, workers: Iterable[WorkerTallies]) -> None:
        self.workers = tuple(workers)
        self._sums = _Sums()
        for worker in self.workers:
            for tally in worker.tallies:
                self._sums.add(tally)

    @classmethod
    def read(cls, paths: Sequence[Path]) -> "Counts":
        """Read the tallies of every worker.

        Raises:
            ValueError: a file is damaged; the message names it.
        """
        return cls(_worker(path) for path in paths)

    @classmethod
    def readable(cls, paths: Sequence[Path]) -> "Counts":
        """Read the tallies of every worker; of a damaged file, what is whole before the damage."""
        return cls(
            WorkerTallies(rank=_rank(path), tallies=tuple(_before_damage(_each(path)))) for path in paths
        )

    @property
    def last_second(self) -> int:
        """The last second that any worker has told of; -1 if none has."""
        seconds = [tally.second for worker in self.workers for tally in worker.tallies]
        return max(seconds, default=-1)

    def number(self, name: str, during: Collection[int] | None = None) -> int:
        """Give how many `arrived`, were `dropped`, how many requests were `sent` or steps `asked`."""
        return _sum(self._sums.numbers.get(name, {}), during)

    def active(self, second: int) -> int:
        """Give the visitors inside at the end of a second, all workers together."""
        return self._sums.numbers.get("active", Counter())[second]

    @property
    def most_active(self) -> int:
        """The most visitors who were inside at the end of a second."""
        return max(self._sums.numbers.get("active", Counter()).values(), default=0)

    def good(
        self, step: str | Collection[str] | None = None, during: Collection[int] | None = None
    ) -> int:
        """Give the samples of a step, of some, or of every step, that ended as the journey expects."""
        return _of_step(self._sums.good, step, during)

    def failed(
        self, step: str | Collection[str] | None = None, during: Collection[int] | None = None
    ) -> int:
        """Give the samples of a step, of some, or of every step, that ended otherwise."""
        return _of_step(self._sums.failed, step, during)

    def answers(
        self, step: str | Collection[str] | None = None, during: Collection[int] | None = None
    ) -> int:
        """Give the requests of a step, or of every step, that the site answered."""
        return _of_step(self._sums.answers, step, during)

    def rejects(
        self, step: str | Collection[str] | None = None, during: Collection[int] | None = None
    ) -> int:
        """Give those of them that it turned away."""
        return _of_step(self._sums.rejects, step, during)

    def of_people(
        self, populations: Collection[str], name: str, during: Collection[int] | None = None
    ) -> int:
        """Give the sum of one number of some populations, by its name in `PopulationCount`."""
        sums = [self._sums.populations.get(one, {}) for one in populations]
        return sum(_sum(one.get(name, {}), during) for one in sums)

    @property
    def populations(self) -> list[str]:
        """Names of the populations that were told apart, sorted."""
        return sorted(self._sums.populations)

    @property
    def steps(self) -> list[str]:
        """Names of the steps, sorted."""
        return sorted(self._sums.good)


def _worker(path: Path) -> WorkerTallies:
    return WorkerTallies(rank=_rank(path), tallies=tuple(_each(path)))


def _rank(path: Path) -> int:
    return int(path.stem.removeprefix("worker-"))


def _each(path: Path) -> Iterator[Tally]:
    return (_sound(fact, path) for fact in whole_lines(path))


def _before_damage(tallies: Iterator[Tally]) -> Iterator[Tally]:
    with suppress(ValueError):
        yield from tallies


def _sound(fact: Mapping[str, Any], path: Path) -> Tally:
    """Read a tally whose numbers are numbers: one absurd second would make the day endless."""
    tally = Tally.from_json(fact)
    if not tally.is_sound or tally.second > LATEST_S:
        raise ValueError(f"{path.name}: tally {str(dict(fact))[:60]!r} has no numbers; it is damaged")
    return tally


def _asked(tally: Tally) -> int:
    """Give the steps that were asked for first; in older runs each was asked for once and ended."""
    if tally.asked is not None:
        return tally.asked
    return sum(count.good + count.failed for count in tally.steps.values())


def _of_step(
    sums: Mapping[str, Mapping[int, int]],
    step: str | Collection[str] | None,
    during: Collection[int] | None,
) -> int:
    steps = sums if step is None else [step] if isinstance(step, str) else step
    return sum(_sum(sums.get(one, {}), during) for one in steps)


def _sum(seconds: Mapping[int, int], during: Collection[int] | None) -> int:
    if during is None:
        return sum(seconds.values())
    return sum(seconds.get(second, 0) for second in during)
