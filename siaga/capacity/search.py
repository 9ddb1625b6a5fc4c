"""The Search: which level is played next, as a function of those that were played."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from siaga.capacity.ballot import Ballot, ballots, unheard
from siaga.capacity.bracket import Bracket, bracket, torn_loads
from siaga.capacity.level import Ask, Level, Outcome, Purpose
from siaga.capacity.terms import (
    COOL,
    COOL_DOWNS,
    GROWTH,
    LONGER,
    LOWEST,
    MOST_LEVELS,
    REACH,
    Terms,
)

_DOUBTFUL = {Outcome.OPEN, Outcome.LIMITED}


def next_ask(levels: Sequence[Level], terms: Terms) -> Ask | None:
    """Give the level to be played next; None where nothing more could be learned.

    Steps go up until a level does not hold, then the bracket is halved. What did not decide is played
    again, longer; what broke is followed by a cool-down; the ends of the bracket are played until one
    result leads by three plays, and where chance decides they are moved out of its way.
    """
    if not levels:
        return _ask(terms.from_per_s, Purpose.STEP, levels, terms)
    if is_doubtful(levels[-1]):
        return _longer(levels[-1], terms)
    if len(levels) >= MOST_LEVELS or is_limited(levels) or is_lost(levels):
        return None
    return _cool_down(levels, terms) or _forward(levels, terms)


def is_doubtful(level: Level) -> bool:
    """Tell whether a level decided nothing, and may if it is played longer."""
    return level.outcome in _DOUBTFUL and level.ask.purpose not in {Purpose.AGAIN, Purpose.COOL_DOWN}


def is_limited(levels: Sequence[Level]) -> bool:
    """Tell whether the generator is at its limit: it failed a level twice, or all its cool-downs."""
    last = levels[-1]
    often = last.ask.purpose is Purpose.AGAIN or len(failed_cool_downs(levels)) >= COOL_DOWNS
    return last.outcome is Outcome.LIMITED and often


def is_lost(levels: Sequence[Level]) -> bool:
    """Tell whether the site does not come back to what it held: it failed all its cool-downs."""
    return len(failed_cool_downs(levels)) >= COOL_DOWNS and not is_limited(levels)


def failed_cool_downs(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Give the cool-downs since the last level of another kind, if the last of them failed."""
    trailing = tuple(takewhile(lambda one: one.is_cool_down, reversed(levels)))
    return () if not trailing or trailing[0].held else trailing[::-1]


def _longer(level: Level, terms: Terms) -> Ask:
    """Play a level again for as long as it takes to decide, or twice as long where nobody can tell."""
    ask = level.ask
    wanted_s = ask.hold_s * 2 if level.longer_s is None else ask.hold_s + level.longer_s
    hold_s = min(max(wanted_s, ask.hold_s), terms.hold_s * LONGER)
    return replace(ask, hold_s=hold_s, purpose=Purpose.AGAIN)


def _cool_down(levels: Sequence[Level], terms: Terms) -> Ask | None:
    """Go back to what held, where the last level may have left something behind.

    The highest load that is clearly less than what broke shows most: a site that has lost a third of
    what it can do still does the lowest one.
    """
    last = levels[-1]
    held = [one.rate_per_s for one in ballots(levels) if one.is_held]
    if not held or last.held or (last.outcome is Outcome.OPEN and not last.is_cool_down):
        return None
    below = (rate for rate in held if rate <= last.rate_per_s * COOL)
    rate_per_s = last.rate_per_s if last.is_cool_down else max(below, default=min(held))
    return _ask(rate_per_s, Purpose.COOL_DOWN, levels, terms)


def _forward(levels: Sequence[Level], terms: Terms) -> Ask | None:
    found = ballots(levels)
    split = next((one for one in found if one.is_split and not one.is_torn), None)
    if split is not None:
        return _ask(split.rate_per_s, Purpose.CONFIRMATION, levels, terms)
    seen = bracket(found)
    torn = torn_loads(found)
    quiet = unheard(levels)
    if seen.high is None:
        return _step(_up(seen, (*torn, *quiet), terms), levels, terms)
    if seen.low is None:
        deaf = max((rate for rate in quiet if rate < seen.high.rate_per_s), default=None)
        if deaf is None:
            return _step(_down(seen.high, torn, terms), levels, terms)
        return _halved(deaf, seen.high, levels, terms)
    middle_per_s = _beside(seen, torn, terms) if torn else seen.middle_per_s
    if not seen.is_within(terms.precision) and middle_per_s is not None:
        return _ask(middle_per_s, Purpose.BISECTION, levels, terms)
    return _confirmed((seen.high, seen.low), levels, terms)


def _step(rate_per_s: float | None, levels: Sequence[Level], terms: Terms) -> Ask | None:
    return None if rate_per_s is None else _ask(rate_per_s, Purpose.STEP, levels, terms)


def _up(seen: Bracket, undecided: Sequence[float], terms: Terms) -> float | None:
    """Give the next step up from what holds, or at which nothing was decided; None at the upper end."""
    top_per_s = max((*undecided, 0.0 if seen.low is None else seen.low.rate_per_s))
    up_per_s = min(top_per_s * GROWTH, terms.to_per_s)
    return up_per_s if up_per_s > top_per_s else None


def _down(high: Ballot, torn: Sequence[float], terms: Terms) -> float | None:
    """Give the next step down from what does not hold; None at the lower end."""
    down_per_s = min((*torn, high.rate_per_s)) / GROWTH**2
    return down_per_s if down_per_s >= terms.from_per_s * LOWEST else None


def _halved(deaf_per_s: float, high: Ballot, levels: Sequence[Level], terms: Terms) -> Ask | None:
    """Look between what does not hold and the load at which too few come: less would bring fewer."""
    if high.rate_per_s > deaf_per_s * (1 + terms.precision):
        middle_per_s = math.sqrt(deaf_per_s * high.rate_per_s)
        return _ask(middle_per_s, Purpose.BISECTION, levels, terms)
    return _confirmed((high,), levels, terms)


def _beside(seen: Bracket, torn: Sequence[float], terms: Terms) -> float | None:
    """Give an end on either side of loads at which chance decides; None where they are too far apart."""
    middle_per_s = math.sqrt(torn[0] * torn[-1])
    reach: float = (1 + terms.precision) ** REACH
    low_per_s, high_per_s = middle_per_s / reach, middle_per_s * reach
    if torn[0] < low_per_s:
        return None
    below_per_s = 0.0 if seen.low is None else seen.low.rate_per_s
    return low_per_s if below_per_s < low_per_s else high_per_s


def _confirmed(ends: Sequence[Ballot], levels: Sequence[Level], terms: Terms) -> Ask | None:
    loose = next((one for one in ends if not one.is_settled), None)
    return None if loose is None else _ask(loose.rate_per_s, Purpose.CONFIRMATION, levels, terms)


def _ask(rate_per_s: float, purpose: Purpose, levels: Sequence[Level], terms: Terms) -> Ask:
    """Ask for a level as long as others had to be so that enough people came."""
    needed = max((one.rate_per_s * one.ask.hold_s for one in _lengthened(levels)), default=0.0)
    hold_s = min(max(needed / rate_per_s, terms.hold_s), terms.hold_s * LONGER)
    return Ask(rate_per_s=rate_per_s, hold_s=hold_s, purpose=purpose)


def _lengthened(levels: Sequence[Level]) -> Iterator[Level]:
    """Give the levels that decided when they were played again, after too little had been seen."""
    for before, one in pairwise(levels):
        if before.outcome is Outcome.OPEN and is_doubtful(before) and one.outcome not in _DOUBTFUL:
            yield one
