"""The Answer of a search: the capacity between two loads, or why nobody can tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from siaga.capacity.ballot import Ballot, ballots, unheard
from siaga.capacity.bracket import Bracket, bracket, torn_loads
from siaga.capacity.level import Level, Outcome
from siaga.capacity.search import is_limited, is_lost, next_ask
from siaga.capacity.terms import Terms


class Ending(Enum):
    """How a search ends."""

    FOUND = "found"
    """The interval is as narrow as was asked for, and both its ends were confirmed."""

    TORN = "plays disagree"
    """Chance decides over more than was asked for."""

    GENERATOR = "the generator's limit"
    """The generator could not send more, and the site still held."""

    UPPER = "as much as was asked for"
    """Everything held at the most that was to be sent."""

    NEVER_HELD = "nothing held"
    """Not even small loads held."""

    TOO_LITTLE = "too little was seen"
    """Too few people came to say what holds: nothing was broken, or only where more of them came."""

    NOT_RECOVERED = "not recovered"
    """After too much the site no longer holds what it held before."""

    UNFINISHED = "unfinished"
    """Time was up, levels were too many, or somebody ended it: what is known until then stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known after so many levels.

    Attributes:
        ending: how the search ends, if it ends here.
        capacity_per_s: the middle of the interval; None while it has no two ends.
        low_per_s: the highest load that holds; None: none does.
        high_per_s: the lowest above it that does not; None: none was found.
        confirmed: whether either end leads by three plays.
        broken_by: ids of what was broken at the upper end.
        contradictions: loads at which plays did not agree.
        hysteresis: loads after which a lower one that had held did not hold at once.
        lost: loads that held before anything was broken, and not after it.
    """

    ending: Ending
    capacity_per_s: float | None
    low_per_s: float | None
    high_per_s: float | None
    confirmed: bool
    broken_by: tuple[str, ...]
    contradictions: tuple[Ballot, ...]
    hysteresis: tuple[float, ...]
    lost: tuple[float, ...]

    @property
    def is_found(self) -> bool:
        """Whether it is as near as was asked for."""
        return self.ending is Ending.FOUND


def answer(levels: Sequence[Level], terms: Terms) -> Answer:
    """Say what is known by some levels."""
    found = ballots(levels)
    seen = bracket(found)
    confirmed = all(one is not None and one.is_settled for one in (seen.low, seen.high))
    return Answer(
        ending=_ending(levels, terms, confirmed=confirmed),
        capacity_per_s=seen.middle_per_s,
        low_per_s=None if seen.low is None else seen.low.rate_per_s,
        high_per_s=None if seen.high is None else seen.high.rate_per_s,
        confirmed=confirmed,
        broken_by=() if seen.high is None else _broken_by(levels, seen.high.rate_per_s),
        contradictions=tuple(one for one in found if not one.is_of_one_mind),
        hysteresis=tuple(_hysteresis(levels)),
        lost=tuple(_lost(levels)),
    )


def _ending(levels: Sequence[Level], terms: Terms, *, confirmed: bool) -> Ending:
    if not levels or next_ask(levels, terms) is not None:
        return Ending.UNFINISHED
    if is_lost(levels):
        return Ending.NOT_RECOVERED
    if is_limited(levels):
        return Ending.GENERATOR
    found = ballots(levels)
    seen, quiet = bracket(found), unheard(levels)
    torn = torn_loads(found)
    if seen.low is None or seen.high is None:
        return _one_sided(levels, seen, is_quiet=bool(quiet), is_torn=bool(torn))
    if seen.is_within(terms.precision):
        return Ending.FOUND if confirmed else Ending.UNFINISHED
    return Ending.TORN if torn else Ending.UNFINISHED


def _one_sided(levels: Sequence[Level], seen: Bracket, *, is_quiet: bool, is_torn: bool) -> Ending:
    """Say how a search ends that has found one end of the interval at most."""
    if seen.low is None:
        broken = any(one.outcome is Outcome.BROKEN for one in levels)
        return Ending.NEVER_HELD if broken and not is_quiet else Ending.TOO_LITTLE
    if is_quiet:
        return Ending.TOO_LITTLE
    return Ending.TORN if is_torn else Ending.UPPER


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


def _lost(levels: Sequence[Level]) -> list[float]:
    """Give each load that held until something was broken, and of whose later plays none held."""
    first = next(
        (place for place, one in enumerate(levels) if one.outcome is Outcome.BROKEN), len(levels)
    )
    before = {one.rate_per_s for one in levels[:first] if one.votes and one.held}
    after = ballots(levels[first:])
    return [one.rate_per_s for one in after if one.rate_per_s in before and _only_failed(one)]


def _only_failed(later: Ballot) -> bool:
    """Tell whether it failed more than once: one play may be a mishap."""
    return not later.held and later.failed > 1
