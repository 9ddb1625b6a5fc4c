"""The WaitingRoom: gives tickets, says how long they have to wait, lets in whose turn it is."""

import hashlib
from collections.abc import Callable
from enum import Enum

from mock_site.protection.terms import Terms
from mock_site.protection.waiting_room import book, queue
from mock_site.protection.waiting_room.book import Field, Head, Standing
from mock_site.protection.waiting_room.pace import US_PER_S, Pace
from mock_site.protection.waiting_room.shared_words import Change, SharedWords
from mock_site.protection.waiting_room.status import State, Status, wait_s

MOVE_EVERY_US = 100_000
"""The queue is moved on by whoever looks, if nobody did for so long."""
_SLIDES_PER_PASS = 8
_MAX_RATE_PER_KS = 10**9


class RoomFullError(Exception):
    """There are no more tickets."""


class Use(Enum):
    """What a pass is worth."""

    GOOD = "good"
    EXPIRED = "expired"
    JOINED = "joined"
    LEFT = "left"
    NOT_ADMITTED = "not-admitted"
    SHARED = "shared"
    """Another account uses it."""


_WORTH = {
    Standing.WAITING: Use.NOT_ADMITTED,
    Standing.INSIDE: Use.GOOD,
    Standing.JOINED: Use.JOINED,
    Standing.LEFT: Use.LEFT,
}


class WaitingRoom:
    """A waiting room that all processes of a site share.

    Every method raises `WordsBusyError` while another process holds the book.

    Args:
        words: of the book.
        terms: of the room. A book that was begun with the same ones keeps what was set since.
        pace: of turns and passes.
        clock: Unix seconds.
        draw: gives a number of 64 bits, nobody knows which.
    """

    def __init__(
        self,
        words: SharedWords,
        terms: Terms,
        pace: Pace,
        clock: Callable[[], float],
        draw: Callable[[], int],
    ) -> None:
        self._words = words
        self._pace = pace
        self._clock = clock
        self._draw = draw
        self._tickets = terms.room_tickets
        self._slide_after = max(1, pace.pass_ticks // _SLIDES_PER_PASS)
        with words.change() as change:
            if not change[Head.BOOK]:
                change[Head.BOOK] = draw() | 1
            self.move(change)
            if change[Head.TERMS] != _mark(terms):
                _start(change, terms, pace)
                self.move(change)
        self.book = words[Head.BOOK]

    def move(self, change: Change) -> None:
        """Bring the queue to the present, as a part of a change."""
        queue.move(change, self._now_us(), self._pace, self._draw)

    def take(self) -> int:
        """Give out a ticket; where nobody waits and there is room it is admitted at once.

        Raises:
            RoomFullError: there are no more.
        """
        with self._words.change() as change:
            self.move(change)
            return self._take(change)

    def walk_in(self) -> int | None:
        """Give out a ticket if it is admitted at once, and none otherwise.

        Raises:
            RoomFullError: there are no more.
        """
        if self._is_moving() and self._somebody_waits():
            return None
        with self._words.change() as change:
            self.move(change)
            return self._take(change) if queue.has_room_at_once(change) else None

    def look(self, number: int) -> Status:
        """Say how a ticket stands, and admit it if its turn has come."""
        words = self._words
        place = queue.place(words, number)
        if not self._is_moving() or (place is not None and place < words[Head.CALLED]):
            with words.change() as change:
                self.move(change)
                self._admit(change, number)
        return self._status(number, place)

    def use(self, number: int, owner: int) -> Use:
        """Say what a pass is worth, and let one that is good last from now on.

        Args:
            number: of its ticket.
            owner: mark of the account that uses it; 0: none is known. The first is the only one.
        """
        words = self._words
        tick = self._pace.tick(self._now_us())
        standing, until = book.unpacked(words[book.field(number, Field.STANDING)])
        used_by = words[book.field(number, Field.OWNER)]
        if owner and used_by not in {0, owner}:
            return Use.SHARED
        if standing is Standing.INSIDE and (self._slides(until, tick) or (owner and not used_by)):
            return self._renew(number, owner)
        return _WORTH[standing]

    def joined(self, number: int) -> None:
        """End a pass whose person has joined; nothing, if it has ended."""
        with self._words.change() as change:
            self.move(change)
            standing, until = book.unpacked(change[book.field(number, Field.STANDING)])
            if standing is Standing.INSIDE and until > change[Head.TICK]:
                queue.end_pass(change, number, until, Standing.JOINED)
                queue.call(change, self._pace)

    def leave(self, number: int) -> None:
        """Take a person out, who waits or is inside; nothing, if neither."""
        with self._words.change() as change:
            self.move(change)
            standing, until = book.unpacked(change[book.field(number, Field.STANDING)])
            if standing is Standing.INSIDE and until > change[Head.TICK]:
                queue.end_pass(change, number, until, Standing.LEFT)
            elif standing is Standing.WAITING:
                queue.give_up(change, number, self._pace)
            queue.call(change, self._pace)

    def is_known(self, number: int) -> bool:
        """Tell whether a ticket was taken."""
        return number < self._words[Head.TAKEN]

    def is_inside(self, number: int) -> bool:
        """Tell whether a ticket's pass is good, without a lock and without letting it last longer."""
        if not self.is_known(number):
            return False
        standing, until = book.unpacked(self._words[book.field(number, Field.STANDING)])
        return standing is Standing.INSIDE and until > self._pace.tick(self._now_us())

    def is_due(self, number: int) -> bool:
        """Tell whether an account's use of a good pass is to be noted: it lasts anew, or gets its owner.

        Nothing is locked, and nothing noted.
        """
        if not self.is_inside(number):
            return False
        _, until = book.unpacked(self._words[book.field(number, Field.STANDING)])
        is_owned = bool(self._words[book.field(number, Field.OWNER)])
        return not is_owned or self._slides(until, self._pace.tick(self._now_us()))

    def _slides(self, until: int, tick: int) -> bool:
        """Tell whether a pass has not been used for so long that it is to last anew."""
        return tick + self._pace.pass_ticks + 1 - until >= self._slide_after

    def _take(self, change: Change) -> int:
        number = change[Head.TAKEN]
        if number >= self._tickets:
            raise RoomFullError(f"waiting room: all {self._tickets} tickets are taken")
        change[Head.TAKEN] = number + 1
        change[book.field(number, Field.TAKEN_AT_US)] = change[Head.MOVED_AT_US]
        queue.call(change, self._pace)
        self._admit(change, number)
        return number

    def _admit(self, change: Change, number: int) -> None:
        standing, _ = book.unpacked(change[book.field(number, Field.STANDING)])
        place = queue.place(change, number)
        if standing is Standing.WAITING and place is not None:
            until = queue.turn_ends(change, place, self._pace)
            if until is not None:
                queue.admit(change, number, place, until, self._pace)

    def _renew(self, number: int, owner: int) -> Use:
        with self._words.change() as change:
            self.move(change)
            standing, until = book.unpacked(change[book.field(number, Field.STANDING)])
            used_by = change[book.field(number, Field.OWNER)]
            if owner and used_by not in {0, owner}:
                return Use.SHARED
            if standing is Standing.INSIDE and until <= change[Head.TICK]:
                return Use.EXPIRED
            if standing is Standing.INSIDE:
                queue.slide(change, number, until, self._pace)
                change[book.field(number, Field.OWNER)] = owner or used_by
            return _WORTH[standing]

    def _status(self, number: int, place: int | None) -> Status:
        words = self._words
        standing, until = book.unpacked(words[book.field(number, Field.STANDING)])
        if standing is Standing.INSIDE and until > self._pace.tick(self._now_us()):
            return Status(
                number=number,
                state=State.ADMITTED,
                place=words[book.field(number, Field.PLACE)] - 1,
                admitted_at_s=words[book.field(number, Field.ADMITTED_AT_US)] / US_PER_S,
            )
        if standing is not Standing.WAITING:
            return Status(number=number, state=State.EXPIRED)
        return self._waiting(number, queue.place(self._words, number) if place is None else place)

    def _waiting(self, number: int, place: int | None) -> Status:
        words = self._words
        opens_at_us = words[Head.OPENS_AT_US]
        if place is not None and place < words[Head.CALLED]:
            # Called by another process since it was looked at: it is admitted at its next look.
            is_called = queue.turn_ends(words, place, self._pace) is not None
            return Status(number=number, state=State.WAITING if is_called else State.EXPIRED)
        # Nobody knows who of those who wait for the lot will be before whom.
        last = words[Head.TAKEN] - 1 if place is None else place
        ahead = max(0, last - words[Head.CALLED])
        return Status(
            number=number,
            state=State.PRE_QUEUE if place is None else State.WAITING,
            place=place,
            ahead=ahead,
            waiting=max(0, words[Head.TAKEN] - words[Head.CALLED] - book.given_up(words)),
            wait_s=None if place is None else wait_s(words, ahead, self._pace),
            opens_in_s=max(0.0, opens_at_us / US_PER_S - self._clock()) if opens_at_us else None,
        )

    def _is_moving(self) -> bool:
        return self._now_us() - self._words[Head.MOVED_AT_US] <= MOVE_EVERY_US

    def _somebody_waits(self) -> bool:
        return bool(self._words[Head.OPENS_AT_US]) or book.in_line(self._words) > 0

    def _now_us(self) -> int:
        return int(self._clock() * US_PER_S)


def _start(change: Change, terms: Terms, pace: Pace) -> None:
    """Start with other terms than before; an opening has to wait until the last lot is over."""
    opens_at_us = int((terms.room_opens_at_s or 0) * US_PER_S)
    can_open = opens_at_us > change[Head.MOVED_AT_US] and queue.lot_is_over(change, pace)
    queue.set_inlet(
        change,
        pace,
        capacity=terms.room_capacity,
        admits_per_ks=rate_per_ks(terms.room_admits_per_s),
        opens_at_us=opens_at_us if can_open or change[Head.OPENS_AT_US] else 0,
    )
    change[Head.FOUND_PER_KS] = 0
    change[Head.TERMS] = _mark(terms)


def _mark(terms: Terms) -> int:
    """Give the mark of the terms that can be changed later."""
    rate = (terms.room_admits_per_s, terms.room_measured, terms.room_least_per_s)
    text = repr((terms.room_capacity, rate, terms.room_opens_at_s))
    digest = hashlib.blake2b(text.encode("ascii"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def rate_per_ks(admits_per_s: float | None) -> int:
    """Give a rate as the book has it: per thousand seconds, 1 at least; 0 for none."""
    return 0 if admits_per_s is None else min(max(1, round(admits_per_s * 1_000)), _MAX_RATE_PER_KS)
