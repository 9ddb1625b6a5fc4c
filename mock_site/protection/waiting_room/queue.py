"""The queue of a waiting room: places given, people called, turns and passes that end with time.

Everything here works on one change of the book and is therefore done whole or not at all.
"""

from collections.abc import Callable

from mock_site.protection.waiting_room import book
from mock_site.protection.waiting_room.book import RING, Field, Head, Standing, Words
from mock_site.protection.waiting_room.pace import US_PER_S, Pace
from mock_site.protection.waiting_room.shared_words import Change
from mock_site.protection.waiting_room.shuffle import Shuffle

WHOLE = 1_000_000_000
"""An admission, in the parts in which they are saved up: a thousandth a second for a microsecond."""
MOST_LOOKED_AT = 256
"""Places that one call looks at where some were given up; with a lot that takes some milliseconds."""


def move(change: Change, now_us: int, pace: Pace, draw: Callable[[], int]) -> None:
    """Bring the queue to the present: end what ends, draw the lot if it is due, call who may come.

    Args:
        change: of the book.
        now_us: Unix microseconds; a moment before the last one is taken for that.
        pace: of the room.
        draw: gives the seed of a lot.
    """
    since_us = change[Head.MOVED_AT_US]
    now_us = max(now_us, since_us)
    change[Head.MOVED_AT_US] = now_us
    _end_what_ends(change, pace.tick(now_us))
    if 0 < change[Head.OPENS_AT_US] <= now_us:
        change[Head.LOT_TO] = change[Head.TAKEN]
        change[Head.LOT_SEED] = draw()
        change[Head.OPENS_AT_US] = 0
        change[Head.GIVEN_UP] += change[Head.GIVEN_UP_UNDRAWN]
        change[Head.GIVEN_UP_UNDRAWN] = 0
    _save_up(change, now_us - since_us)
    call(change, pace)


def call(change: Change, pace: Pace) -> None:
    """Call as many as there is room for and as the rate allows, nobody before his turn.

    Places that were given up are passed over: they take neither room nor what the rate allows.
    """
    most = book.room(change)
    if change[Head.ADMITS_PER_KS]:
        most = min(most, change[Head.ALLOWANCE] // WHOLE)
    number, passed_over = _next(change, max(0, most))
    if number + passed_over == 0:
        return
    tick = change[Head.TICK]
    change[Head.CALLED] += number + passed_over
    change[book.called_by(tick)] = change[Head.CALLED]
    change[book.turns_until(tick + pace.turn_ticks + 1)] += number
    if passed_over:
        change[Head.GIVEN_UP] -= passed_over
        change[Head.LAPSED] += passed_over
    if change[Head.ADMITS_PER_KS]:
        change[Head.ALLOWANCE] -= number * WHOLE


def set_inlet(
    change: Change, pace: Pace, *, capacity: int, admits_per_ks: int, opens_at_us: int
) -> bool:
    """Set who is let in.

    Args:
        change: of the book.
        pace: of the room.
        capacity: people who may be inside at once.
        admits_per_ks: people let in per thousand seconds; 0: as many as there is room for.
        opens_at_us: when a lot among those who come from now on is drawn; 0: it is open, and a room that
            waits for its lot draws it at once.

    Returns:
        False, and nothing changes, where a new lot is wanted while turns of the last one go on.
    """
    is_open = not change[Head.OPENS_AT_US]
    if is_open and opens_at_us:
        if not lot_is_over(change, pace):
            return False
        change[Head.LOT_FROM] = change[Head.LOT_TO] = change[Head.TAKEN]
    at_once_us = 0 if is_open else change[Head.MOVED_AT_US]
    change[Head.CAPACITY] = capacity
    change[Head.ADMITS_PER_KS] = admits_per_ks
    change[Head.OPENS_AT_US] = opens_at_us or at_once_us
    return True


def place(words: Words, number: int) -> int | None:
    """Give the place of a ticket, from 0 on; None: the lot has yet to be drawn."""
    first, last = words[Head.LOT_FROM], words[Head.LOT_TO]
    if words[Head.OPENS_AT_US] and number >= first:
        return None
    if first <= number < last:
        return first + Shuffle(words[Head.LOT_SEED], last - first).place(number - first)
    return number


def number_at(words: Words, at_place: int) -> int:
    """Give the number of the ticket that has a place, which the lot has given if it is to."""
    first, last = words[Head.LOT_FROM], words[Head.LOT_TO]
    if first <= at_place < last:
        return first + Shuffle(words[Head.LOT_SEED], last - first).number(at_place - first)
    return at_place


def turn_ends(words: Words, at_place: int, pace: Pace) -> int | None:
    """Give the tick with which the turn of a place ends; None: it has ended, or is yet to come."""
    now = words[Head.TICK]
    if not words[book.called_by(now - pace.turn_ticks - 1)] <= at_place < words[Head.CALLED]:
        return None
    early, late = now - pace.turn_ticks, now
    while early < late:
        middle = (early + late) // 2
        if words[book.called_by(middle)] > at_place:
            late = middle
        else:
            early = middle + 1
    return early + pace.turn_ticks + 1


def admit(change: Change, number: int, at_place: int, turn_until: int, pace: Pace) -> None:
    """Give a pass to a ticket whose turn it is."""
    until = change[Head.TICK] + pace.pass_ticks + 1
    change[book.turns_until(turn_until)] -= 1
    change[book.passes_until(until)] += 1
    change[Head.ADMITTED] += 1
    change[book.field(number, Field.STANDING)] = book.packed(Standing.INSIDE, until)
    change[book.field(number, Field.PLACE)] = at_place + 1
    change[book.field(number, Field.ADMITTED_AT_US)] = change[Head.MOVED_AT_US]


def slide(change: Change, number: int, until: int, pace: Pace) -> None:
    """Let a pass that ends with a tick last from now on."""
    later = change[Head.TICK] + pace.pass_ticks + 1
    change[book.passes_until(until)] -= 1
    change[book.passes_until(later)] += 1
    change[book.field(number, Field.STANDING)] = book.packed(Standing.INSIDE, later)


def end_pass(change: Change, number: int, until: int, standing: Standing) -> None:
    """End a pass because its person has joined or left."""
    change[book.passes_until(until)] -= 1
    change[Head.JOINED if standing is Standing.JOINED else Head.LEFT] += 1
    change[book.field(number, Field.STANDING)] = book.packed(standing, until)


def give_up(change: Change, number: int, pace: Pace) -> None:
    """Take a waiting ticket out: its turn ends if it has come, and does not come otherwise."""
    at_place = place(change, number)
    if at_place is None:
        change[Head.GIVEN_UP_UNDRAWN] += 1
    elif at_place >= change[Head.CALLED]:
        change[Head.GIVEN_UP] += 1
    else:
        _end_turn(change, turn_ends(change, at_place, pace))
    change[book.field(number, Field.STANDING)] = book.packed(Standing.LEFT)


def has_room_at_once(words: Words) -> bool:
    """Tell whether whoever comes now goes in now."""
    if words[Head.OPENS_AT_US] or book.in_line(words) > 0 or book.room(words) <= 0:
        return False
    return not words[Head.ADMITS_PER_KS] or words[Head.ALLOWANCE] >= WHOLE


def lot_is_over(words: Words, pace: Pace) -> bool:
    """Tell whether the turns of everybody whose place was drawn are over."""
    return words[book.called_by(words[Head.TICK] - pace.turn_ticks - 1)] >= words[Head.LOT_TO]


def _next(change: Change, most: int) -> tuple[int, int]:
    """Count who are to be called next, and the places among and before theirs that were given up."""
    line = book.in_line(change)
    if not change[Head.GIVEN_UP]:
        return min(most, line), 0
    number = passed_over = 0
    first = change[Head.CALLED]
    for at_place in range(first, first + min(line, MOST_LOOKED_AT)):
        standing, _ = book.unpacked(change[book.field(number_at(change, at_place), Field.STANDING)])
        if standing is Standing.LEFT:
            passed_over += 1
        elif number < most:
            number += 1
        else:
            break
    return number, passed_over


def _end_turn(change: Change, turn_until: int | None) -> None:
    """End a turn before its time, unless it is over."""
    if turn_until is not None:
        change[book.turns_until(turn_until)] -= 1
        change[Head.LAPSED] += 1


def _end_what_ends(change: Change, now: int) -> None:
    """Count the ticks up to now, and what ends with each; after a long rest everything has ended."""
    for tick in range(max(change[Head.TICK] + 1, now - RING + 1), now + 1):
        change[Head.LAPSED] += change[book.turns_until(tick)]
        change[Head.EXPIRED] += change[book.passes_until(tick)]
        change[book.turns_until(tick)] = change[book.passes_until(tick)] = 0
        change[book.called_by(tick)] = change[Head.CALLED]
        change[book.gone_by(tick)] = change[Head.LAPSED] + book.ended(change)
    change[Head.TICK] = max(now, change[Head.TICK])


def _save_up(change: Change, elapsed_us: int) -> None:
    """Save up what the rate allows, a second's worth at most, so that no crowd comes in at once."""
    rate = book.admits_per_ks(change)
    if rate:
        saved = change[Head.ALLOWANCE] + rate * elapsed_us
        change[Head.ALLOWANCE] = min(saved, max(rate * US_PER_S, WHOLE))
