"""The Book of a waiting room: which of its shared words says what."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

RING = 512
"""Ticks that the book looks back and ahead."""


class Words(Protocol):
    """Words as they are, or as a change will make them."""

    def __getitem__(self, index: int) -> int: ...


class Head(IntEnum):
    """The words that there are once."""

    BOOK = 0
    """Drawn when the book is begun; tickets of another book are none of this one."""
    TICK = 1
    """The last tick that was counted."""
    MOVED_AT_US = 2
    """When the queue was last moved on, Unix microseconds."""
    CAPACITY = 3
    ADMITS_PER_KS = 4
    """People let in per thousand seconds; 0: as many as there is room for."""
    ALLOWANCE = 5
    """Billionths of admissions saved up."""
    OPENS_AT_US = 6
    """When the lot is drawn, Unix microseconds; 0: it has been."""
    LOT_FROM = 7
    """Number of the first ticket whose place the lot decides."""
    LOT_TO = 8
    """Number after the last of them."""
    LOT_SEED = 9
    TAKEN = 10
    """Tickets taken."""
    CALLED = 11
    """Places called, the first ones."""
    ADMITTED = 12
    """Passes given."""
    LAPSED = 13
    """Turns that were not taken."""
    EXPIRED = 14
    """Passes that were not used for too long."""
    JOINED = 15
    """Passes whose person has joined."""
    LEFT = 16
    """Passes whose person has left."""
    TERMS = 17
    """Mark of the terms that the room was last started with."""
    GIVEN_UP = 18
    """Places that are yet to be called, of tickets that were given up; they will be passed over."""
    GIVEN_UP_UNDRAWN = 19
    """Tickets that were given up and whose places the lot has yet to give."""
    FOUND_PER_KS = 20
    """The rate that was found, people per thousand seconds; 0: none is looked for."""


class Found(IntEnum):
    """The words by which a rate is found: where it is, what was borne since it was judged, and why."""

    RATE = 0
    """People per second, as a real number."""
    KEPT = 1
    """What it goes back to quickly once it is calm, likewise; 0: it has never fallen."""
    STRAIN = 2
    """When it was last judged, likewise."""
    IS_OVER = 3
    """1: it was too much, and has not been calm for long since."""
    RESTS_UNTIL_US = 4
    """Until when it falls no farther, Unix microseconds."""
    CALM_SINCE_US = 5
    """Since when it is calm, Unix microseconds; 0: it is not."""
    JUDGED_AT_US = 6
    """When it was last judged, Unix microseconds."""
    ASKED = 7
    """Requests of people inside since then."""
    SHED = 8
    """Of them, those that were turned away because it was too much."""
    SLOW = 9
    """Of them, those that took too long."""
    LOOKS = 10
    """Looks at event loops."""
    LATE_US = 11
    """By how much these were late, together."""
    COMMITS = 12
    COMMITTED_US = 13
    """For how long these went on, together."""
    CAUSE = 14
    """Of the last change of the rate, from 1 on; 0: it has not been changed."""
    CHANGES = 15
    """Changes for the first cause; those for the others follow."""


CAUSES = 5
"""Causes for which a rate is changed."""


class Standing(IntEnum):
    """What has become of a ticket."""

    WAITING = 0
    INSIDE = 1
    JOINED = 2
    LEFT = 3


class Field(IntEnum):
    """The words that there are for every ticket."""

    STANDING = 0
    """Standing, and from the ninth bit on the tick with which the pass ends."""
    OWNER = 1
    """Mark of the account that uses the pass; 0: none yet."""
    PLACE = 2
    """Place in the queue, from 1 on; 0: not admitted yet."""
    TAKEN_AT_US = 3
    ADMITTED_AT_US = 4


_FOUND = len(Head)
_RINGS = _FOUND + Found.CHANGES + CAUSES
_TICKETS = _RINGS + 4 * RING
_STANDING_BITS = 8
_STANDINGS = tuple(Standing)


def words_for(tickets: int) -> int:
    """Give how many words a book of so many tickets has."""
    return _TICKETS + tickets * len(Field)


def found(name: Found, further: int = 0) -> int:
    """Give a word by which a rate is found, or one that stands behind it."""
    return _FOUND + name + further


def admits_per_ks(words: Words) -> int:
    """Give the people let in per thousand seconds: as was found, and never more than was set; 0: any."""
    most, now = words[Head.ADMITS_PER_KS], words[Head.FOUND_PER_KS]
    return min(most, now) if now else most


def called_by(tick: int) -> int:
    """Give the word that says how many places had been called when a tick ended."""
    return _RINGS + tick % RING


def gone_by(tick: int) -> int:
    """Give the word that says how many turns and passes had ended when a tick ended."""
    return _RINGS + RING + tick % RING


def turns_until(tick: int) -> int:
    """Give the word that says how many turns end with a tick."""
    return _RINGS + 2 * RING + tick % RING


def passes_until(tick: int) -> int:
    """Give the word that says how many passes end with a tick."""
    return _RINGS + 3 * RING + tick % RING


def field(number: int, name: Field) -> int:
    """Give a word of the ticket with this number."""
    return _TICKETS + number * len(Field) + name


def packed(standing: Standing, until_tick: int = 0) -> int:
    """Put a standing and the tick with which its pass ends into one word."""
    return until_tick << _STANDING_BITS | standing


def unpacked(word: int) -> tuple[Standing, int]:
    """Give the standing and the tick that a word holds."""
    return _STANDINGS[word & (1 << _STANDING_BITS) - 1], word >> _STANDING_BITS


def inside(words: Words) -> int:
    """Count the passes that are good: those given less those that ended."""
    return words[Head.ADMITTED] - ended(words)


def ended(words: Words) -> int:
    """Count the passes that are no longer good."""
    return words[Head.EXPIRED] + words[Head.JOINED] + words[Head.LEFT]


def called(words: Words) -> int:
    """Count the people whose turn it is and who have not come yet."""
    return words[Head.CALLED] - words[Head.ADMITTED] - words[Head.LAPSED]


def room(words: Words) -> int:
    """Count the people for whom there is room; below 0 after the capacity was lowered."""
    return words[Head.CAPACITY] - inside(words) - called(words)


def in_line(words: Words) -> int:
    """Count the places that may be called: not those that the lot has yet to give."""
    last = words[Head.LOT_FROM] if words[Head.OPENS_AT_US] else words[Head.TAKEN]
    return last - words[Head.CALLED]


def in_pre_queue(words: Words) -> int:
    """Count the people who wait for the opening."""
    if not words[Head.OPENS_AT_US]:
        return 0
    return words[Head.TAKEN] - words[Head.LOT_FROM] - words[Head.GIVEN_UP_UNDRAWN]


def waiting(words: Words) -> int:
    """Count the people who wait for their turn and have a place."""
    return in_line(words) - words[Head.GIVEN_UP]


def given_up(words: Words) -> int:
    """Count the tickets that were given up and whose places have not been passed over yet."""
    return words[Head.GIVEN_UP] + words[Head.GIVEN_UP_UNDRAWN]


def stored(words: Words, number: int) -> Sequence[int]:
    """Give everything that the book says of a ticket, in the order of its fields."""
    return [words[field(number, name)] for name in Field]
