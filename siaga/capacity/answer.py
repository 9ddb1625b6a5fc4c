"""The Answer of a search: the capacity between two loads, or why nobody can tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from siaga.capacity.ballot import Ballot, ballots
from siaga.capacity.bracket import Bracket, bracket, widened
from siaga.capacity.level import Level, Outcome
from siaga.capacity.search import is_limited, is_lost, next_ask
from siaga.capacity.terms import Terms


class Ending(Enum):
    """How a search ends."""

    FOUND = "found"
    """The bracket is as narrow as was asked for, and both its ends were confirmed."""

    GENERATOR = "the generator's limit"
    """The generator could not send more, and the site still held."""

    UPPER = "as much as was asked for"
    """Everything held at the most that was to be sent."""

    NEVER_HELD = "nothing held"
    """Not even small loads held."""

    NOT_RECOVERED = "not recovered"
    """After too much the site no longer holds what it held before."""

    UNFINISHED = "unfinished"
    """Time was up, levels were too many, or somebody ended it: what is known until then stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known after so many levels.

    Attributes:
        ending: how the search ends, if it ends here.
        capacity_per_s: the middle of the bracket; None while it has no two ends.
        low_per_s: the highest load that holds, that no play contradicts; None: none does.
        high_per_s: the lowest that does not, likewise; None: none was found.
        confirmed: whether three plays of either end agree.
        broken_by: ids of what was broken at the upper end.
        contradictions: loads at which plays did not agree.
        hysteresis: loads after which a lower one that had held did not hold at once.
    """

    ending: Ending
    capacity_per_s: float | None
    low_per_s: float | None
    high_per_s: float | None
    confirmed: bool
    broken_by: tuple[str, ...]
    contradictions: tuple[Ballot, ...]
    hysteresis: tuple[float, ...]

    @property
    def is_found(self) -> bool:
        """Whether it is as near as was asked for."""
        return self.ending is Ending.FOUND


def answer(levels: Sequence[Level], terms: Terms) -> Answer:
    """Say what is known by some levels."""
    found = ballots(levels)
    usual, wide = bracket(found), widened(found)
    confirmed = all(one is not None and one.is_settled for one in (usual.low, usual.high))
    return Answer(
        ending=_ending(levels, terms, usual, confirmed=confirmed),
        capacity_per_s=usual.middle_per_s,
        low_per_s=None if wide.low is None else wide.low.rate_per_s,
        high_per_s=None if wide.high is None else wide.high.rate_per_s,
        confirmed=confirmed,
        broken_by=() if usual.high is None else _broken_by(levels, usual.high.rate_per_s),
        contradictions=tuple(one for one in found if not one.is_of_one_mind),
        hysteresis=tuple(_hysteresis(levels)),
    )


def _ending(levels: Sequence[Level], terms: Terms, usual: Bracket, *, confirmed: bool) -> Ending:
    if not levels or next_ask(levels, terms) is not None:
        return Ending.UNFINISHED
    if is_lost(levels):
        return Ending.NOT_RECOVERED
    if is_limited(levels):
        return Ending.GENERATOR
    if usual.low is None:
        return Ending.NEVER_HELD
    if usual.high is None:
        return Ending.UPPER
    return Ending.FOUND if confirmed and usual.is_within(terms.precision) else Ending.UNFINISHED


def _broken_by(levels: Sequence[Level], rate_per_s: float) -> tuple[str, ...]:
    """Give what was broken at a load, each once; what was only open where nothing was broken."""
    there = [one for one in levels if one.rate_per_s == rate_per_s and not one.is_cool_down]
    broken = [one for one in there if one.outcome is Outcome.BROKEN]
    return tuple(dict.fromkeys(id_ for one in broken or there for id_ in one.by))


def _hysteresis(levels: Sequence[Level]) -> list[float]:
    """Give each load whose cool-downs began with a broken one; of a late one nothing follows."""
    return [
        before.rate_per_s
        for before, one in pairwise(levels)
        if one.is_cool_down and one.outcome is Outcome.BROKEN and not before.is_cool_down
    ]
