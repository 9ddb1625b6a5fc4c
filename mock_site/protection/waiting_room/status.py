"""The status of a ticket: how long it has still to wait, and when to look again."""

import math
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from mock_site.protection.waiting_room import book
from mock_site.protection.waiting_room.book import RING, Head, Words
from mock_site.protection.waiting_room.pace import US_PER_S, Pace

_LOOK_BACK_TICKS = 16
_FEWEST_GONE = 5
"""From fewer people who went no rate is told."""
_LOOKS_ON_THE_WAY = 4
_JITTER_RATIO = 0.2
_OPENING_SPREAD_RATIO, _COUNTED_SPREAD_RATIO = 0.5, 0.25
_LATE_RATIO = 0.1
"""How much later than its turn somebody looks at most, by the time until then."""


class State(Enum):
    """What a person who holds a ticket is told."""

    PRE_QUEUE = "pre-queue"
    WAITING = "waiting"
    ADMITTED = "admitted"
    EXPIRED = "expired"


class Status(NamedTuple):
    """What is said of a ticket at a moment.

    Attributes:
        number: of the ticket.
        state: of it.
        place: in the queue, from 0 on; None: it has none yet.
        ahead: people before it, those not yet drawn included.
        waiting: people who wait, all of them.
        wait_s: what it will have to wait, as far as one knows; None: nobody knows.
        opens_in_s: until the opening; None where the room is open.
        admitted_at_s: when the pass was given, Unix seconds; None: it has none.
    """

    number: int
    state: State
    place: int | None = None
    ahead: int = 0
    waiting: int = 0
    wait_s: float | None = None
    opens_in_s: float | None = None
    admitted_at_s: float | None = None


def wait_s(words: Words, ahead: int, pace: Pace) -> float | None:
    """Estimate how long the one with so many people ahead has to wait.

    The room fills first, as fast as the rate allows; then one goes in for each that goes out, and
    as many go out as went lately.
    """
    rate = book.admits_per_ks(words)
    by_rate_s = (ahead + 1) * 1_000 / rate if rate else 0.0
    beyond = ahead + 1 - max(0, book.room(words))
    if beyond <= 0:
        return by_rate_s
    gone_per_s = _gone_per_s(words, pace)
    return None if gone_per_s is None else max(by_rate_s, beyond / gone_per_s)


def look_again_s(
    status: Status, pace: Pace, draw: Callable[[], float], looks_per_s: float | None = None
) -> int:
    """Give when to look again: the later, the farther it is; never so late that a turn is missed.

    Those who wait for the opening look at different times after it, for all of them come from as near.
    Where looks are counted, whoever is near looks when the turn comes, and not on the way to it: so as
    many are let in as are called, and nobody who was called has yet to learn of it.

    Args:
        status: of the ticket.
        pace: of the room.
        draw: gives a number, 0 to 1, so that those who came together do not stay together.
        looks_per_s: that all who are not near are to take together, as far as no turn is missed; None:
            any.
    """
    most_s = pace.turn_s / 2
    if status.opens_in_s is not None and status.opens_in_s < most_s:
        spread_s = most_s * (_OPENING_SPREAD_RATIO if looks_per_s is None else _COUNTED_SPREAD_RATIO)
        return max(1, math.ceil(status.opens_in_s + draw() * spread_s))
    waits_s = math.inf if status.opens_in_s is not None else status.wait_s
    least_s = 0.0 if looks_per_s is None else status.waiting / looks_per_s
    base_s = most_s if waits_s is None else min(most_s, max(waits_s / _LOOKS_ON_THE_WAY, least_s))
    again_s = base_s * (1 - _JITTER_RATIO + 2 * _JITTER_RATIO * draw())
    if waits_s is None or looks_per_s is None:
        return max(1, math.floor(again_s))
    turn_s = waits_s * (1 + _LATE_RATIO * draw())
    return max(1, math.ceil(turn_s) if waits_s <= most_s else math.floor(min(again_s, turn_s)))


def _gone_per_s(words: Words, pace: Pace) -> float | None:
    now = words[Head.TICK]
    ago = min(_LOOK_BACK_TICKS, RING - 1)
    gone = words[Head.LAPSED] + book.ended(words) - words[book.gone_by(now - ago)]
    elapsed_us = words[Head.MOVED_AT_US] - (now - ago + 1) * pace.tick_us
    return gone * US_PER_S / elapsed_us if gone >= _FEWEST_GONE else None
