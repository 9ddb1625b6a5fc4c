"""The Hunt for a capacity: level after level until nothing more is to be learned, or time is up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from siaga.capacity.level import Ask, Level
from siaga.capacity.search import next_ask
from siaga.capacity.terms import Terms

AROUND_S = 20.0
"""About what a level takes beside its settling, its hold and the patience with its visitors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunt:
    """What plays a search.

    Attributes:
        terms: of it.
        patience_s: how long visitors of a level may stay after its hold.
        play: plays a level of a number; None: somebody stopped it.
        clock: gives seconds; only differences count.
        over: tells whether somebody has ended the search.
        tell: is told each level when it has been played.
    """

    terms: Terms
    patience_s: float
    play: Callable[[Ask, int], Level | None]
    clock: Callable[[], float]
    over: Callable[[], bool]
    tell: Callable[[Level], object]

    def __call__(self) -> tuple[Level, ...]:
        """Play to the end, and give what was played; the first level, however little time there is."""
        began_s, levels = self.clock(), list[Level]()
        while not self.over() and (ask := next_ask(levels, self.terms)) is not None:
            left_s = self.terms.within_s - (self.clock() - began_s)
            if levels and expected_s(levels, ask, self.terms, self.patience_s) > left_s:
                break
            level = self.play(ask, len(levels) + 1)
            if level is None:
                break
            levels.append(level)
            self.tell(level)
        return tuple(levels)


def expected_s(levels: Sequence[Level], ask: Ask, terms: Terms, patience_s: float) -> float:
    """Give how long a level may take: its own times, and what is around them.

    That is as much as any level took yet, or what one takes whose visitors need all of the patience: at
    how many a second they do, the first one that is too much has to show.

    Args:
        levels: that were played.
        ask: the next.
        terms: of the search.
        patience_s: how long visitors of a level may stay after its hold.
    """
    around = [one.took_s - one.ask.hold_s - terms.settle_s for one in levels]
    return terms.settle_s + ask.hold_s + max([AROUND_S + patience_s, *around])
