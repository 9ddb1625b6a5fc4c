"""The Unserved of a worker: arrivals that could not be sent, each at the step it would have begun with.

Nobody can ask a visitor who never came for its first step: it is that of others of its population.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from siaga.record.tally import step_of

Place = tuple[int, str, str]
"""The second in which an arrival was dropped, its step and its population."""


class _Lost(NamedTuple):
    """Arrivals of one population that were dropped in one second."""

    second: int
    population: str
    journey: str
    many: int


class Unserved:
    """Learns with which steps populations begin, and counts who was dropped by them."""

    def __init__(self) -> None:
        self._begun: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._placed: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._fresh: Counter[tuple[str, str]] = Counter()
        self._waiting: list[_Lost] = []

    def began(self, population: str, step: str) -> None:
        """Learn that a visitor of a population begins with a step."""
        self._begun[population][step] += 1

    def lost(self, population: str, journey: str) -> None:
        """Take in an arrival that was dropped in the second that is going on."""
        self._fresh[population, journey] += 1

    def fold(self, second: int, *, last: bool) -> dict[Place, int]:
        """Count those whose step is known when a second is over.

        Whoever is of a population that has not begun yet is kept until it has.

        Args:
            second: that is over.
            last: whether none comes after it: who still has no step then stands at that of its journey.
        """
        fresh = [_Lost(second, *whose, many) for whose, many in self._fresh.items()]
        lost, self._waiting = [*self._waiting, *fresh], []
        self._fresh.clear()
        found: Counter[Place] = Counter()
        for one in lost:
            if self._begun[one.population]:
                for step, many in self._spread(one.population, one.many).items():
                    found[one.second, step, one.population] += many
            elif last:
                found[one.second, step_of(one.journey), one.population] += one.many
            else:
                self._waiting.append(one)
        return dict(found)

    def _spread(self, population: str, many: int) -> dict[str, int]:
        """Choose steps for so many, each having its share of all dropped as of those who began.

        What is left of whole numbers goes to the largest remainders (Hamilton's method).
        """
        begun, placed = self._begun[population], self._placed[population]
        share = (placed.total() + many) / begun.total()
        short = {step: max(number * share - placed[step], 0.0) for step, number in begun.items()}
        scale = many / sum(short.values())
        given = Counter({step: int(number * scale) for step, number in short.items()})
        rest = many - given.total()
        given.update(sorted(short, key=lambda one: given[one] - short[one] * scale)[:rest])
        placed.update(given)
        return {step: number for step, number in given.items() if number}
